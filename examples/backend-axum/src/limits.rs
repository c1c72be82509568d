//! How often one visitor, and one network address, may ask.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::config::RateLimits;
use crate::error::ApiError;
use crate::login::Visitor;

/// One limit for each address, one for each visitor. They are kept in memory: each instance counts for itself.
pub struct Limits {
    sessions: Limit,
    results: Limit,
}

impl Limits {
    pub fn new(rates: &RateLimits) -> Self {
        Self {
            sessions: Limit::new(rates.sessions_per_visitor, rates.sessions_per_address),
            results: Limit::new(rates.results_per_visitor, rates.results_per_address),
        }
    }

    pub fn check_session(&self, visitor: &Visitor, address: IpAddr) -> Result<(), ApiError> {
        self.sessions.check(visitor, address)
    }

    pub fn check_result(&self, visitor: &Visitor, address: IpAddr) -> Result<(), ApiError> {
        self.results.check(visitor, address)
    }
}

struct Limit {
    by_address: Counters<IpAddr>,
    by_visitor: Counters<String>,
}

impl Limit {
    fn new(per_visitor: NonZeroU32, per_address: NonZeroU32) -> Self {
        Self {
            by_address: Counters::new(per_address),
            by_visitor: Counters::new(per_visitor),
        }
    }

    /// A known visitor first: what one is refused is not taken from the others at the address. Whoever throws the visitor's
    /// cookie away is a new visitor each time, for whom the address decides.
    fn check(&self, visitor: &Visitor, address: IpAddr) -> Result<(), ApiError> {
        if visitor.is_new {
            self.by_address.check(&address)?;
            self.by_visitor.check(&visitor.id)
        } else {
            self.by_visitor.check(&visitor.id)?;
            self.by_address.check(&address)
        }
    }
}

struct Counters<K: Clone + Hash + Eq> {
    limiter: DefaultKeyedRateLimiter<K>,
    checks: AtomicU32,
}

impl<K: Clone + Hash + Eq> Counters<K> {
    /// Those who are below their limit again need no counter: they are forgotten every so many checks.
    const CHECKS_BETWEEN_CLEANUPS: u32 = 1024;

    fn new(per_minute: NonZeroU32) -> Self {
        Self {
            limiter: RateLimiter::keyed(Quota::per_minute(per_minute)),
            checks: AtomicU32::new(1),
        }
    }

    fn check(&self, key: &K) -> Result<(), ApiError> {
        if self
            .checks
            .fetch_add(1, Ordering::Relaxed)
            .is_multiple_of(Self::CHECKS_BETWEEN_CLEANUPS)
        {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(key).map_err(|refused| {
            let wait = refused.wait_time_from(DefaultClock::default().now());
            ApiError::TooManyRequests {
                seconds: wait.as_secs() + 1,
            }
        })
    }
}
