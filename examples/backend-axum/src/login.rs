//! PUT YOUR OWN LOGIN HERE.
//!
//! This room answers one question: who sends this request? The answer is an id that stays the same for one signed-in
//! person and that no other person can have. In your application it comes from the login session you already have; here
//! a signed cookie with a random id stands in for it, so that the example runs by itself.
//!
//! To replace it: let [`identify`] find your signed-in customer and put a [`Visitor`] with the customer's id into the
//! request, answer 401 where nobody is signed in, and delete the rest of this file.

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::cookies::Cookies;
use crate::error::internal;
use crate::routes::AppState;
use crate::tokens::Tokens;

const PURPOSE: &str = "visitor";
/// Before the start of an id, in the name of a cookie that is given together with a session.
const NAME_PREFIX: &str = "visitor_";

/// The person who sends the request.
#[derive(Clone)]
pub struct Visitor {
    /// Stable for this person's login session, and unguessable.
    pub id: String,
    /// Further ids of the same person: see [`cookie_of_new`].
    pub other_ids: Vec<String>,
    /// Whether this request is the first that carries the id: anybody can have a new one. A signed-in customer is not new.
    pub is_new: bool,
}

impl Visitor {
    pub fn is(&self, id: &str) -> bool {
        self.id == id || self.other_ids.iter().any(|other| other == id)
    }
}

#[derive(Serialize, Deserialize)]
struct Claims {
    aud: String,
    sub: String,
}

/// Finds the visitor of each request, and gives a new one an id with the page.
pub async fn identify(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let cookies = ids(state.cookies, &state.tokens, request.headers());
    let mut known = cookies.iter().filter_map(|(_, id)| id.clone());
    let visitor = match known.next() {
        Some(id) => Visitor {
            id,
            other_ids: known.collect(),
            is_new: false,
        },
        None => {
            let mut random = [0_u8; 16];
            if getrandom::fill(&mut random).is_err() {
                return internal().into_response();
            }
            Visitor {
                id: format!("{:032x}", u128::from_be_bytes(random)),
                other_ids: Vec::new(),
                is_new: true,
            }
        }
    };
    // One that cannot be read may be another instance's, of another secret: it is left alone.
    let cookie = cookies
        .is_empty()
        .then(|| cookie(&state, PURPOSE, &visitor))
        .flatten();
    request.extensions_mut().insert(visitor);
    let mut response = next.run(request).await;
    let is_page = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    if let Some(cookie) = cookie.filter(|_| is_page) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// The visitor's cookie, for one who comes to the API without having loaded a page from here. Each has a name of its own: of
/// two such requests in parallel, neither takes the other's id away.
pub fn cookie_of_new(state: &AppState, visitor: &Visitor) -> Option<HeaderValue> {
    let name = format!("{NAME_PREFIX}{}", visitor.id.get(..8)?);
    visitor.is_new.then(|| cookie(state, &name, visitor)).flatten()
}

/// The names of the visitor's cookies in the request, and their ids if they are ours; the page's own first.
pub fn ids(cookies: Cookies, tokens: &Tokens, headers: &HeaderMap) -> Vec<(String, Option<String>)> {
    let mut found: Vec<_> = cookies.all(headers);
    found.retain(|(name, _)| name == PURPOSE || name.starts_with(NAME_PREFIX));
    found.sort_by_key(|(name, _)| name.clone());
    let read = |token: &str| tokens.verify::<Claims>(PURPOSE, token).map(|claims| claims.sub);
    found
        .into_iter()
        .map(|(name, token)| {
            let id = read(&token);
            (name, id)
        })
        .collect()
}

fn cookie(state: &AppState, name: &str, visitor: &Visitor) -> Option<HeaderValue> {
    let claims = Claims {
        aud: PURPOSE.to_owned(),
        sub: visitor.id.clone(),
    };
    state.cookies.set(name, &state.tokens.sign(&claims)?, None)
}
