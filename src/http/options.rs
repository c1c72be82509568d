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

/// Where a request goes, and how patiently. What is said to be refused is
/// [`ErrorCode::InvalidOptions`](crate::ErrorCode::InvalidOptions), before anything is sent; so are options with neither an
/// endpoint nor an API key.
///
/// ```
/// use std::time::Duration;
/// use flow_embed::{Credentials, RequestOptions};
///
/// // Your own backend, which adds the API key on the server.
/// let request = RequestOptions {
///     headers: vec![("x-csrf-token".into(), "the page's own".into())],
///     credentials: Some(Credentials::Include),
///     timeout: Some(Duration::from_secs(30)),
///     ..RequestOptions::to("/api/flow/session")
/// };
/// ```
#[derive(Clone, Default)]
pub struct RequestOptions {
    /// Your own backend's URL, which adds the API key on the server, or one that stands in for the vendor's. In a page it may be relative.
    /// Default: the vendor's. What is no http or https URL, or has a user name or password in it, is refused.
    pub endpoint: Option<String>,
    /// The flow's API key. In a browser it is visible to every visitor: the console says so once per page. With an endpoint
    /// that is neither https nor a loopback host it is refused. Default: none, for your backend has it.
    pub api_key: Option<String>,
    /// Further headers, by name and value. What `fetch` takes for none is refused. Default: none.
    pub headers: Vec<(String, String)>,
    /// Default: the browser's, `same-origin`.
    pub credentials: Option<Credentials>,
    /// For one attempt. Default 15 s; at least 1 ms and at most 24.8 days are waited for.
    pub timeout: Option<Duration>,
    /// Further attempts after a network failure, a timeout, 429 or 5xx, with pauses that double from 0.5 s to 10 s, each shortened
    /// at random by up to a half, and are no shorter than a Retry-After; where that is over a minute, the attempts are over.
    /// Default: none for creating a session, since one created twice is paid for twice, and a retry after a timeout may create a
    /// second; 2 for its result.
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
