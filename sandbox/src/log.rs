//! The requests that carried `key=K`, so that a test can see what reached the server and what was broken off.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::{Query, State as Extract};
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE};
use axum::http::{HeaderMap, StatusCode};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use crate::refusal::Refusal;
use crate::state::Shared;

const ENTRIES: usize = 10_000;
const LONGEST_WAIT: u64 = 120_000;

/// One request. Holds no header that could tell who sent it.
#[derive(Clone, Serialize)]
pub(crate) struct Entry {
    /// Number of the request among those of its key, from 1.
    n: u64,
    method: String,
    path: String,
    at_ms: u128,
    status: Option<u16>,
    /// Whether the whole answer was sent.
    complete: bool,
    closed_by_client: bool,
    headers: Headers,
    #[serde(skip)]
    key: String,
    #[serde(skip)]
    serial: u64,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Headers {
    content_type: Option<String>,
    accept: Option<String>,
    cookie: bool,
    authorization: bool,
}

/// The way an exchange ended, as far as it has.
#[derive(Clone, Copy, Default)]
pub(crate) struct Ending {
    pub(crate) status: Option<StatusCode>,
    pub(crate) complete: bool,
    pub(crate) closed_by_client: bool,
}

pub(crate) struct Log {
    start: Instant,
    entries: Mutex<Entries>,
    changed: watch::Sender<()>,
}

#[derive(Default)]
struct Entries {
    oldest_first: VecDeque<Entry>,
    serial: u64,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            start: Instant::now(),
            entries: Mutex::default(),
            changed: watch::Sender::new(()),
        }
    }
}

impl Log {
    /// Notes a request; the number returned is for `update`.
    pub(crate) fn open(&self, key: &str, method: &str, path: &str, headers: &HeaderMap) -> u64 {
        let text = |name| {
            let value = headers.get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        let mut entries = self.entries.lock();
        let previous = entries.oldest_first.iter().rev().find(|entry| entry.key == key);
        let n = previous.map_or(0, |entry| entry.n) + 1;
        entries.serial += 1;
        let serial = entries.serial;
        entries.oldest_first.push_back(Entry {
            n,
            method: method.to_owned(),
            path: path.to_owned(),
            at_ms: self.start.elapsed().as_millis(),
            status: None,
            complete: false,
            closed_by_client: false,
            headers: Headers {
                content_type: text(CONTENT_TYPE),
                accept: text(ACCEPT),
                cookie: headers.contains_key(COOKIE),
                authorization: headers.contains_key(AUTHORIZATION),
            },
            key: key.to_owned(),
            serial,
        });
        if entries.oldest_first.len() > ENTRIES {
            entries.oldest_first.pop_front();
        }
        drop(entries);
        self.changed.send_replace(());
        serial
    }

    pub(crate) fn update(&self, serial: u64, ending: Ending) {
        let mut entries = self.entries.lock();
        let entry = entries
            .oldest_first
            .iter_mut()
            .rev()
            .find(|entry| entry.serial == serial);
        if let Some(entry) = entry {
            entry.status = ending.status.map(|status| status.as_u16());
            entry.complete = ending.complete;
            entry.closed_by_client = ending.closed_by_client;
        }
        drop(entries);
        self.changed.send_replace(());
    }

    fn of(&self, key: &str) -> Vec<Entry> {
        let entries = self.entries.lock();
        let of_key = entries.oldest_first.iter().filter(|entry| entry.key == key);
        of_key.cloned().collect()
    }
}

#[derive(Deserialize)]
pub(crate) struct LogQuery {
    key: Option<String>,
}

/// `GET /sandbox/log?key=K`.
pub(crate) async fn list(
    Extract(state): Extract<Shared>,
    Query(query): Query<LogQuery>,
) -> Result<Json<Vec<Entry>>, Refusal> {
    let key = query.key.ok_or_else(missing_key)?;
    Ok(Json(state.log.of(&key)))
}

#[derive(Deserialize)]
pub(crate) struct WaitQuery {
    key: Option<String>,
    closed: Option<String>,
    count: Option<usize>,
    timeout: Option<u64>,
}

/// `GET /sandbox/log/wait?key=K[&closed=1][&count=N][&timeout=ms]`: answers once N requests of that key (1 if left out)
/// have come in or, with `closed=1`, were broken off by the client.
pub(crate) async fn wait(
    Extract(state): Extract<Shared>,
    Query(query): Query<WaitQuery>,
) -> Result<Json<Vec<Entry>>, Refusal> {
    let key = query.key.ok_or_else(missing_key)?;
    let count = query.count.unwrap_or(1);
    let timeout = Duration::from_millis(query.timeout.unwrap_or(10_000).min(LONGEST_WAIT));
    let only_closed = query.closed.is_some_and(|value| value == "1");

    let mut changed = state.log.changed.subscribe();
    let enough = async {
        loop {
            let entries = state.log.of(&key);
            let counted = entries
                .iter()
                .filter(|entry| entry.closed_by_client || !only_closed);
            if counted.count() >= count || changed.changed().await.is_err() {
                return entries;
            }
        }
    };
    match tokio::time::timeout(timeout, enough).await {
        Ok(entries) => Ok(Json(entries)),
        Err(_) => Err(Refusal::new(
            StatusCode::GATEWAY_TIMEOUT,
            "No such request within the timeout",
        )),
    }
}

fn missing_key() -> Refusal {
    Refusal::field("key", "is missing")
}

/// Follows one exchange. Dropped before its end, it notes that the client went away.
pub(crate) struct Watch {
    pub(crate) state: Arc<crate::state::State>,
    pub(crate) serial: Option<u64>,
    pub(crate) line: String,
    pub(crate) since: Instant,
    pub(crate) ending: Ending,
    pub(crate) ended: bool,
}

impl Watch {
    pub(crate) fn answered(&mut self, status: StatusCode) {
        self.ending.status = Some(status);
        self.note();
    }

    /// The last byte is on its way.
    pub(crate) fn completed(&mut self) {
        self.ending.complete = true;
        self.end();
    }

    /// The sandbox itself broke the exchange off.
    pub(crate) fn closed_by_sandbox(&mut self) {
        self.end();
    }

    fn end(&mut self) {
        if self.ended {
            return;
        }
        self.ended = true;
        self.note();
        if self.state.request_lines {
            let status = self
                .ending
                .status
                .map_or("-".to_owned(), |status| status.as_u16().to_string());
            let ms = self.since.elapsed().as_millis();
            eprintln!("{} {status} {ms}ms", self.line);
        }
    }

    fn note(&self) {
        if let Some(serial) = self.serial {
            self.state.log.update(serial, self.ending);
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if !self.ended {
            self.ending.closed_by_client = true;
            self.end();
        }
    }
}
