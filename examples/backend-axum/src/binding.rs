//! Binds a session to the visitor who created it, so that nobody reads another's result.
//!
//! The binding is a signed cookie, one for each session. There is no store behind it: any number of instances with the same
//! `COOKIE_SECRET` serve side by side, and a restart loses nothing.

use std::collections::HashSet;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue};
use jsonwebtoken::get_current_timestamp;
use serde::{Deserialize, Serialize};

use crate::cookies::Cookies;
use crate::login::{self, Visitor};
use crate::tokens::Tokens;

const PURPOSE: &str = "flow-session";
const NAME_PREFIX: &str = "flow_";

/// Time enough to go through a flow, and to come back to its result.
const LIFETIME: Duration = Duration::from_secs(2 * 60 * 60);

/// A visitor who starts over and over keeps the newest sessions; older ones are dropped, and cookies stay small.
const MAX_SESSIONS: usize = 5;
/// In one answer: a proxy takes only so much of a head.
const MAX_REMOVED: usize = 4;

/// What was known when the session was created.
#[derive(Clone, Serialize, Deserialize)]
pub struct Binding {
    aud: String,
    exp: u64,
    pub session_id: String,
    pub flow: String,
    pub visitor_id: String,
    /// A keyed hash of the IIN that the session was created for.
    pub iin: Option<String>,
}

impl Binding {
    pub fn new(session_id: String, flow: String, visitor: &Visitor, iin: Option<String>) -> Self {
        Self {
            aud: PURPOSE.to_owned(),
            exp: get_current_timestamp() + LIFETIME.as_secs(),
            session_id,
            flow,
            visitor_id: visitor.id.clone(),
            iin,
        }
    }
}

/// The `Set-Cookie` values that bind a new session and drop the visitor's oldest ones.
pub fn bind(
    cookies: Cookies,
    tokens: &Tokens,
    headers: &HeaderMap,
    new: &Binding,
) -> Option<Vec<HeaderValue>> {
    let name = format!("{NAME_PREFIX}{}", new.session_id);
    let mut set_cookies = vec![cookies.set(&name, &tokens.sign(new)?, Some(LIFETIME))?];
    let superseded = superseded(cookies, tokens, headers, new);
    for name in superseded.into_iter().take(MAX_REMOVED) {
        set_cookies.push(cookies.remove(&name)?);
    }
    Some(set_cookies)
}

/// The session's binding, if the session is this visitor's and the binding is still good.
pub fn find(
    cookies: Cookies,
    tokens: &Tokens,
    headers: &HeaderMap,
    visitor: &Visitor,
    session_id: &str,
) -> Option<Binding> {
    let name = format!("{NAME_PREFIX}{session_id}");
    let (_, token) = cookies
        .all(headers)
        .into_iter()
        .find(|(found, _)| *found == name)?;
    let binding: Binding = tokens.verify(PURPOSE, &token)?;
    (binding.session_id == session_id && visitor.is(&binding.visitor_id)).then_some(binding)
}

/// The cookies that make room for one more session: of ours, all but the newest, and the ids that no session needs any more.
/// What is not ours, another application may need.
fn superseded(cookies: Cookies, tokens: &Tokens, headers: &HeaderMap, new: &Binding) -> Vec<String> {
    let mut bound: Vec<Binding> = cookies
        .all(headers)
        .into_iter()
        .filter_map(|(name, token)| {
            let binding: Binding = tokens.verify_expired(PURPOSE, &token)?;
            (name.strip_prefix(NAME_PREFIX)? == binding.session_id).then_some(binding)
        })
        .collect();
    // Browsers send the newest last.
    bound.reverse();
    bound.sort_by_key(|binding| std::cmp::Reverse(binding.exp));
    let dropped = bound.split_off(bound.len().min(MAX_SESSIONS - 1));
    let needed: HashSet<&str> = bound
        .iter()
        .chain([new])
        .map(|binding| binding.visitor_id.as_str())
        .collect();
    let idle = login::ids(cookies, tokens, headers)
        .into_iter()
        .filter(|(_, id)| id.as_deref().is_some_and(|id| !needed.contains(id)));
    dropped
        .iter()
        .map(|binding| format!("{NAME_PREFIX}{}", binding.session_id))
        .chain(idle.map(|(name, _)| name))
        .collect()
}

/// Whether the id can be part of a cookie's name and of a URL as it is. The vendor's ids are UUIDs.
pub fn is_session_id(id: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    (1..=128).contains(&id.len()) && id.bytes().all(is_plain)
}
