//! What a refused request is answered: `{"error": {"code", "message"}}`. No message holds an API key or personal data.

use axum::Json;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// One reason for which a request is not answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    #[error("This request came from another site's page. Call it from a page of this server's own origin.")]
    CrossSite,
    #[error("Send the body as JSON, with `Content-Type: application/json`.")]
    NotJson,
    #[error("{0}")]
    InvalidRequest(String),
    #[error("The body is larger than 15 MB. Send a smaller `metadata.face2face.photo1`.")]
    TooLarge,
    #[error("The body did not arrive within 30 seconds.")]
    SlowBody,
    #[error(
        "There is no such flow. `?flow` is one of the names in FLOW_API_KEYS; without it, FLOW_API_KEY has to be set."
    )]
    UnknownFlow,
    #[error("There is no such address.")]
    UnknownRoute,
    #[error("This address takes other methods: see `Allow`.")]
    WrongMethod,
    /// Said both where the session does not exist and where it is another visitor's.
    #[error("There is no such session for this visitor.")]
    UnknownSession,
    #[error("Too many requests. Try again in {seconds} s.")]
    TooManyRequests { seconds: u64 },
    #[error("Too many photos are on their way. Try again in {seconds} s.")]
    Busy { seconds: u64 },
    #[error("The identity service refused the request. {message}")]
    VendorRefused { message: String },
    #[error("The identity service is asked too often. Try again later.")]
    VendorBusy { retry_after: Option<HeaderValue> },
    #[error("The identity service cannot be reached.")]
    VendorUnreachable,
    #[error("The identity service failed with status {0}.")]
    VendorFailed(u16),
    #[error("The identity service's answer is not what was expected: {0}.")]
    VendorAnswer(&'static str),
    #[error("The identity service did not answer in time.")]
    VendorTimeout,
    #[error("This server is not set up for an https page. Its log says what to set.")]
    Misconfigured,
    #[error("The server could not complete the request.")]
    Internal,
}

impl ApiError {
    fn status_and_code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::CrossSite => (StatusCode::FORBIDDEN, "cross_site"),
            Self::NotJson => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json"),
            Self::InvalidRequest(_) => (StatusCode::BAD_REQUEST, "invalid_request"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            Self::SlowBody => (StatusCode::REQUEST_TIMEOUT, "slow_body"),
            Self::UnknownFlow => (StatusCode::NOT_FOUND, "unknown_flow"),
            Self::UnknownRoute => (StatusCode::NOT_FOUND, "not_found"),
            Self::WrongMethod => (StatusCode::METHOD_NOT_ALLOWED, "wrong_method"),
            Self::UnknownSession => (StatusCode::NOT_FOUND, "unknown_session"),
            Self::TooManyRequests { .. } => (StatusCode::TOO_MANY_REQUESTS, "too_many_requests"),
            Self::Busy { .. } => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            Self::VendorRefused { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "vendor_refused"),
            Self::VendorBusy { .. } => (StatusCode::TOO_MANY_REQUESTS, "vendor_busy"),
            Self::VendorUnreachable => (StatusCode::BAD_GATEWAY, "vendor_unreachable"),
            Self::VendorFailed(_) => (StatusCode::BAD_GATEWAY, "vendor_failed"),
            Self::VendorAnswer(_) => (StatusCode::BAD_GATEWAY, "vendor_answer"),
            Self::VendorTimeout => (StatusCode::GATEWAY_TIMEOUT, "vendor_timeout"),
            Self::Misconfigured => (StatusCode::INTERNAL_SERVER_ERROR, "misconfigured"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        }
    }

    fn retry_after(&self) -> Option<HeaderValue> {
        match self {
            Self::TooManyRequests { seconds } | Self::Busy { seconds } => Some(HeaderValue::from(*seconds)),
            Self::VendorBusy { retry_after } => retry_after.clone(),
            _ => None,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code) = self.status_and_code();
        // The vendor's own words may repeat what the person typed: they go to the page, not to the log.
        tracing::warn!(status = status.as_u16(), code, "request refused");
        let body = json!({ "error": { "code": code, "message": self.to_string() } });
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(value) = self.retry_after() {
            headers.insert(RETRY_AFTER, value);
        }
        response
    }
}
