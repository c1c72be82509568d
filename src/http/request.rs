//! One request, and its attempts.

use std::time::Duration;

use gloo_net::http::Request;
use js_sys::Math;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, AbortSignal, Headers, RequestInit, Url};

use super::answer::Answer;
use super::options::{Credentials, RequestOptions};
use crate::error::{Detail, Error, ErrorCode};
use crate::flow::{growing_pause, redact};
use crate::guard_count::Counted;
use crate::web::slot::race;
use crate::web::timer::{Timer, sleep};
use crate::web::{promise, property};

const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// A server may ask for more, but nobody waits so long for an answer: the caller is then told at once.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(60);

// Pages replace `fetch`: what theirs yields may be no `Response`, and what it rejects with no `Error`. gloo-net's own
// sending would trap on either.
#[wasm_bindgen(inline_js = "
export const exchange = async (request) => {
  const response = await fetch(request);
  const { status, redirected, headers } = response;
  const asked = headers?.get('retry-after');
  const pause = parseFloat(asked) * 1000 || Date.parse(asked) - Date.now();
  return { status, redirected, pause, text: await response.text() };
};
// An answer of a moment ago says nothing of now, and what it says of a person stays out of the browser's cache.
export const requestInit = (headers, body, credentials, signal) =>
  ({ cache: 'no-store', method: body === undefined ? 'GET' : 'POST', headers, body, credentials, signal });
export const repeats = (thrown, text) => {
  try {
    const values = [thrown, ...Reflect.ownKeys(Object(thrown)).map((key) => thrown[key])];
    return values.some((value) => typeof value === 'string' && value.includes(text));
  } catch {
    return true;
  }
};
")]
extern "C" {
    /// Sends the request and reads the answer whole.
    fn exchange(request: &web_sys::Request) -> JsValue;

    #[wasm_bindgen(js_name = requestInit)]
    fn request_init(
        headers: &Headers,
        body: Option<&str>,
        credentials: Option<&str>,
        signal: &AbortSignal,
    ) -> RequestInit;

    /// Whether what was thrown, or a property of it, has the text in it.
    fn repeats(thrown: &JsValue, text: &str) -> bool;
}

/// A request that can be sent more than once.
pub(super) struct Call<'a> {
    pub(super) url: Url,
    /// JSON for a POST; none for a GET.
    pub(super) body: Option<String>,
    options: &'a RequestOptions,
    retries: u32,
    /// The texts that no error may repeat.
    pub(super) secrets: Vec<String>,
    /// The field of the answer that holds the session's id.
    pub(super) id_field: &'static str,
}

impl<'a> Call<'a> {
    /// A GET of a part of the vendor's API, or of what stands in for it.
    pub(super) fn new(
        options: &'a RequestOptions,
        part: &str,
        id_field: &'static str,
        retries: u32,
    ) -> Result<Self, Error> {
        Ok(Self {
            url: options.url(part)?,
            body: None,
            options,
            retries: options.retries.unwrap_or(retries),
            secrets: Vec::from_iter(options.api_key.clone()),
            id_field,
        })
    }

    /// Sends the request until it is answered with JSON or its attempts are used up.
    pub(super) async fn send(&self) -> Result<JsValue, Error> {
        let mut attempts = 0;
        loop {
            attempts += 1;
            let answer = self.attempt().await;
            let retry_after = answer.as_ref().ok().and_then(Answer::retry_after);
            let error = match answer.and_then(|answer| answer.json(self)) {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            if attempts > self.retries || !error.retryable() {
                return Err(error);
            }
            let pause = growing_pause(FIRST_PAUSE, attempts, Math::random());
            match retry_after {
                Some(asked) if asked > LONGEST_RETRY_AFTER => return Err(error),
                Some(asked) => sleep(asked.max(pause)).await,
                None => sleep(pause).await,
            }
        }
    }

    async fn attempt(&self) -> Result<Answer, Error> {
        let connection = Connection::new().map_err(|thrown| self.unreachable(thrown))?;
        let request = self.request(&connection)?;
        let answered = async {
            let answer = promise::settled(&exchange(&request.into())).await.map(Answer);
            match answer {
                Ok(answer) if answer.status() > 0 => Ok(answer),
                Ok(_) => Err(self.unreachable(JsValue::UNDEFINED)),
                Err(thrown) => Err(self.unreachable(thrown)),
            }
        };
        let deadline = Timer::start(self.options.timeout());
        race(answered, async {
            deadline.fired().await;
            Err(self.error(
                ErrorCode::RequestTimeout,
                "did not answer in time. Try again, or raise `timeout`.",
            ))
        })
        .await
    }

    fn request(&self, connection: &Connection) -> Result<Request, Error> {
        let headers = Headers::new().map_err(|thrown| {
            Error::invalid_option("headers", "was refused by the browser.").with_cause(thrown)
        })?;
        if self.body.is_some() {
            // Cannot fail.
            let _ = headers.set("content-type", "application/json");
        }
        for (name, value) in &self.options.headers {
            // No cause: the browser's own message repeats the value.
            if headers.set(name, value).is_err() {
                let field = ["headers.", name].concat();
                return Err(Error::invalid_option(&field, "is not a header that can be sent."));
            }
        }
        let credentials = self.options.credentials.map(Credentials::as_str);
        let signal = connection.controller.signal();
        let init = request_init(&headers, self.body.as_deref(), credentials, &signal);
        match web_sys::Request::new_with_str_and_init(&self.url.href(), &init) {
            Ok(request) => Ok(request.into()),
            Err(_) => Err(Error::invalid_option(
                "endpoint",
                "is a URL that the browser refuses to request.",
            )),
        }
    }

    pub(super) fn error(&self, code: ErrorCode, what: &str) -> Error {
        // Without its query, which may hold the API key.
        let path = property::get(&self.url, "pathname").as_string();
        let url = self.redacted(&[self.url.origin(), path.unwrap_or_default()].concat());
        Error::new(code, [&url, " ", what].concat()).with_detail("url", Detail::Text(url))
    }

    fn unreachable(&self, thrown: JsValue) -> Error {
        let error = self.error(
            ErrorCode::Network,
            "could not be reached, or its answer broke off. Check the network, that the server allows the page's origin (CORS), and `connect-src` of the page's Content-Security-Policy.",
        );
        // An error of the host may repeat the URL with its query, as Bun's does: the query may hold the API key.
        let search = self.url.search();
        match search.strip_prefix('?') {
            Some(query) if self.options.api_key.is_some() && repeats(&thrown, query) => error,
            _ => error.with_cause(thrown),
        }
    }

    /// The text without whatever no error may repeat.
    pub(super) fn redacted(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.secrets {
            text = redact(&text, secret);
        }
        text
    }
}

/// An open request. Dropping it aborts it: the server sees the connection close.
struct Connection {
    controller: AbortController,
    _counted: Counted,
}

impl Connection {
    fn new() -> Result<Self, JsValue> {
        Ok(Self {
            controller: AbortController::new()?,
            _counted: Counted::new(),
        })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // After the answer has been read whole, this does nothing. Asked for by name: `abort` may have been replaced.
        property::call(&self.controller, "abort", &JsValue::UNDEFINED);
    }
}
