//! One request, and its attempts.

use std::time::Duration;

use gloo_net::http::{Headers, Method, Request, RequestBuilder};
use js_sys::{Math, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, RequestCache, RequestCredentials};

use super::answer::Answer;
use super::options::{Credentials, RequestOptions};
use crate::error::{Detail, Error, ErrorCode};
use crate::flow::growing_pause;
use crate::guard_count::Counted;
use crate::web::property;
use crate::web::slot::race;
use crate::web::timer::{Timer, sleep};

const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// A server may ask for more, but nobody waits so long for an answer: the caller is then told at once.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(60);

#[wasm_bindgen]
extern "C" {
    // Pages replace `fetch`, and what theirs rejects with may be no `Error`: gloo-net's own sending would trap on it.
    #[wasm_bindgen(catch)]
    fn fetch(request: &web_sys::Request) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Promise, js_name = resolve)]
    fn promise_of(value: &JsValue) -> Result<Promise, JsValue>;
}

/// A request that can be sent more than once.
pub(super) struct Call<'a> {
    pub(super) url: String,
    /// The URL without its query, for errors: the query may hold the API key.
    pub(super) shown_url: String,
    /// JSON for a POST; none for a GET.
    pub(super) body: Option<String>,
    pub(super) options: &'a RequestOptions,
    pub(super) retries: u32,
    /// The texts that no error may repeat.
    pub(super) secrets: Vec<String>,
}

impl Call<'_> {
    /// Sends the request until it is answered with JSON or its attempts are used up.
    pub(super) async fn send(&self) -> Result<JsValue, Error> {
        let mut attempts = 0;
        loop {
            attempts += 1;
            let answer = self.attempt().await;
            let retry_after = answer.as_ref().ok().and_then(|answer| answer.retry_after);
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
            let response = settled(fetch(&request))
                .await
                .map_err(|thrown| self.unreachable(thrown))?;
            Answer::read(&response)
                .await
                .map_err(|thrown| self.unreachable(thrown))
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

    fn request(&self, connection: &Connection) -> Result<web_sys::Request, Error> {
        let refused = |field: &str, thrown| {
            Error::invalid_option(field, "was refused by the browser.").with_cause(thrown)
        };
        let headers = web_sys::Headers::new().map_err(|thrown| refused("headers", thrown))?;
        if self.body.is_some() {
            headers
                .set("content-type", "application/json")
                .map_err(|thrown| refused("headers", thrown))?;
        }
        for (name, value) in &self.options.headers {
            // No cause: the browser's own message repeats the value.
            headers.set(name, value).map_err(|_| {
                Error::invalid_option(&["headers.", name].concat(), "is not a header that can be sent.")
            })?;
        }
        // An answer of a moment ago says nothing of now, and what it says of a person stays out of the browser's cache.
        let mut builder = RequestBuilder::new(&self.url)
            .cache(RequestCache::NoStore)
            .headers(Headers::from_raw(headers))
            .abort_signal(Some(&connection.controller.signal()));
        if let Some(credentials) = self.options.credentials {
            builder = builder.credentials(match credentials {
                Credentials::Omit => RequestCredentials::Omit,
                Credentials::SameOrigin => RequestCredentials::SameOrigin,
                Credentials::Include => RequestCredentials::Include,
            });
        }
        let built: Result<Request, _> = match &self.body {
            Some(body) => builder.method(Method::POST).body(body),
            None => builder.build(),
        };
        built
            .map(Into::into)
            .map_err(|_| Error::invalid_option("endpoint", "is a URL that the browser refuses to request."))
    }

    pub(super) fn error(&self, code: ErrorCode, what: &str) -> Error {
        let url = self.redacted(&self.shown_url);
        Error::new(code, [&url, " ", what].concat()).with_detail("url", Detail::Text(url))
    }

    fn unreachable(&self, thrown: JsValue) -> Error {
        let error = self.error(
            ErrorCode::Network,
            "could not be reached, or its answer broke off. Check the network, that the server allows the page's origin (CORS), and `connect-src` of the page's Content-Security-Policy.",
        );
        if self.options.api_key.is_some() && self.is_query_in(&thrown) {
            return error;
        }
        error.with_cause(thrown)
    }

    /// Whether an error of the host repeats the URL with its query, as Bun's does: the query may hold the API key.
    fn is_query_in(&self, thrown: &JsValue) -> bool {
        let Some((_, query)) = self.url.split_once('?') else {
            return false;
        };
        let keys = Reflect::own_keys(thrown).unwrap_or_default();
        let values = property::items(&keys).filter_map(|key| Reflect::get(thrown, &key).ok()?.as_string());
        values.chain(thrown.as_string()).any(|text| text.contains(query))
    }

    /// The text without whatever no error may repeat.
    pub(super) fn redacted(&self, text: &str) -> String {
        let secrets = self.secrets.iter().filter(|secret| !secret.is_empty());
        secrets.fold(text.to_owned(), |text, secret| {
            text.replace(secret.as_str(), "***")
        })
    }
}

/// What a call yields in the end: a page's own `fetch` may answer with another realm's promise, or with none.
pub(super) async fn settled(value: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    promise_of(&value?)?.await
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
