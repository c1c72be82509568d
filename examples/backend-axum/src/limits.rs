//! How often one visitor, and one network address, may ask: "6 a minute" means that no minute has a seventh.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::http::{HeaderValue, StatusCode};
use redis::Script;

use crate::config::Config;
use crate::error::{ApiError, internal, refusal};
use crate::login::Visitor;
use crate::shared::Shared;

const MINUTE: Duration = Duration::from_secs(60);
/// Those who have been quiet for a minute need no counter: they are forgotten every so many checks.
const CHECKS_BETWEEN_CLEANUPS: u32 = 1024;

/// The same as [`Counters::take`], by the one clock that all instances share. It answers the wait in microseconds.
const TAKE: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
while tonumber(redis.call('LINDEX', KEYS[1], 0) or now) <= now - 60000000 do redis.call('LPOP', KEYS[1]) end
if redis.call('LLEN', KEYS[1]) >= tonumber(ARGV[1]) then return redis.call('LINDEX', KEYS[1], 0) + 60000000 - now end
redis.call('RPUSH', KEYS[1], string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], 60000)
return 0";

pub struct Limits {
    sessions: (NonZeroU32, NonZeroU32),
    results: (NonZeroU32, NonZeroU32),
    webhooks: NonZeroU32,
    counters: Counters,
    shared: Option<Arc<Shared>>,
    script: Script,
}

impl Limits {
    pub fn new(config: &Config, shared: Option<Arc<Shared>>) -> Self {
        Self {
            sessions: (config.sessions_per_visitor, config.sessions_per_address),
            results: (config.results_per_visitor, config.results_per_address),
            webhooks: config.webhooks_per_address,
            counters: Counters::default(),
            shared,
            script: Script::new(TAKE),
        }
    }

    pub async fn check_session(&self, visitor: &Visitor, address: IpAddr) -> Result<(), ApiError> {
        self.check("session", self.sessions, visitor, address).await
    }

    pub async fn check_result(&self, visitor: &Visitor, address: IpAddr) -> Result<(), ApiError> {
        self.check("result", self.results, visitor, address).await
    }

    pub async fn check_webhook(&self, address: IpAddr) -> Result<(), ApiError> {
        self.take(format!("webhook:{address}"), self.webhooks).await
    }

    /// A known visitor first: what one is refused is not taken from the others at the address. Whoever throws the visitor's
    /// cookie away is a new visitor each time, for whom the address decides.
    async fn check(
        &self,
        what: &str,
        (per_visitor, per_address): (NonZeroU32, NonZeroU32),
        visitor: &Visitor,
        address: IpAddr,
    ) -> Result<(), ApiError> {
        if !visitor.is_new {
            self.take(format!("{what}:{}", visitor.id), per_visitor).await?;
        }
        self.take(format!("{what}:{address}"), per_address).await?;
        if visitor.is_new {
            self.take(format!("{what}:{}", visitor.id), per_visitor).await?;
        }
        Ok(())
    }

    async fn take(&self, key: String, most: NonZeroU32) -> Result<(), ApiError> {
        let wait = match self.take_shared(&key, most).await {
            Some(wait) => wait,
            None => self
                .counters
                .take(key, most, Instant::now())
                .ok_or_else(internal)?,
        };
        if wait.is_zero() {
            return Ok(());
        }
        let seconds = wait.as_secs_f64().ceil().clamp(1.0, MINUTE.as_secs_f64());
        let message = format!("Too many requests. Try again in {seconds} s.");
        Err(
            refusal(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", message)
                .retry_after(HeaderValue::try_from(seconds.to_string()).ok()),
        )
    }

    async fn take_shared(&self, key: &str, most: NonZeroU32) -> Option<Duration> {
        let mut taking = self.script.key(format!("flow-embed:limit:{key}"));
        let command = taking.arg(most.get());
        let wait: u64 = self
            .shared
            .as_ref()?
            .ask(async |connection| command.invoke_async(connection).await)
            .await?;
        Some(Duration::from_micros(wait))
    }
}

/// When each of the last requests was, by key.
#[derive(Default)]
struct Counters {
    state: Mutex<(HashMap<String, VecDeque<Instant>>, u32)>,
}

impl Counters {
    /// How long to wait until one more is allowed; if that is now, it is counted.
    fn take(&self, key: String, most: NonZeroU32, now: Instant) -> Option<Duration> {
        let mut state = self.state.lock().ok()?;
        let (times, checks) = &mut *state;
        let is_recent = |time: &Instant| now.duration_since(*time) < MINUTE;
        *checks = checks.wrapping_add(1);
        if checks.is_multiple_of(CHECKS_BETWEEN_CLEANUPS) {
            times.retain(|_, times| times.back().is_some_and(is_recent));
        }
        let times = times.entry(key).or_default();
        while times.front().is_some_and(|time| !is_recent(time)) {
            times.pop_front();
        }
        match times.front() {
            Some(first) if times.len() >= most.get() as usize => Some((*first + MINUTE).duration_since(now)),
            _ => {
                times.push_back(now);
                Some(Duration::ZERO)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn no_minute_has_a_seventh_and_whoever_waited_as_told_is_let_through() {
        let (counters, start) = (Counters::default(), Instant::now());
        let six = NonZeroU32::new(6).unwrap();
        let take = |seconds| {
            counters
                .take("a".to_owned(), six, start + Duration::from_secs(seconds))
                .unwrap()
                .as_secs()
        };
        let taken = [0, 10, 20, 30, 40, 50, 55, 60, 61, 70, 71].map(take);
        assert_eq!(taken, [0, 0, 0, 0, 0, 0, 5, 0, 9, 0, 9]);
    }

    #[test]
    fn whoever_is_quiet_for_a_minute_is_forgotten() {
        let (counters, start) = (Counters::default(), Instant::now());
        for check in 0..2 * CHECKS_BETWEEN_CLEANUPS {
            let now = start + Duration::from_secs(check.into());
            counters.take(check.to_string(), NonZeroU32::MIN, now).unwrap();
        }
        assert!(counters.state.lock().unwrap().0.len() < CHECKS_BETWEEN_CLEANUPS as usize + 60);
    }
}
