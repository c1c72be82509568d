//! Requests: attempts with a deadline each, retries with growing pauses, and errors that repeat no secret.

use std::cell::Cell;

use gloo_net::http::{Headers, QueryParams};
use js_sys::Object;
use wasm_bindgen::prelude::*;
use web_sys::UrlSearchParams;

use super::answer::{Answer, retry_after};
use super::options::{Credentials, RequestOptions};
use super::secrets::{Secrets, may_repeat};
use super::visibility::pause_in_view;
use crate::error::{Error, ErrorCode};
use crate::flow::{growing_pause, milliseconds};
use crate::web::abort::Abort;
use crate::web::caught::caught;
use crate::web::guard::pause;
use crate::web::slot::unless;
use crate::web::url::Url;
use crate::web::{object, promise, value};

/// For one attempt, in milliseconds.
const TIMEOUT: f64 = 15_000.0;
/// The pause before the first retry, in milliseconds.
const FIRST_PAUSE: f64 = 500.0;
/// A server may ask for more, but nobody waits so long for an answer: the caller is then told at once. In milliseconds.
pub(super) const LONGEST_RETRY_AFTER: f64 = 60_000.0;

#[wasm_bindgen]
extern "C" {
    /// Of pages, workers and servers. Pages replace it: it may throw, and yield anything.
    #[wasm_bindgen(catch)]
    fn fetch(url: &str, init: &Object) -> Result<JsValue, JsValue>;
}

/// A request that can be sent more than once.
pub(super) struct Call<'a> {
    options: &'a RequestOptions,
    url: Url,
    /// JSON for a POST; none for a GET.
    pub(super) body: Option<JsValue>,
    /// The texts that no error may repeat.
    pub(super) secrets: Secrets,
    /// The field of the answer that holds the session's id.
    pub(super) id_field: &'static str,
    /// What errors put before the names of the options.
    prefix: &'static str,
    /// When the last answer was given, in milliseconds since 1970: by the server's clock where it can be read, else by this machine's.
    pub(super) answered_at: Cell<f64>,
}

impl<'a> Call<'a> {
    /// A GET of the vendor's endpoint, or of what stands in for it; `prefix` is what errors put before the names of the options.
    pub(super) fn new(
        options: &'a RequestOptions,
        vendors: &str,
        id_field: &'static str,
        prefix: &'static str,
    ) -> Result<Self, Error> {
        let mut secrets = Secrets::default();
        if let Some(api_key) = &options.api_key {
            secrets.add(api_key);
        }
        Ok(Self {
            options,
            url: options.url(vendors, prefix)?,
            body: None,
            secrets,
            id_field,
            prefix,
            answered_at: Cell::default(),
        })
    }

    /// Sets the session in the URL's query, and the API key where there is one, whatever else is in it (the guide, section 4.5).
    pub(super) fn ask_for(&self, id: &str) -> Result<(), Error> {
        let parameters = [
            ("session_id", Some(id)),
            ("flow_api_key", self.options.api_key.as_deref()),
        ];
        let query = self
            .query_with(&parameters)
            .map_err(|thrown| self.unreachable(&thrown))?;
        self.url.set_query(&query);
        Ok(())
    }

    fn query_with(&self, parameters: &[(&str, Option<&str>)]) -> Result<JsValue, JsValue> {
        let raw = UrlSearchParams::new_with_str(&self.url.part("search"))?;
        let query = QueryParams::from_raw(raw.clone());
        caught(|| {
            for (name, parameter) in parameters {
                if let Some(parameter) = parameter {
                    query.delete(name);
                    query.append(name, parameter);
                }
            }
        })?;
        // gloo-net's own would bring all of Rust's formatting.
        value::call(&raw, "toString", &JsValue::UNDEFINED)
    }

    /// Sends the request until it is answered with JSON or its attempts are used up; `retries` is for options that say nothing of them.
    pub(super) async fn send(&self, retries: u32) -> Result<JsValue, Error> {
        let retries = self.options.retries.unwrap_or(retries);
        let mut attempts = 0;
        loop {
            attempts += 1;
            let error = match self.attempt().await {
                Ok(json) => return Ok(json),
                Err(error) => error,
            };
            let asked_for = retry_after(&error);
            if attempts > retries || !error.retryable() || asked_for > LONGEST_RETRY_AFTER {
                return Err(error);
            }
            pause_in_view(growing_pause(FIRST_PAUSE, attempts, value::random()).max(asked_for)).await;
        }
    }

