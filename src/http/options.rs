//! What both calls take.

use std::time::Duration;

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
    /// Your own backend's URL, which adds the API key on the server, or one that stands in for the vendor's. In a page it may be relative.
    /// Default: the vendor's.
    pub endpoint: Option<String>,
    /// The flow's API key. In a browser it is visible to every visitor.
    pub api_key: Option<String>,
    /// Further headers.
    pub headers: Vec<(String, String)>,
    /// Default: the browser's, `same-origin`.
    pub credentials: Option<Credentials>,
    /// For one attempt. Default 15 s.
    pub timeout: Option<Duration>,
    /// Further attempts after a network failure, a timeout, 429 (honouring Retry-After) or 5xx. Default: none for creating a
    /// session, since one created twice is paid for twice, and a retry after a timeout may create a second; 2 for its result.
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

    /// To the vendor itself, with the flow's API key: for WebAssembly on a server, such as Workers. On a native target this
    /// crate's calls panic; for native servers see `examples/backend-axum`.
    pub fn with_api_key(api_key: impl Into<String>) -> Self {
        Self {
            api_key: Some(api_key.into()),
            ..Self::default()
        }
    }
}
