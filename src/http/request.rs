//! Requests: attempts with a deadline each, retries with growing pauses, and errors that repeat no secret.

use gloo_net::http::Request;
use js_sys::{Array, Math};
use wasm_bindgen::prelude::*;

use super::answer::Answer;
use super::options::checked_endpoint;
use crate::error::{Error, ErrorCode};
use crate::flow::growing_pause;
use crate::web::property;
use crate::web::scope::{End, Scope};

/// For one attempt, in milliseconds.
const TIMEOUT: f64 = 15_000.0;
/// The pause before the first retry, in milliseconds.
const FIRST_PAUSE: f64 = 500.0;
/// A server may ask for more, but nobody waits so long for an answer: the caller is then told at once.
const LONGEST_RETRY_AFTER: f64 = 60_000.0;

#[wasm_bindgen(module = "/src/http/request.js")]
extern "C" {
    #[wasm_bindgen(js_name = headersOf)]
    fn headers_of(given: &JsValue, has_body: bool) -> JsValue;

    #[wasm_bindgen(js_name = requestTo)]
    fn request_to(
        url: &JsValue,
        headers: &JsValue,
        body: &JsValue,
        credentials: &JsValue,
    ) -> Option<web_sys::Request>;

    fn exchange(scope: &JsValue, request: &web_sys::Request, timeout: f64) -> JsValue;

    #[wasm_bindgen(js_name = repeatsQuery)]
    fn repeats_query(thrown: &JsValue, url: &JsValue) -> bool;

    fn redacted(text: &JsValue, secrets: &Array) -> JsValue;

    #[wasm_bindgen(js_name = pauseInView)]
    fn pause_in_view(scope: &JsValue, milliseconds: f64) -> JsValue;
}

/// A request that can be sent more than once.
pub(super) struct Call<'a> {
    /// Until it is over, requests may be sent.
    pub(super) scope: &'a Scope,
    options: &'a JsValue,
    pub(super) url: JsValue,
    /// The URL without its query, which may hold the API key.
    shown: JsValue,
    /// JSON for a POST; `undefined` for a GET.
    pub(super) body: JsValue,
    /// The texts that no error may repeat.
    pub(super) secrets: Array,
    retries: f64,
    /// The field of the answer that holds the session's id.
    pub(super) id_field: &'static str,
}

/// Why there is no answer.
pub(super) enum Stop {
    Failed(Error),
    /// The scope ended.
    Late,
}

impl From<End> for Stop {
    fn from(_: End) -> Self {
        Self::Late
    }
}

impl<'a> Call<'a> {
    /// A GET of a part of the vendor's API, or of what stands in for it.
    pub(super) fn new(
        scope: &'a Scope,
        options: &'a JsValue,
        part: &str,
        id_field: &'static str,
        retries: f64,
    ) -> Result<Self, Error> {
        let endpoint = checked_endpoint(options, part)?;
        Ok(Self {
            scope,
            options,
            url: property::get(&endpoint, "href"),
            shown: property::get(&endpoint, "shown"),
            body: JsValue::UNDEFINED,
            secrets: Array::of1(&property::get(options, "apiKey")),
            retries: property::number(options, "retries").unwrap_or(retries),
            id_field,
        })
    }

    /// Sends the request until it is answered with JSON or its attempts are used up.
    pub(super) async fn send(&self) -> Result<JsValue, Stop> {
        let mut attempts = 0;
        loop {
            attempts += 1;
            let request = self.request().map_err(Stop::Failed)?;
            let timeout = property::number(self.options, "timeout").unwrap_or(TIMEOUT);
            let exchange = exchange(&self.scope.object, &request.into(), timeout);
            let answer = Answer(self.scope.unless_ended(&exchange).await?);
            let error = match self.json_of(&answer) {
                Ok(json) => return Ok(json),
                Err(error) => error,
            };
            let asked = answer.retry_after();
            if f64::from(attempts) > self.retries || !error.retryable() || asked > LONGEST_RETRY_AFTER {
                return Err(Stop::Failed(error));
            }
            let pause = growing_pause(FIRST_PAUSE, attempts, Math::random());
            self.pause(pause.max(asked)).await?;
        }
    }

    /// Waits; in a hidden tab longer.
    pub(super) async fn pause(&self, milliseconds: f64) -> Result<(), Stop> {
        let pause = pause_in_view(&self.scope.object, milliseconds);
        self.scope.unless_ended(&pause).await?;
        Ok(())
    }

    fn json_of(&self, answer: &Answer) -> Result<JsValue, Error> {
        if property::is(&answer.0, "isLate") {
            let what = "{} did not answer in time. Try again, or raise `timeout`.";
            return Err(self.error(ErrorCode::RequestTimeout, what));
        }
        match answer.status() > 0.0 {
            true => answer.json(self),
            false => Err(self.unreachable(&property::get(&answer.0, "thrown"))),
        }
    }

    fn request(&self) -> Result<Request, Error> {
        let headers = headers_of(&property::get(self.options, "headers"), !self.body.is_undefined());
        // No cause: the browser's own message repeats the value.
        if let Some(name) = headers.as_string() {
            let field = ["headers.", &name].concat();
            return Err(Error::invalid_option(&field, "is not a header that can be sent."));
        }
        let credentials = property::get(self.options, "credentials");
        request_to(&self.url, &headers, &self.body, &credentials)
            .map(Request::from)
            .ok_or_else(|| Error::invalid_option("endpoint", "is a URL that the browser refuses to request."))
    }

    pub(super) fn error(&self, code: ErrorCode, what: &str) -> Error {
        self.detailed_error(code, what, &[])
    }

    pub(super) fn detailed_error(&self, code: ErrorCode, what: &str, details: &[(&str, JsValue)]) -> Error {
        let url = self.redacted(&self.shown);
        let all = property::object(&[("url", url.clone())]);
        for (name, detail) in details {
            property::define(&all, name, detail);
        }
        Error::about(code, what, &url, &all, &JsValue::UNDEFINED)
    }

    fn unreachable(&self, thrown: &JsValue) -> Error {
        let url = self.redacted(&self.shown);
        // An error of the host may repeat the URL with its query, as Bun's does: the query may hold the API key.
        let tells_key = property::is(self.options, "apiKey") && repeats_query(thrown, &self.url);
        let cause = if tells_key {
            JsValue::UNDEFINED
        } else {
            thrown.clone()
        };
        Error::about(
            ErrorCode::Network,
            "{} could not be reached, or its answer broke off. Check the network, that the server allows the page's origin (CORS), and `connect-src` of the page's Content-Security-Policy.",
            &url,
            &property::object(&[("url", url.clone())]),
            &cause,
        )
    }

    /// The text without whatever no error may repeat.
    pub(super) fn redacted(&self, text: &JsValue) -> JsValue {
        redacted(text, &self.secrets)
    }
}
