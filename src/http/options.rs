//! What both calls take.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Serialize, Serializer};
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::flow::{as_milliseconds, is_trustworthy_url};
use crate::web::property;

/// The vendor's API, of which the endpoints are parts (the guide, sections 2 and 4.5).
const VENDOR: &str = "https://kyc.biometric.kz/api/v1/flows/session/";

#[wasm_bindgen(module = "/src/http/request.js")]
extern "C" {
    fn endpoint(text: &JsValue) -> JsValue;

    fn warn(text: &str);
}

#[wasm_bindgen(module = "/src/page/registry.js")]
extern "C" {
    #[wasm_bindgen(js_name = isFirstWarning)]
    fn is_first_warning(window: &JsValue) -> bool;
}

/// Which credentials go with a request, as `fetch` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Credentials {
    /// None.
    Omit,
    /// Cookies for the page's own origin.
    SameOrigin,
    /// Cookies for other origins too.
    Include,
}

impl Credentials {
    /// The name that `fetch` has for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Omit => "omit",
            Self::SameOrigin => "same-origin",
            Self::Include => "include",
        }
    }
}

/// Where a request goes, and how patiently.
///
/// ```
/// use flow_embed::RequestOptions;
/// // Your own backend, which adds the API key on the server.
/// let request = RequestOptions::to("/api/flow/session");
/// ```
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestOptions {
    /// Your own backend's URL, which adds the API key on the server, or one that stands in for the vendor's. Default: the
    /// vendor's.
    pub endpoint: Option<String>,
    /// The flow's API key. In a browser it is visible to every visitor.
    pub api_key: Option<String>,
    /// Further headers.
    #[serde(serialize_with = "as_object")]
    pub headers: Vec<(String, String)>,
    /// Default: the browser's, `same-origin`.
    pub credentials: Option<Credentials>,
    /// For one attempt. Default 15 s.
    #[serde(serialize_with = "as_milliseconds_if_given")]
    pub timeout: Option<Duration>,
    /// Further attempts after a network failure, 429 (honouring Retry-After) or 5xx. Default: none for creating a session,
    /// since one created twice is paid for twice; 2 for its result.
    pub retries: Option<u32>,
}

fn as_object<S: Serializer>(headers: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    let headers: BTreeMap<_, _> = headers.iter().map(|(name, value)| (name, value)).collect();
    headers.serialize(serializer)
}

fn as_milliseconds_if_given<S: Serializer>(
    duration: &Option<Duration>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match duration {
        Some(duration) => as_milliseconds(duration, serializer),
        None => serializer.serialize_none(),
    }
}

impl RequestOptions {
    /// To your own backend, or to what stands in for the vendor.
    pub fn to(endpoint: impl Into<String>) -> Self {
        Self {
            endpoint: Some(endpoint.into()),
            ..Self::default()
        }
    }

    /// To the vendor itself, with the flow's API key: for servers.
    pub fn with_api_key(api_key: impl Into<String>) -> Self {
        Self {
            api_key: Some(api_key.into()),
            ..Self::default()
        }
    }
}

/// The endpoint, with the parts of its URL; `part` is its part of the vendor's API.
pub(super) fn checked_endpoint(options: &JsValue, part: &str) -> Result<JsValue, Error> {
    let invalid = |problem| Err(Error::invalid_option("endpoint", problem));
    let given = property::get(options, "endpoint");
    let text = match given.is_undefined() {
        true => [VENDOR, part].concat().into(),
        false => given,
    };
    let endpoint = endpoint(&text);
    let (protocol, hostname) = (
        property::text(&endpoint, "protocol"),
        property::text(&endpoint, "hostname"),
    );
    let is_trustworthy = |same_origin| is_trustworthy_url(&protocol, &hostname, same_origin);
    if protocol.is_empty() {
        return invalid("must be a URL; outside a page it must be absolute.");
    }
    if !is_trustworthy(true) {
        return invalid("must be an http or https URL.");
    }
    if property::is(&endpoint, "hasLogin") {
        return invalid("must not hold a user name or a password; use `headers`.");
    }
    if !is_trustworthy(!property::is(options, "apiKey")) {
        return invalid("must be https (or a loopback host) where an `apiKey` is sent to it.");
    }
    Ok(endpoint)
}

/// Once per page: whoever reads the page's source reads the key.
pub(super) fn warn_of_api_key(options: &JsValue) {
    let global = property::global();
    let is_browser = property::is(&global, "document") || property::is(&global, "WorkerGlobalScope");
    if is_browser && property::is(options, "apiKey") && is_first_warning(&global) {
        warn(
            "flow-embed: an apiKey in a page is visible to every visitor, who can then create sessions at your cost and read their results. Keep it on your server and pass `endpoint`, the URL of your own backend that adds it.",
        );
    }
}
