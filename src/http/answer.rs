//! What a server answered.

use std::time::Duration;

use js_sys::{Date, JSON};
use wasm_bindgen::JsValue;

use super::request::{Call, settled};
use crate::error::{Detail, Error, ErrorCode};
use crate::web::property;

/// How much of an error's body is kept, in JavaScript's characters.
const LONGEST_BODY: usize = 2048;

/// An answer, read whole.
pub(super) struct Answer {
    status: u32,
    is_redirected: bool,
    pub(super) retry_after: Option<Duration>,
    text: String,
}

impl Answer {
    pub(super) async fn read(response: &JsValue) -> Result<Self, JsValue> {
        // Zero is the status of `Response.error()`; what a page's own `fetch` answers with may have none.
        let status = property::get(response, "status").as_f64().unwrap_or_default() as u32;
        if status == 0 {
            return Err(JsValue::UNDEFINED);
        }
        let headers = property::get(response, "headers");
        let retry_after = property::call(&headers, "get", &"retry-after".into());
        let text = property::function(response, "text").map(|text| text.call0(response));
        let text = settled(text.unwrap_or(Ok(JsValue::UNDEFINED))).await?;
        Ok(Self {
            status,
            is_redirected: property::get(response, "redirected").is_truthy(),
            retry_after: retry_after
                .and_then(|value| value.as_string())
                .and_then(|value| retry_after_of(&value)),
            text: text.as_string().unwrap_or_default(),
        })
    }

    /// The answer's JSON, if it is a success.
    pub(super) fn json(&self, call: &Call) -> Result<JsValue, Error> {
        if !(200..300).contains(&self.status) {
            return Err(self.refusal(call));
        }
        let parsed = JSON::parse(&self.text).ok().filter(JsValue::is_object);
        parsed.ok_or_else(|| {
            let what = if self.is_redirected {
                "redirected to a page that is not JSON: to a login, perhaps. Sign in again, or let the endpoint answer 401."
            } else if self.text.is_empty() {
                "answered with nothing where JSON was promised."
            } else {
                "answered with something other than the JSON that was promised. Check that `endpoint` is the right URL."
            };
            call.error(ErrorCode::Protocol, what)
        })
    }

    fn refusal(&self, call: &Call) -> Error {
        let what = match self.status {
            401 | 403 => "refused the request: the API key or the visitor's login is wrong or missing.",
            404 => "knows no such session or endpoint.",
            429 => "was asked too often. Try again later.",
            500.. => "failed. Try again later.",
            _ => "refused the request; `details.body` has its answer.",
        };
        let redacted = call.redacted(&self.text);
        let mut length = 0;
        let within_limit = |character: &char| {
            length += character.len_utf16();
            length <= LONGEST_BODY
        };
        let body = redacted.chars().take_while(within_limit).collect();
        call.error(ErrorCode::Http, what)
            .with_detail("status", Detail::Number(self.status))
            .with_detail("body", Detail::Text(body))
    }
}

/// The header's seconds, or the time until its date.
fn retry_after_of(value: &str) -> Option<Duration> {
    let seconds = js_sys::parse_float(value);
    let milliseconds = if seconds.is_nan() {
        Date::parse(value) - Date::now()
    } else {
        seconds * 1000.0
    };
    (milliseconds > 0.0).then(|| Duration::from_millis(milliseconds as u64))
}
