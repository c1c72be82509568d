//! What a server answered.

use std::time::Duration;

use wasm_bindgen::prelude::*;

use super::request::Call;
use crate::error::{Detail, Error, ErrorCode};
use crate::web::property;

/// How much of an error's body is kept, in JavaScript's characters.
const LONGEST_BODY: usize = 2048;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    fn parse_json(text: &JsValue) -> Result<JsValue, JsValue>;
}

/// An answer, read whole: what `exchange` of the JavaScript beside the requests yields.
pub(super) struct Answer(pub(super) JsValue);

impl Answer {
    /// Zero is the status of `Response.error()`; what a page's own `fetch` answers with may have none.
    pub(super) fn status(&self) -> u32 {
        property::get(&self.0, "status").as_f64().unwrap_or_default() as u32
    }

    /// How long the server asks to wait before the next request.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        let milliseconds = property::get(&self.0, "pause").as_f64()?;
        (milliseconds > 0.0).then(|| Duration::from_millis(milliseconds as u64))
    }

    /// The answer's JSON, if it is a success and of the shape that was promised.
    pub(super) fn json(&self, call: &Call) -> Result<JsValue, Error> {
        if self.status() / 100 != 2 {
            return Err(self.refusal(call));
        }
        let text = property::get(&self.0, "text");
        match parse_json(&text) {
            Ok(parsed) if parsed.is_object() => checked(parsed, call.id_field),
            _ => Err(call.error(ErrorCode::Protocol, self.unreadable(&text))),
        }
    }

    fn unreadable(&self, text: &JsValue) -> &'static str {
        if property::get(&self.0, "redirected").is_truthy() {
            "redirected to a page that is not JSON: to a login, perhaps. Sign in again, or let the endpoint answer 401."
        } else if text == "" {
            "answered with nothing where JSON was promised."
        } else {
            "answered with something other than the JSON that was promised. Check that `endpoint` is the right URL."
        }
    }

    fn refusal(&self, call: &Call) -> Error {
        let status = self.status();
        let what = match status {
            401 | 403 => "refused the request: the API key or the visitor's login is wrong or missing.",
            404 => "knows no such session or endpoint.",
            429 => "was asked too often. Try again later.",
            500.. => "failed. Try again later.",
            _ => "refused the request; `details.body` has its answer.",
        };
        let text = property::get(&self.0, "text").as_string().unwrap_or_default();
        let text = call.redacted(&text);
        call.error(ErrorCode::Http, what)
            .with_detail("status", Detail::Number(status))
            .with_detail("body", Detail::Text(start_of(&text).into()))
    }
}

fn checked(answer: JsValue, id_field: &'static str) -> Result<JsValue, Error> {
    if !property::get(&answer, id_field).is_string() {
        return Err(wrong_type(id_field));
    }
    if !property::is_array(&property::get(&answer, "technologies")) {
        return Err(wrong_type("technologies"));
    }
    Ok(answer)
}

pub(super) fn wrong_type(field: &'static str) -> Error {
    let message = [
        "The answer's `",
        field,
        "` is missing or of another type than promised. Check that `endpoint` is the right URL.",
    ];
    Error::new(ErrorCode::Protocol, message.concat()).with_detail("field", Detail::Text(field.into()))
}

fn start_of(text: &str) -> &str {
    let mut length = 0;
    for (index, character) in text.char_indices() {
        length += character.len_utf16();
        if length > LONGEST_BODY {
            return text.get(..index).unwrap_or_default();
        }
    }
    text
}
