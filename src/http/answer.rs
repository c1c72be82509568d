//! What a server answered.

use gloo_net::http::Response;
use wasm_bindgen::prelude::*;

use super::request::Call;
use crate::error::{Error, ErrorCode};
use crate::web::caught::caught;
use crate::web::value;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    pub(super) fn parse_json(text: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Date, js_name = parse)]
    fn parse_date(text: &str) -> Result<f64, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Date, js_name = now)]
    fn now() -> Result<f64, JsValue>;
}

/// The detail of a refusal that says when to come back.
const RETRY_AFTER: &str = "retryAfter";

/// An answer, read whole.
pub(super) struct Answer {
    /// Zero is that of `Response.error()`; what a page's own `fetch` answers with may have none.
    status: u16,
    was_redirected: bool,
    /// How long the server asks to wait before the next request, in milliseconds.
    retry_after: Option<f64>,
    /// In milliseconds since 1970, by the server's clock where it can be read.
    pub(super) given_at: f64,
    text: JsValue,
}

impl Answer {
    /// Of what `fetch` has yielded, which may be no `Response` where a page has replaced it, and the text of its body. `Err` is what reading it threw.
    pub(super) fn new(given: &JsValue, text: JsValue) -> Result<Self, JsValue> {
        let response = Response::from(given.clone().unchecked_into::<web_sys::Response>());
        // Some have no headers.
        let has_headers = value::get(given, "headers").is_object();
        let (status, asked, date) = caught(|| {
            let header = |name| has_headers.then(|| response.headers().get(name)).flatten();
            (response.status(), header("retry-after"), header("date"))
        })?;
        Ok(Self {
            status,
            // Some do not tell, which is no boolean to wasm-bindgen's own checks.
            was_redirected: value::is(given, "redirected"),
            retry_after: asked.and_then(|asked| pause_asked_for(&asked)),
            given_at: date
                .and_then(|date| time(&date))
                .or_else(|| now().ok())
                .unwrap_or_default(),
            text,
        })
    }

    /// The answer's JSON, if it is a success and of the shape that was promised.
    pub(super) fn json(&self, call: &Call) -> Result<JsValue, Error> {
        match self.status {
            0 => return Err(call.unreachable(&JsValue::UNDEFINED)),
            200..=299 => {}
            _ => return Err(self.refusal(call)),
        }
        let json = parse_json(&self.text).unwrap_or_default();
        if !json.is_object() {
            return Err(call.error(ErrorCode::Protocol, self.what_it_is_instead()));
        }
        let id = value::get(&json, call.id_field);
        if !id.is_string() || id.is_falsy() {
            return Err(wrong_type(call.id_field));
        }
        match value::is_array(&value::get(&json, "technologies")) {
            Ok(true) => Ok(json),
            _ => Err(wrong_type("technologies")),
        }
    }

    fn what_it_is_instead(&self) -> &'static str {
        if self.was_redirected {
            "{} redirected to what is not JSON: to a login, perhaps. Let it answer 401 instead."
        } else if self.text.is_truthy() {
            "{} answered with what is not JSON. Check `endpoint`."
        } else {
            "{} answered with nothing."
        }
    }

    fn refusal(&self, call: &Call) -> Error {
        let what = match self.status {
            401 | 403 => "{} refused the request: a wrong or missing API key or login.",
            404 => "{} knows no such session or endpoint.",
            429 => "{} was asked too often. Try again later.",
            500.. => "{} failed. Try again later.",
            _ => "{} refused the request: see `details.body`.",
        };
        let mut error = call
            .error(ErrorCode::Http, what)
            .retryable_if(self.status == 429 || self.status >= 500)
            .with("status", &self.status.into());
        if let Some(pause) = self.retry_after {
            error = error.with(RETRY_AFTER, &pause.into());
        }
        // A page that has broken what it takes to hide secrets hears nothing of the body.
        if let Some(Ok(excerpt)) = self.text.is_string().then(|| call.secrets.excerpt_of(&self.text)) {
            let excerpt = JsValue::from(excerpt);
            if let Ok(json) = parse_json(&excerpt) {
                error = error.with("json", &json);
            }
            error = error.with("body", &excerpt);
        }
        error
    }
}

pub(super) fn wrong_type(field: &str) -> Error {
    let what = "The answer's `{}` is missing or of a wrong type. Check `endpoint`.";
    Error::new(ErrorCode::Protocol, what).about("field", &field.into())
}

/// How long the server asks to wait before the next request, in milliseconds, where the error is its refusal.
pub(super) fn retry_after(error: &Error) -> f64 {
    error
        .detail(RETRY_AFTER)
        .and_then(|pause| pause.as_f64())
        .unwrap_or_default()
}

/// What Retry-After says, seconds or a date, in milliseconds from now.
fn pause_asked_for(asked: &str) -> Option<f64> {
    let seconds = value::parse_float(&asked.into()).ok()?;
    let pause = match seconds.is_nan() {
        true => time(asked)? - now().ok()?,
        false => seconds * 1000.0,
    };
    Some(pause.max(0.0))
}

/// In milliseconds since 1970.
pub(super) fn time(text: &str) -> Option<f64> {
    parse_date(text).ok().filter(|time| !time.is_nan())
}
