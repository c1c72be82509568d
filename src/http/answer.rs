//! What a server answered.

use wasm_bindgen::JsValue;

use super::request::Call;
use crate::error::{Error, ErrorCode};
use crate::web::property;

/// An answer, read whole: what `exchange` of the JavaScript beside the requests yields.
pub(super) struct Answer(pub(super) JsValue);

impl Answer {
    /// Zero is the status of `Response.error()`; what a page's own `fetch` answers with may have none.
    pub(super) fn status(&self) -> f64 {
        property::number(&self.0, "status").unwrap_or_default()
    }

    /// How long the server asks to wait before the next request, in milliseconds.
    pub(super) fn retry_after(&self) -> f64 {
        property::number(&self.0, "pause").unwrap_or_default()
    }

    /// The answer's JSON, if it is a success and of the shape that was promised.
    pub(super) fn json(&self, call: &Call) -> Result<JsValue, Error> {
        if !(200.0..300.0).contains(&self.status()) {
            return Err(self.refusal(call));
        }
        let json = property::get(&self.0, "json");
        if !json.is_object() {
            return Err(call.error(ErrorCode::Protocol, self.unreadable()));
        }
        if property::text(&json, call.id_field).is_empty() {
            return Err(wrong_type(call.id_field));
        }
        match js_sys::Array::is_array(&property::get(&json, "technologies")) {
            true => Ok(json),
            false => Err(wrong_type("technologies")),
        }
    }

    fn unreadable(&self) -> &'static str {
        if property::is(&self.0, "redirected") {
            "{} redirected to a page that is not JSON: to a login, perhaps. Sign in again, or let the endpoint answer 401."
        } else if property::is(&self.0, "text") {
            "{} answered with something other than the JSON that was promised. Check that `endpoint` is the right URL."
        } else {
            "{} answered with nothing where JSON was promised."
        }
    }

    fn refusal(&self, call: &Call) -> Error {
        let status = self.status();
        let what = match status as u32 {
            401 | 403 => "{} refused the request: the API key or the visitor's login is wrong or missing.",
            404 => "{} knows no such session or endpoint.",
            429 => "{} was asked too often. Try again later.",
            500.. => "{} failed. Try again later.",
            _ => "{} refused the request; `details.body` has its answer.",
        };
        let body = call.redacted(&property::get(&self.0, "text"));
        call.detailed_error(
            ErrorCode::Http,
            what,
            &[("status", status.into()), ("body", body)],
        )
    }
}

pub(super) fn wrong_type(field: &str) -> Error {
    let field = JsValue::from_str(field);
    Error::about(
        ErrorCode::Protocol,
        "The answer's `{}` is missing or of another type than promised. Check that `endpoint` is the right URL.",
        &field,
        &property::object(&[("field", field.clone())]),
        &JsValue::UNDEFINED,
    )
}
