//! One session: created once, gone through once, then read as often as the integrator likes.

use std::time::{Duration, Instant};

use serde::Deserialize;
use time::OffsetDateTime;

use crate::metadata::Metadata;
use crate::technology::Technology;

pub(crate) struct Session {
    pub(crate) api_key: String,
    pub(crate) technologies: Vec<Technology>,
    pub(crate) metadata: Metadata,
    pub(crate) created_at: OffsetDateTime,
    pub(crate) stage: Stage,
}

pub(crate) enum Stage {
    Created,
    Begun,
    Ended(Ended),
}

/// What the widget reported, and when.
pub(crate) struct Ended {
    pub(crate) report: Report,
    pub(crate) at: OffsetDateTime,
    since: Instant,
}

/// Body of the widget's own request at its end.
#[derive(Deserialize)]
pub(crate) struct Report {
    #[serde(default)]
    pub(crate) cancelled: bool,
    /// The technologies that the person went through.
    pub(crate) technologies: Vec<Checked>,
    #[serde(default)]
    pub(crate) edocument: Option<Entered>,
}

#[derive(Deserialize)]
pub(crate) struct Checked {
    pub(crate) code: Technology,
    pub(crate) passed: bool,
}

/// What the person typed into the E-Document form.
#[derive(Deserialize)]
pub(crate) struct Entered {
    pub(crate) iin: String,
    pub(crate) phone: String,
}

impl Session {
    pub(crate) fn new(api_key: String, technologies: Vec<Technology>, metadata: Metadata) -> Self {
        Self {
            api_key,
            technologies,
            metadata,
            created_at: OffsetDateTime::now_utc(),
            stage: Stage::Created,
        }
    }

    /// True the first time only.
    pub(crate) fn begin(&mut self) -> bool {
        let is_new = matches!(self.stage, Stage::Created);
        if is_new {
            self.stage = Stage::Begun;
        }
        is_new
    }

    /// True once, after `begin`.
    pub(crate) fn end(&mut self, report: Report) -> bool {
        let is_under_way = matches!(self.stage, Stage::Begun);
        if is_under_way {
            self.stage = Stage::Ended(Ended::now(report));
        }
        is_under_way
    }
}

impl Ended {
    fn now(report: Report) -> Self {
        Self {
            report,
            at: OffsetDateTime::now_utc(),
            since: Instant::now(),
        }
    }

    /// Whether the vendor has worked through the material by now.
    pub(crate) fn is_validated(&self, progress: Duration) -> bool {
        self.since.elapsed() >= progress
    }
}
