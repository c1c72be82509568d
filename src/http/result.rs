//! Reading a session's result (the vendor's guide, section 4.5).

use std::cell::Cell;
use std::time::Duration;

use wasm_bindgen::JsValue;

use super::answer::{retry_after, wrong_type};
use super::complete::is_complete;
use super::options::RequestOptions;
use super::request::Call;
use super::visibility::pause_in_view;
use crate::error::{Error, ErrorCode};
use crate::flow::{SessionResult, growing_pause, milliseconds};
use crate::web::clock;
use crate::web::guard::pause;
use crate::web::slot::unless;
use crate::web::value;

/// The vendor's endpoint (the guide, section 4.5).
pub(super) const ENDPOINT: &str = "https://kyc.biometric.kz/api/v1/flows/session/result/";

/// How a result is read.
///
/// ```
/// use flow_embed::{GetResultOptions, RequestOptions, Wait};
/// let options = GetResultOptions {
///     wait: Some(Wait::default()),
///     ..GetResultOptions::new("the session's id", RequestOptions::to("/api/flow/result"))
/// };
/// ```
#[derive(Clone)]
pub struct GetResultOptions {
    /// The session's id; an empty one is refused.
    pub id: String,
    /// Where the request goes, and how patiently.
    pub request: RequestOptions,
    /// Asks again until the result is complete. Default: one answer, whatever it is.
    pub wait: Option<Wait>,
}

impl GetResultOptions {
    /// One answer, whatever it is.
    pub fn new(id: impl Into<String>, request: RequestOptions) -> Self {
        Self {
            id: id.into(),
            request,
            wait: None,
        }
    }
}

/// How long to wait for a complete result: after `finish` it takes the vendor seconds.
///
/// ```
/// use std::time::Duration;
/// use flow_embed::Wait;
///
/// let wait = Wait { timeout: Duration::from_secs(120), ..Wait::default() };
/// assert_eq!(wait.interval, Duration::from_secs(1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// In all. Default 60 s.
    pub timeout: Duration,
    /// The first pause, at most 10 s; later ones double, up to that. Each is shortened at random by up to a half. Default
    /// 1 s. A hidden tab asks no more often than every 30 s.
    pub interval: Duration,
}

impl Default for Wait {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(60),
            interval: Duration::from_secs(1),
        }
    }
}

/// Reads a session's result. Dropping the future aborts the request.
///
/// ```no_run
/// # async fn example() -> Result<(), flow_embed::Error> {
/// use flow_embed::{GetResultOptions, RequestOptions, Wait, get_result};
/// let result = get_result(GetResultOptions {
///     wait: Some(Wait::default()),
///     ..GetResultOptions::new("the session's id", RequestOptions::to("/api/flow/result"))
/// })
/// .await?;
/// assert_eq!(result.flow_session_result, Some(true));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// - [`ErrorCode::InvalidOptions`] before anything is sent: for an empty id, and as [`RequestOptions`] says of each option.
/// - [`ErrorCode::Network`], [`ErrorCode::RequestTimeout`] and [`ErrorCode::Http`] as for
///   [`create_session`](crate::create_session); without an answer, the end of [`GetResultOptions::wait`] is a
///   [`ErrorCode::RequestTimeout`], too.
/// - [`ErrorCode::Protocol`] where the answer is no JSON, or has no `id` or no `technologies`.
/// - [`ErrorCode::ResultPending`] where the result was not complete within the wait; its detail `result` is the last answer.
///
/// # Panics
///
/// On a native target, where there is no `fetch`.
pub async fn get_result(options: GetResultOptions) -> Result<SessionResult, Error> {
    read(options).await.and_then(result_of)
}

/// The answer, which was checked, as Rust has it.
pub(crate) fn result_of(answer: JsValue) -> Result<SessionResult, Error> {
    serde_wasm_bindgen::from_value(answer).map_err(|_| wrong_type("technologies"))
}

/// As JavaScript calls it, and gets the answer.
#[cfg(feature = "npm")]
pub(crate) async fn get_result_value(given: JsValue) -> Result<JsValue, Error> {
    read(GetResultOptions::read(&given)?).await
}

/// Yields the answer as it came, checked.
async fn read(options: GetResultOptions) -> Result<JsValue, Error> {
    let GetResultOptions { id, request, wait } = options;
    if id.is_empty() {
        return Err(Error::invalid_option("id", "must be the session's id."));
    }
    ask(&id, &request, wait)
        .await
        .map_err(|error| error.of_session(&id))
}

async fn ask(id: &str, request: &RequestOptions, wait: Option<Wait>) -> Result<JsValue, Error> {
    let call = Call::new(request, ENDPOINT, "id", "")?;
    call.ask_for(id)?;
    match wait {
        None => call.send(2).await,
        Some(wait) => wait_for_complete(&call, wait).await,
    }
}

/// Asks until the answer is complete, or the time is over. What may end otherwise when it is simply asked again, such as a server that restarts,
/// is "not yet".
pub(super) async fn wait_for_complete(call: &Call<'_>, wait: Wait) -> Result<JsValue, Error> {
    let timeout = milliseconds(wait.timeout);
    let end = clock::now() + timeout;
    let last = Cell::new(None);
    let complete = async {
        let mut asked = 0;
        loop {
            asked += 1;
            let mut asked_for = 0.0;
            match call.attempt().await {
                Ok(result) if is_complete(&result) => return Ok(result),
                Ok(result) => last.set(Some(pending(&result))),
                Err(error) => {
                    asked_for = retry_after(&error);
                    if !error.retryable() || asked_for > end - clock::now() {
                        return Err(error);
                    }
                    // What the server has answered says more than why it did not.
                    let known = last.take().filter(is_pending);
                    last.set(Some(known.unwrap_or(error)));
                }
            }
            let pause = growing_pause(milliseconds(wait.interval), asked, value::random());
            pause_in_view(pause.max(asked_for)).await;
        }
    };
    let ended = unless(pause(timeout), complete).await;
    ended.unwrap_or_else(|()| {
        Err(last
            .take()
            .unwrap_or_else(|| call.late("{} did not answer in time. Try again, or raise `wait.timeout`.")))
    })
}

fn is_pending(error: &Error) -> bool {
    error.code() == ErrorCode::ResultPending
}

fn pending(last: &JsValue) -> Error {
    let what = "The result is not complete yet: see `details.result`. Ask again later.";
    Error::new(ErrorCode::ResultPending, what).with("result", last)
}
