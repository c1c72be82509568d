//! What both calls take.

use std::time::Duration;

use crate::error::Error;
use crate::flow::is_trustworthy_url;
use crate::web::property;

/// The vendor's API, of which the endpoints are parts (the guide, sections 2 and 4.5).
const VENDOR: &str = "https://kyc.biometric.kz/api/v1/flows/session/";

/// Which credentials go with a request, as `fetch` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

    /// Reads the name; `None` for any other text.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Omit, Self::SameOrigin, Self::Include]
            .into_iter()
            .find(|value| value.as_str() == name)
    }
}

/// Where a request goes, and how patiently.
///
/// ```
/// use flow_embed::RequestOptions;
/// // Your own backend, which adds the API key on the server.
/// let request = RequestOptions::to("/api/flow/session");
/// ```
#[derive(Clone, Default)]
pub struct RequestOptions {
    /// Your own backend's URL, which adds the API key on the server, or one that stands in for the vendor's. Default: the
    /// vendor's.
    pub endpoint: Option<String>,
    /// The flow's API key. In a browser it is visible to every visitor.
    pub api_key: Option<String>,
    /// Further headers.
    pub headers: Vec<(String, String)>,
    /// Default: the browser's, `same-origin`.
    pub credentials: Option<Credentials>,
    /// For one attempt. Default 15 s.
    pub timeout: Option<Duration>,
    /// Further attempts after a network failure, 429 (honouring Retry-After) or 5xx. Default: none for creating a session,
    /// since one created twice is paid for twice; 2 for its result.
    pub retries: Option<u32>,
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

    pub(super) fn timeout(&self) -> Duration {
        self.timeout.unwrap_or(Duration::from_secs(15))
    }

    /// The absolute URL of the endpoint; `vendors` is its part of the vendor's API.
    pub(super) fn url(&self, vendors: &str) -> Result<web_sys::Url, Error> {
        let invalid = |problem| Error::invalid_option("endpoint", problem);
        let global = property::global();
        // As `fetch` has it: a page's base URL may be another than its own, a worker's is its own.
        let base = property::get(&property::get(&global, "document"), "baseURI").as_string();
        let location = || property::get(&property::get(&global, "location"), "href").as_string();
        // Outside a page a relative URL has nothing to be relative to, as in a blank one.
        let base = base.or_else(location).unwrap_or_else(|| "about:blank".into());
        let vendors = [VENDOR, vendors].concat();
        let url = web_sys::Url::new_with_base(self.endpoint.as_deref().unwrap_or(&vendors), &base);
        let url = url.map_err(|_| invalid("must be a URL; outside a page it must be absolute."))?;
        let (protocol, hostname) = (url.protocol(), url.hostname());
        if !is_trustworthy_url(&protocol, &hostname, true) {
            return Err(invalid("must be an http or https URL."));
        }
        if ["username", "password"]
            .iter()
            .any(|name| property::get(&url, name).is_truthy())
        {
            return Err(invalid("must not hold a user name or a password; use `headers`."));
        }
        if !is_trustworthy_url(&protocol, &hostname, self.api_key.is_none()) {
            return Err(invalid(
                "must be https (or a loopback host) where an `apiKey` is sent to it.",
            ));
        }
        Ok(url)
    }
}
