//! Faults that a request asks for in its query: `fault=slow,no-cors&ms=200`.

mod answer;
mod table;

use std::collections::HashMap;
use std::time::Duration;

use axum::http::StatusCode;
use parking_lot::Mutex;

use crate::bounded::Bounded;
use crate::refusal::Refusal;

pub(crate) use answer::{CloseConnection, login_page, replace, transform};
pub(crate) use table::{Fault, Scope, TABLE};

/// Parameters of a URL's query.
pub(crate) type Parameters = HashMap<String, String>;

const COUNTERS: usize = 10_000;

/// How often a fault has struck, by fault and `key`.
pub(crate) struct Counters(Mutex<Bounded<(Fault, String), u64>>);

impl Default for Counters {
    fn default() -> Self {
        Self(Mutex::new(Bounded::new(COUNTERS)))
    }
}

impl Counters {
    /// True for the first `times` requests.
    fn strikes(&self, fault: Fault, key: &str, times: u64) -> bool {
        let mut counters = self.0.lock();
        let counter = (fault, key.to_owned());
        let struck = counters.get(&counter).copied().unwrap_or(0);
        if struck < times {
            counters.insert(counter, struck + 1);
        }
        struck < times
    }
}

/// The faults that strike one request.
#[derive(Clone, Default)]
pub(crate) struct Faults {
    striking: Vec<Fault>,
    parameters: Parameters,
}

impl Faults {
    /// A misspelt fault is refused rather than ignored: a rehearsal that does not happen proves nothing.
    pub(crate) fn of(parameters: &Parameters, is_script: bool, counters: &Counters) -> Result<Self, Refusal> {
        let mut faults = Self {
            striking: Vec::new(),
            parameters: parameters.clone(),
        };
        let Some(names) = parameters.get("fault") else {
            return Ok(faults);
        };
        let mut asked = Vec::new();
        for name in names.split(',') {
            let entry = TABLE.iter().find(|entry| entry.name == name);
            let Some(entry) = entry else {
                return Err(Refusal::field("fault", "names no fault that is listed at /"));
            };
            if entry.scope == Scope::Script && !is_script {
                return Err(Refusal::field(
                    "fault",
                    format!("{name} belongs on the widget's script URL"),
                ));
            }
            asked.push(entry.fault);
        }

        let times = faults.number("times")?;
        for name in ["ms", "status", "retry-after"] {
            faults.number(name)?;
        }
        for fault in asked {
            faults.number(&own_delay(fault))?;
            let strikes = match (times, parameters.get("key")) {
                (None, _) => true,
                (Some(times), Some(key)) => counters.strikes(fault, key, times),
                (Some(_), None) => return Err(Refusal::field("times", "needs key")),
            };
            if strikes {
                faults.striking.push(fault);
            }
        }
        Ok(faults)
    }

    pub(crate) fn strike(&self, fault: Fault) -> bool {
        self.striking.contains(&fault)
    }

    /// `<fault>-ms`, then `ms`, then the default.
    pub(crate) fn delay(&self, fault: Fault, default_ms: u64) -> Duration {
        let asked = self.parsed(&own_delay(fault)).or_else(|| self.parsed("ms"));
        Duration::from_millis(asked.unwrap_or(default_ms))
    }

    fn status(&self) -> StatusCode {
        self.parsed("status")
            .and_then(|status| u16::try_from(status).ok())
            .and_then(|status| StatusCode::from_u16(status).ok())
            .filter(|status| status.as_u16() >= 200)
            .unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
    }

    fn retry_after(&self) -> Option<u64> {
        self.parsed("retry-after")
    }

    fn parsed(&self, name: &str) -> Option<u64> {
        self.parameters.get(name)?.parse().ok()
    }

    fn number(&self, name: &str) -> Result<Option<u64>, Refusal> {
        match self.parameters.get(name) {
            None => Ok(None),
            Some(text) => match text.parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => Err(Refusal::field(name, "must be a whole number")),
            },
        }
    }
}

fn own_delay(fault: Fault) -> String {
    format!("{}-ms", fault.name())
}
