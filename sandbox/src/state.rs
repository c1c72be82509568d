//! What the sandbox keeps in memory.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use crate::bounded::Bounded;
use crate::fault::Counters;
use crate::log::Log;
use crate::session::Session;

const SESSIONS: usize = 10_000;

/// Shared by all requests.
pub(crate) type Shared = Arc<State>;

pub(crate) struct State {
    pub(crate) sessions: Mutex<Bounded<String, Session>>,
    pub(crate) counters: Counters,
    pub(crate) log: Log,
    pub(crate) progress: Duration,
    pub(crate) request_lines: bool,
}

impl State {
    pub(crate) fn new(progress: Duration, request_lines: bool) -> Shared {
        Arc::new(Self {
            sessions: Mutex::new(Bounded::new(SESSIONS)),
            counters: Counters::default(),
            log: Log::default(),
            progress,
            request_lines,
        })
    }
}
