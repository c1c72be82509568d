//! CORS as the vendor has it: open to every origin.

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, AUTHORIZATION, COOKIE, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

pub(crate) fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    method == Method::OPTIONS && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// A preflight does not say whether credentials will follow, so it allows for them.
pub(crate) fn preflight(request: &HeaderMap) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    allow(response.headers_mut(), request, true);
    let allowed = match request.get(ACCESS_CONTROL_REQUEST_HEADERS) {
        Some(asked) => asked.clone(),
        None => HeaderValue::from_static("content-type"),
    };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    headers.insert(
        ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, HEAD, POST, OPTIONS"),
    );
    response
}

/// Whether a request came with credentials. One made with `credentials: "include"` and no cookie to send looks like any
/// other; `credentials=1` in its query says it for it.
pub(crate) fn is_credentialed(request: &HeaderMap, parameter: Option<&String>) -> bool {
    request.contains_key(COOKIE)
        || request.contains_key(AUTHORIZATION)
        || parameter.is_some_and(|value| value == "1")
}

pub(crate) fn allow(response: &mut HeaderMap, request: &HeaderMap, credentialed: bool) {
    let origin = request.get(ORIGIN).filter(|_| credentialed);
    match origin {
        Some(origin) => {
            response.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            response.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        }
        None => {
            let every_origin = HeaderValue::from_static("*");
            response.insert(ACCESS_CONTROL_ALLOW_ORIGIN, every_origin);
        }
    }
    response.insert(VARY, HeaderValue::from_static("Origin, Cookie"));
    // Without this a page cannot read the header of an answer from another origin.
    response.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("Retry-After"),
    );
    // Lets pages with Cross-Origin-Embedder-Policy load the script.
    response.insert(
        CROSS_ORIGIN_RESOURCE_POLICY,
        HeaderValue::from_static("cross-origin"),
    );
}
