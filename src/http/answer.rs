//! What a server answered.

use wasm_bindgen::prelude::*;

use super::request::Call;
use crate::error::{Error, ErrorCode};
use crate::web::property;

#[wasm_bindgen(module = "/src/http/request.js")]
extern "C" {
    fn look(answer: &JsValue, id_field: &str) -> u32;

    #[wasm_bindgen(js_name = refusalOf)]
    fn refusal_of(answer: &JsValue, secrets: &js_sys::Array) -> JsValue;

    #[wasm_bindgen(js_name = safeCause)]
    fn safe_cause(thrown: &JsValue, url: &JsValue, secrets: &js_sys::Array) -> JsValue;
}

/// An answer, read whole: what `exchange` of the JavaScript beside the requests yields.
pub(super) struct Answer(pub(super) JsValue);

impl Answer {
    /// How long the server asks to wait before the next request, in milliseconds.
    pub(super) fn retry_after(&self) -> f64 {
        property::number(&self.0, "pause", 0.0)
    }

    /// The answer's JSON, if it is a success and of the shape that was promised.
    pub(super) fn json(&self, call: &Call) -> Result<JsValue, Error> {
        let protocol = |what| Err(call.error(ErrorCode::Protocol, what));
        // As `look` has it.
        match look(&self.0, call.id_field) {
            0 => Ok(property::get(&self.0, "json")),
            1 => Err(call.error(
                ErrorCode::RequestTimeout,
                "{} did not answer in time. Try again, or raise `timeout`.",
            )),
            2 => Err(call.detailed_error(
                ErrorCode::Network,
                "{} could not be reached, or its answer broke off. Check the network, that the server allows the page's origin (CORS), and `connect-src` of the Content-Security-Policy.",
                &JsValue::UNDEFINED,
                &safe_cause(&property::get(&self.0, "thrown"), &call.url, &call.secrets),
            )),
            3 => Err(self.refusal(call)),
            4 => protocol("{} answered with nothing."),
            5 => protocol(
                "{} redirected to what is not JSON: to a login, perhaps. Let it answer 401 instead.",
            ),
            6 => protocol("{} answered with what is not JSON. Check `endpoint`."),
            7 => Err(wrong_type(call.id_field)),
            _ => Err(wrong_type("technologies")),
        }
    }

    fn refusal(&self, call: &Call) -> Error {
        let what = match property::number(&self.0, "status", 0.0) as u32 {
            401 | 403 => "{} refused the request: a wrong or missing API key or login.",
            404 => "{} knows no such session or endpoint.",
            429 => "{} was asked too often. Try again later.",
            500.. => "{} failed. Try again later.",
            _ => "{} refused the request: see `details.body`.",
        };
        let others = refusal_of(&self.0, &call.secrets);
        call.detailed_error(ErrorCode::Http, what, &others, &JsValue::UNDEFINED)
    }
}

pub(super) fn wrong_type(field: &str) -> Error {
    Error::about(
        ErrorCode::Protocol,
        "The answer's `{}` is missing or of a wrong type. Check `endpoint`.",
        "field",
        &field.into(),
        &JsValue::UNDEFINED,
        &JsValue::UNDEFINED,
    )
}