    /// Sends the request once.
    pub(super) async fn attempt(&self) -> Result<JsValue, Error> {
        let headers = self.headers()?;
        let timeout = self.options.timeout.map_or(TIMEOUT, milliseconds);
        match unless(pause(timeout), self.exchange(&headers)).await {
            Ok(Ok(answer)) => {
                self.answered_at.set(answer.given_at);
                answer.json(self)
            }
            Ok(Err(thrown)) => Err(self.unreachable(&thrown)),
            Err(()) => Err(self.late("{} did not answer in time. Try again, or raise `timeout`.")),
        }
    }

    /// Sends the request and reads the answer whole; or yields what was thrown, by `fetch` most often.
    async fn exchange(&self, headers: &Object) -> Result<Answer, JsValue> {
        // After the answer has been read whole, its end aborts nothing.
        let connection = Abort::new()?;
        let init = self.init(headers, &connection.signal()?)?;
        let response = promise::settled(&fetch(&self.url.href(), &init)?).await?;
        let reading = value::call(&response, "text", &JsValue::UNDEFINED)?;
        Answer::new(&response, promise::settled(&reading).await?)
    }

    /// As the browser's own class takes them, which knows what can be sent. Of two that differ in their case alone, the later counts.
    pub(super) fn headers(&self) -> Result<Object, Error> {
        let mut headers = Vec::new();
        if self.body.is_some() {
            headers.push(("content-type", JsValue::from("application/json")));
        }
        for (name, value) in &self.options.headers {
            // No cause: the browser's own repeats the value.
            if caught(|| Headers::new().set(name, value)).is_err() {
                let path = [self.prefix, "headers.", name];
                return Err(Error::invalid_field(&path, "is not a header that can be sent."));
            }
            headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            headers.push((name, value.into()));
        }
        let properties: Vec<_> = headers.iter().map(|(name, value)| (*name, value)).collect();
        object::plain(&properties).map_err(|thrown| self.unreachable(&thrown))
    }

    /// What `fetch` takes beside the URL: plain, as those who replace it know it.
    fn init(&self, headers: &Object, signal: &JsValue) -> Result<Object, JsValue> {
        let method = JsValue::from(if self.body.is_some() { "POST" } else { "GET" });
        // An answer of a moment ago says nothing of now, and what it says of a person stays out of the browser's cache.
        let cache = JsValue::from("no-store");
        let credentials = self
            .options
            .credentials
            .map(|credentials| JsValue::from(Credentials::as_str(credentials)));
        let (body, credentials) = (self.body.as_ref(), credentials.as_ref());
        let mut properties = vec![
            ("method", &method),
            ("cache", &cache),
            ("headers", headers),
            ("signal", signal),
        ];
        properties.extend(body.map(|body| ("body", body)));
        properties.extend(credentials.map(|credentials| ("credentials", credentials)));
        object::plain(&properties)
    }

    pub(super) fn late(&self, what: &'static str) -> Error {
        self.error(ErrorCode::RequestTimeout, what)
    }

    pub(super) fn unreachable(&self, thrown: &JsValue) -> Error {
        let error = self.error(
            ErrorCode::Network,
            "{} could not be reached, or its answer broke off. Check the network, that the server allows the page's origin (CORS), and `connect-src` of the Content-Security-Policy.",
        );
        // An error of the host may repeat the URL with its query, as Bun's does, and the query may hold the API key.
        let query = self.url.part("search");
        let query = query.strip_prefix('?').unwrap_or_default();
        match self.options.has_api_key() && !query.is_empty() && may_repeat(thrown, query) {
            true => error,
            false => error.caused_by(thrown),
        }
    }

    /// `{}` in the message is the URL, without its query, which may hold the API key.
    pub(super) fn error(&self, code: ErrorCode, what: &'static str) -> Error {
        let mut shown = self.url.part("origin");
        shown.push_str(&self.url.part("pathname"));
        Error::new(code, what).about("url", &self.secrets.hidden_in(&shown.into()))
    }
}
