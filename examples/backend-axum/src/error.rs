//! What a refused request is answered: `{"error": {"code", "message"}}`. No message holds an API key or personal data.

use axum::Json;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// One reason for which a request is not answered as asked.
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    message: String,
    retry_after: Option<HeaderValue>,
    is_logged: bool,
}

pub fn refusal(status: StatusCode, code: &'static str, message: impl Into<String>) -> ApiError {
    let message = message.into();
    ApiError {
        status,
        code,
        message,
        retry_after: None,
        is_logged: true,
    }
}

impl ApiError {
    /// For a client that has gone: nobody reads the answer.
    pub fn unlogged(self) -> Self {
        Self {
            is_logged: false,
            ..self
        }
    }

    pub fn retry_after(self, retry_after: Option<HeaderValue>) -> Self {
        Self { retry_after, ..self }
    }
}

pub fn invalid_request(message: impl Into<String>) -> ApiError {
    refusal(StatusCode::BAD_REQUEST, "invalid_request", message)
}

pub fn unknown_route() -> ApiError {
    refusal(StatusCode::NOT_FOUND, "not_found", "There is no such address.")
}

/// Said both where the session does not exist and where it is another visitor's.
pub fn unknown_session() -> ApiError {
    let message = "There is no such session for this visitor.";
    refusal(StatusCode::NOT_FOUND, "unknown_session", message)
}

pub fn internal() -> ApiError {
    let message = "The server could not complete the request.";
    refusal(StatusCode::INTERNAL_SERVER_ERROR, "internal", message)
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if self.is_logged {
            // The vendor's own words may repeat what the person typed: they go to the page, not to the log.
            tracing::warn!(status = self.status.as_u16(), code = self.code, "request refused");
        }
        let body = json!({ "error": { "code": self.code, "message": self.message } });
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(value) = self.retry_after {
            headers.insert(RETRY_AFTER, value);
        }
        response
    }
}
