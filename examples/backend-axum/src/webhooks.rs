//! The vendor says that something has happened to a session. Whoever knows the address can say that: it is a hint to ask the
//! vendor, and never a verdict.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use secrecy::ExposeSecret;
use serde_json::Value;
use tokio_util::task::TaskTracker;

use crate::binding::is_session_id;
use crate::bodies;
use crate::error::{ApiError, unknown_route};
use crate::routes::AppState;
use crate::vendor::TIMEOUT;
use crate::verdict::settle;

pub const PATH: &str = "/api/flow/webhook/";
/// Some hold a photo.
const LARGEST_HINT: usize = 1024 * 1024;
/// After its end a session is in progress for seconds.
const TRIES: u32 = 15;
const PAUSE: Duration = Duration::from_secs(3);

/// The sessions that the vendor is being asked for: how many tries each has left.
#[derive(Default)]
pub struct Hints {
    tries: Mutex<HashMap<String, u32>>,
    pub asking: TaskTracker,
}

impl Hints {
    /// The end is noted in the same moment: a hint that comes later begins anew.
    fn use_up(&self, session_id: &str, tries: u32) -> bool {
        let Ok(mut left) = self.tries.lock() else {
            return false;
        };
        let remaining = left.get(session_id).map_or(0, |left| left.saturating_sub(tries));
        if remaining == 0 {
            left.remove(session_id);
        } else {
            left.insert(session_id.to_owned(), remaining);
        }
        remaining > 0
    }
}

pub async fn take(
    State(state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Result<StatusCode, ApiError> {
    let address = state.client_addresses.of(peer.ip(), request.headers());
    state.limits.check_webhook(address).await?;
    let given = request.uri().path().strip_prefix(PATH).unwrap_or_default();
    if !is_secret(&state, given) {
        return Err(unknown_route());
    }
    let body = bodies::read(request, LARGEST_HINT).await?;
    if let Some(session_id) = ended_session(&body) {
        hint(&state, session_id);
    }
    // At once: whoever waits too long sends it again.
    Ok(StatusCode::NO_CONTENT)
}

/// Hashes are compared, so that the time it takes tells nothing of the secret.
fn is_secret(state: &AppState, given: &str) -> bool {
    let hash = |secret: &str| state.tokens.keyed_hash("webhook", secret);
    let mut secrets = state.config.webhook_secrets.iter();
    secrets.any(|secret| hash(given).is_some_and(|given| hash(secret.expose_secret()) == Some(given)))
}

/// The session that the hint is about. The beginnings of things are of no interest; what else there is, nobody has listed.
fn ended_session(body: &[u8]) -> Option<String> {
    let hint: Value = serde_json::from_slice(body).ok()?;
    let session_id = hint.get("session_id")?.as_str()?;
    let is_beginning = hint
        .get("event")
        .and_then(Value::as_str)
        .is_some_and(|event| event.ends_with(".start"));
    (is_session_id(session_id) && !is_beginning).then(|| session_id.to_owned())
}

/// One task asks for a session, however many hints come; each of them gives it new patience.
fn hint(state: &AppState, session_id: String) {
    let Ok(mut tries) = state.hints.tries.lock() else {
        return;
    };
    if tries.insert(session_id.clone(), TRIES).is_none() {
        state
            .hints
            .asking
            .spawn(ask_until_finished(state.clone(), session_id));
    }
}

async fn ask_until_finished(state: AppState, session_id: String) {
    loop {
        let used_up = if ask(&state, &session_id).await { TRIES } else { 1 };
        if !state.hints.use_up(&session_id, used_up) {
            break;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Whether there is nothing more to ask for.
async fn ask(state: &AppState, session_id: &str) -> bool {
    let Some(binding) = state.store.session(session_id).await else {
        tracing::warn!("a webhook names a session that is not known here");
        return true;
    };
    let Some(api_key) = state.config.api_keys.get(&binding.flow) else {
        return true;
    };
    // Another instance may be at it.
    if !state.store.begin_asking(session_id, 2 * TIMEOUT).await {
        return false;
    }
    let mut is_finished = state.store.has_verdict(session_id).await;
    if !is_finished && let Ok(result) = state.vendor.result(api_key, session_id).await {
        settle(&state.store, &state.tokens, &binding, &result).await;
        is_finished = state.store.has_verdict(session_id).await;
    }
    state.store.end_asking(session_id).await;
    is_finished
}
