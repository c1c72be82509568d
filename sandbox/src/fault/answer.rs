//! Faults of an answer: those that take its place, and those that change it.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use futures_util::stream;
use serde_json::{Value, json};

use super::{Fault, Faults};

const TRICKLE_PIECES: usize = 20;

/// Extension of a response: end the connection instead of sending it.
#[derive(Clone, Copy)]
pub(crate) struct CloseConnection;

/// The answer that a fault gives in place of the true one. `hang` never returns: the client's going away ends it.
pub(crate) async fn replace(faults: &Faults, is_script: bool) -> Option<Response> {
    if faults.strike(Fault::Slow) {
        tokio::time::sleep(faults.delay(Fault::Slow, 1000)).await;
    }
    if faults.strike(Fault::Hang) {
        let never: Infallible = std::future::pending().await;
        match never {}
    }
    let expected_type = if is_script {
        "text/javascript"
    } else {
        "application/json"
    };
    let expected_type = [(CONTENT_TYPE, expected_type)];

    if faults.strike(Fault::Drop) {
        let mut response = StatusCode::OK.into_response();
        response.extensions_mut().insert(CloseConnection);
        Some(response)
    } else if faults.strike(Fault::Status) {
        Some(failing(faults))
    } else if faults.strike(Fault::Redirect) {
        Some((StatusCode::FOUND, [(LOCATION, "/sandbox/login")]).into_response())
    } else if faults.strike(Fault::Html) {
        Some(login_page().into_response())
    } else if faults.strike(Fault::Empty) {
        Some((expected_type, "").into_response())
    } else if faults.strike(Fault::NotJson) {
        Some(([(CONTENT_TYPE, "application/json")], "This is not JSON.").into_response())
    } else {
        None
    }
}

/// What a captive portal, a proxy or an expired login answers with.
pub(crate) fn login_page() -> Html<&'static str> {
    Html(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Sign in</title>\
         <h1>Sign in</h1><p>The sandbox answers with this page where JSON or a script was expected.</p></html>",
    )
}

fn failing(faults: &Faults) -> Response {
    let body = Json(json!({ "detail": "The sandbox was asked to fail with this status" }));
    let mut response = (faults.status(), body).into_response();
    if let Some(seconds) = faults.retry_after() {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

/// Changes the answer that was due.
pub(crate) async fn transform(faults: &Faults, response: Response) -> Response {
    let trickles = faults.strike(Fault::Trickle);
    let truncated = faults.strike(Fault::Truncate);
    let wrong_types = faults.strike(Fault::WrongTypes);
    let wrong_mime = faults.strike(Fault::WrongMime);
    if !(trickles || truncated || wrong_types || wrong_mime) {
        return response;
    }

    let (mut parts, body) = response.into_parts();
    let Ok(mut bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if wrong_types {
        bytes = with_wrong_types(bytes);
    }
    if wrong_mime {
        let text = HeaderValue::from_static("text/plain; charset=utf-8");
        parts.headers.insert(CONTENT_TYPE, text);
    }
    parts.headers.remove(CONTENT_LENGTH);
    if !(trickles || truncated) {
        return Response::from_parts(parts, Body::from(bytes));
    }

    let (count, duration) = if trickles {
        (TRICKLE_PIECES, faults.delay(Fault::Trickle, 1000))
    } else {
        (1, Duration::ZERO)
    };
    if truncated {
        parts.headers.insert(CONTENT_LENGTH, bytes.len().into());
        bytes.truncate(bytes.len() / 2);
    }
    Response::from_parts(parts, in_pieces(bytes, count, duration, truncated))
}

/// The bytes in `count` pieces spread over `duration`; then the end, or a failure that closes the connection.
fn in_pieces(bytes: Bytes, count: usize, duration: Duration, fails: bool) -> Body {
    let size = bytes.len().div_ceil(count).max(1);
    let pause = duration / u32::try_from(count).unwrap_or(u32::MAX);
    let pieces = stream::unfold(Some(bytes), move |rest| async move {
        let mut rest = rest?;
        if rest.is_empty() {
            // Gives the server a turn to send what it holds before the connection is closed.
            tokio::task::yield_now().await;
            let failure = io::Error::other("the sandbox was asked to end the answer early");
            return fails.then_some((Err(failure), None));
        }
        tokio::time::sleep(pause).await;
        let piece = rest.split_to(size.min(rest.len()));
        Some((Ok(piece), Some(rest)))
    });
    Body::from_stream(pieces)
}

/// Bytes that are no JSON object (a script, a page) stay as they are.
fn with_wrong_types(bytes: Bytes) -> Bytes {
    let Ok(Value::Object(mut fields)) = serde_json::from_slice(&bytes) else {
        return bytes;
    };
    for value in fields.values_mut() {
        *value = match value {
            Value::String(_) | Value::Null => json!(12345),
            Value::Array(_) => json!("an array was due"),
            Value::Object(_) => json!(["an object was due"]),
            Value::Bool(_) | Value::Number(_) => json!({ "value": "another type was due" }),
        };
    }
    Value::Object(fields).to_string().into()
}
