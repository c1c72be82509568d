//! Headers of every answer.

use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::Next;
use axum::response::Response;

use crate::routes::AppState;

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// The widget needs the camera and, for some flows, the microphone; no frame of another origin gets them. The referrer policy
/// is not `no-referrer`, which would turn the `Origin` of a form's POST into `null`.
pub async fn add(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let is_html = headers
        .get(CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        REFERRER_POLICY,
        HeaderValue::from_static("strict-origin-when-cross-origin"),
    );
    headers.insert(
        PERMISSIONS_POLICY,
        HeaderValue::from_static("camera=(self), microphone=(self)"),
    );
    if let Some(policy) = state.config.content_security_policy.clone().filter(|_| is_html) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}
