//! Asking for the result of a session that runs, and of one whose widget has finished.

use std::time::Duration;

use wasm_bindgen::JsValue;

use super::answer::retry_after;
use super::complete::has_ended;
use super::options::RequestOptions;
use super::request::{Call, LONGEST_RETRY_AFTER};
use super::result::{ENDPOINT, Wait, wait_for_complete};
use super::visibility::pause_in_view;
use crate::error::Error;
use crate::flow::{calm_pause, milliseconds};
use crate::web::clock;

/// How a session asks your server for its result, too: calmly while the person is at the checks, and after the widget's `finish` until it is complete.
///
/// ```
/// use flow_embed::ResultOptions;
/// use std::time::Duration;
/// let result = ResultOptions {
///     wait: Duration::from_secs(120),
///     ..ResultOptions::to("/api/flow/result")
/// };
/// ```
#[derive(Clone)]
pub struct ResultOptions {
    /// Where the requests go: to your own backend, which adds the API key. Each question is one attempt, whatever `retries` says.
    pub request: RequestOptions,
    /// Between two questions while the status is `Active`; grows to three times as much. Default 5 s; the first comes so long after `Active`. A hidden
    /// tab asks no more often than every 30 s.
    pub interval: Duration,
    /// How long to ask after the widget's `finish`. Default 60 s; then [`ResultPending`](crate::ErrorCode::ResultPending).
    pub wait: Duration,
}

impl ResultOptions {
    /// Asks your own backend.
    pub fn to(endpoint: impl Into<String>) -> Self {
        Self::by(RequestOptions::to(endpoint))
    }

    pub(super) fn by(request: RequestOptions) -> Self {
        Self {
            request,
            interval: Duration::from_secs(5),
            wait: Wait::default().timeout,
        }
    }
}

/// The questions about one session.
pub(crate) struct Watch<'a> {
    options: &'a ResultOptions,
    call: Call<'a>,
    /// Whether the id may have been used before.
    may_be_used: bool,
}

impl<'a> Watch<'a> {
    /// Checks what can be checked beforehand.
    pub(crate) fn of(options: &'a ResultOptions, may_be_used: bool) -> Result<Self, Error> {
        let call = Call::new(&options.request, ENDPOINT, "id", "result.")?;
        call.headers()?;
        Ok(Self {
            options,
            call,
            may_be_used,
        })
    }

    pub(crate) fn set_id(&self, id: &str) -> Result<(), Error> {
        self.call.ask_for(id)
    }

    /// Yields the answer that ends a session whose widget is not heard to. `Err` is a server that knows the session no more; any other failure ends no
    /// check that a person is at.
    pub(crate) async fn while_active(&self) -> Result<JsValue, Error> {
        let since = clock::now();
        let interval = milliseconds(self.options.interval);
        let mut asked = 0;
        let mut asked_for = 0.0;
        let mut was_unknown = false;
        loop {
            pause_in_view(calm_pause(interval, asked).max(asked_for)).await;
            asked += 1;
            match self.call.attempt().await {
                Ok(result) => {
                    let active_for = self.may_be_used.then(|| clock::now() - since);
                    if has_ended(&result, self.call.answered_at.get(), active_for) {
                        return Ok(result);
                    }
                    (was_unknown, asked_for) = (false, 0.0);
                }
                Err(error) => {
                    let status = error.detail("status").and_then(|status| status.as_f64());
                    let is_unknown = matches!(status.unwrap_or_default() as u16, 404 | 410);
                    if is_unknown && was_unknown {
                        return Err(error);
                    }
                    was_unknown = is_unknown;
                    asked_for = retry_after(&error).min(LONGEST_RETRY_AFTER);
                }
            }
        }
    }

    /// Yields the complete answer.
    pub(crate) async fn after_finish(&self) -> Result<JsValue, Error> {
        let wait = Wait {
            timeout: self.options.wait,
            ..Wait::default()
        };
        wait_for_complete(&self.call, wait).await
    }
}
