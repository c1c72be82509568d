//! PUT YOUR OWN LOGIN HERE.
//!
//! This room answers one question: who sends this request? The answer is an id that stays the same for one signed-in
//! person and that no other person can have. In your application it comes from the login session you already have; here
//! a signed cookie with a random id stands in for it, so that the example runs by itself.
//!
//! To replace it: let [`identify`] find your signed-in customer and put a [`Visitor`] with the customer's id into the
//! request, answer 401 where nobody is signed in, and delete the rest of this file.

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde_json::Value;

use crate::error::ApiError;
use crate::routes::AppState;

const PURPOSE: &str = "visitor";

/// The person who sends the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// Stable for this person's login session, and unguessable.
    pub id: String,
    /// Whether this request is the first that carries the id: anybody can have a new one. A signed-in customer is not new.
    pub is_new: bool,
}

/// Finds the visitor of each request, and gives a new one an id at the first visit of the page or the API.
pub async fn identify(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    if let Some(visitor) = known_visitor(&state, request.headers()) {
        request.extensions_mut().insert(visitor);
        return next.run(request).await;
    }
    let Some((visitor, cookie)) = new_visitor(&state) else {
        return ApiError::Internal.into_response();
    };
    let is_api = request.uri().path().starts_with("/api/");
    request.extensions_mut().insert(visitor);
    let mut response = next.run(request).await;
    // Not with every script and image: a page's first assets load at the same time and would overwrite each other's id.
    if is_api || is_html(&response) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn known_visitor(state: &AppState, headers: &HeaderMap) -> Option<Visitor> {
    let signed = state.cookies.read(headers, PURPOSE)?;
    let id = state.signer.verify(PURPOSE, &signed)?;
    Some(Visitor { id, is_new: false })
}

fn new_visitor(state: &AppState) -> Option<(Visitor, axum::http::HeaderValue)> {
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random).ok()?;
    let id = BASE64URL.encode(random);
    let signed = state.signer.sign(PURPOSE, &Value::from(id.as_str())).ok()?;
    let cookie = state.cookies.set(PURPOSE, &signed, None)?;
    Some((Visitor { id, is_new: true }, cookie))
}

fn is_html(response: &Response) -> bool {
    response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"))
}
