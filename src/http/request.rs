//! Requests: attempts with a deadline each, retries with growing pauses, and errors that repeat no secret.

use gloo_net::http::Request;
use js_sys::{Array, Math};
use wasm_bindgen::prelude::*;

use super::answer::Answer;
use crate::error::{Error, ErrorCode};
use crate::flow::growing_pause;
use crate::web::property;
use crate::web::scope::Scope;

/// For one attempt, in milliseconds.
const TIMEOUT: f64 = 15_000.0;
/// The pause before the first retry, in milliseconds.
const FIRST_PAUSE: f64 = 500.0;
/// A server may ask for more, but nobody waits so long for an answer: the caller is then told at once.
const LONGEST_RETRY_AFTER: f64 = 60_000.0;

#[wasm_bindgen(module = "/src/web/url.js")]
extern "C" {
    #[wasm_bindgen(js_name = endpointOf)]
    fn endpoint_of(text: &JsValue, api_key: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/http/request.js")]
extern "C" {
    #[wasm_bindgen(js_name = headersOf)]
    fn headers_of(given: &JsValue, has_body: bool) -> JsValue;

    #[wasm_bindgen(js_name = requestTo)]
    fn request_to(url: &JsValue, headers: &JsValue, body: &JsValue, credentials: &JsValue) -> JsValue;

    fn exchange(scope: &JsValue, request: &web_sys::Request, timeout: f64) -> JsValue;

    #[wasm_bindgen(js_name = secretsIn)]
    fn secrets_in(options: &JsValue) -> Array;

    fn redacted(text: &JsValue, secrets: &Array) -> JsValue;

    #[wasm_bindgen(js_name = isComplete)]
    fn is_complete(result: &JsValue) -> bool;

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

impl<'a> Call<'a> {
    /// A GET of the vendor's endpoint, or of what stands in for it.
    pub(super) fn new(
        scope: &'a Scope,
        options: &'a JsValue,
        vendors: &JsValue,
        id_field: &'static str,
        retries: f64,
    ) -> Result<Self, Error> {
        let api_key = property::get(options, "apiKey");
        let given = property::get(options, "endpoint");
        let endpoint = match given.is_undefined() {
            true => vendors,
            false => &given,
        };
        let endpoint = Error::or(endpoint_of(endpoint, &api_key))?;
        Ok(Self {
            scope,
            options,
            url: property::get(&endpoint, "href"),
            shown: property::get(&endpoint, "shown"),
            body: JsValue::UNDEFINED,
            secrets: secrets_in(options),
            retries: property::number(options, "retries", retries),
            id_field,
        })
    }

    /// Sends the request until it is answered with JSON or its attempts are used up; with an interval in milliseconds, until
    /// the result is complete or the scope ends.
    pub(super) async fn send(&self, interval: Option<f64>) -> Result<JsValue, Error> {
        let mut attempts = 0;
        let mut asked = 0;
        let mut last = JsValue::UNDEFINED;
        loop {
            attempts += 1;
            let timeout = property::number(self.options, "timeout", TIMEOUT);
            let exchange = exchange(&self.scope.object, &self.request()?.into(), timeout);
            let Ok(answer) = self.scope.unless_ended(&exchange).await else {
                return Err(self.too_late(last));
            };
            let answer = Answer(answer);
            let pause = match answer.json(self) {
                Ok(json) => match interval {
                    Some(interval) if !is_complete(&json) => {
                        last = json;
                        attempts = 0;
                        asked += 1;
                        growing_pause(interval, asked, Math::random())
                    }
                    _ => return Ok(json),
                },
                Err(error) => {
                    let least = answer.retry_after();
                    if f64::from(attempts) > self.retries || !error.retryable() || least > LONGEST_RETRY_AFTER
                    {
                        return Err(error);
                    }
                    growing_pause(FIRST_PAUSE, attempts, Math::random()).max(least)
                }
            };
            let pause = pause_in_view(&self.scope.object, pause);
            if self.scope.unless_ended(&pause).await.is_err() {
                return Err(self.too_late(last));
            }
        }
    }

    /// Only waiting for a complete result ends a scope.
    fn too_late(&self, last: JsValue) -> Error {
        match last.is_undefined() {
            true => self.error(
                ErrorCode::RequestTimeout,
                "{} did not answer in time. Try again, or raise `wait.timeout`.",
            ),
            false => Error::about(
                ErrorCode::ResultPending,
                "The result is not complete yet: see `details.result`. Ask again later.",
                "result",
                &last,
                &JsValue::UNDEFINED,
                &JsValue::UNDEFINED,
            ),
        }
    }

    fn request(&self) -> Result<Request, Error> {
        let has_body = !self.body.is_undefined();
        let headers = Error::or(headers_of(&property::get(self.options, "headers"), has_body))?;
        let credentials = property::get(self.options, "credentials");
        let request = Error::or(request_to(&self.url, &headers, &self.body, &credentials))?;
        Ok(request.unchecked_into::<web_sys::Request>().into())
    }

    pub(super) fn error(&self, code: ErrorCode, what: &str) -> Error {
        self.detailed_error(code, what, &JsValue::UNDEFINED, &JsValue::UNDEFINED)
    }

    /// `{}` in the message is the URL.
    pub(super) fn detailed_error(
        &self,
        code: ErrorCode,
        what: &str,
        others: &JsValue,
        cause: &JsValue,
    ) -> Error {
        Error::about(code, what, "url", &self.redacted(&self.shown), others, cause)
    }

    /// The text without whatever no error may repeat.
    pub(super) fn redacted(&self, text: &JsValue) -> JsValue {
        redacted(text, &self.secrets)
    }
}
