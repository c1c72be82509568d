//! Reading a session's result (the vendor's guide, section 4.5).

use std::cell::Cell;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;

use super::answer::wrong_type;
use super::options::RequestOptions;
use super::request::Call;
use super::visibility::pause_in_view;
use crate::error::{Error, ErrorCode};
use crate::flow::{growing_pause, milliseconds};
use crate::web::guard::pause;
use crate::web::slot::unless;
use crate::web::value;

/// The vendor's endpoint (the guide, section 4.5).
const ENDPOINT: &str = "https://kyc.biometric.kz/api/v1/flows/session/result/";
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn keys_of(object: &JsValue) -> Result<JsValue, JsValue>;
}

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
    /// The session's id.
    pub id: String,
    /// Where the request goes.
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

/// The vendor's answer, whole. Sub-results are there only for technologies that the person went through.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct SessionResult {
    /// The session's id.
    pub id: String,
    /// The flow's technologies, in their order.
    pub technologies: Vec<Technology>,
    /// `PROGRESS` or `FINISHED`, where it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Whether all checks were passed, where it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow_session_result: Option<bool>,
    /// Whatever else was answered, `liveness_result` and its siblings among it.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A technology of a flow.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Technology {
    /// Its name.
    pub name: String,
    /// Whatever else was answered, such as `description` and `code`.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Reads a session's result.
///
/// # Errors
///
/// [`InvalidOptions`](crate::ErrorCode::InvalidOptions), [`Network`](crate::ErrorCode::Network), [`RequestTimeout`](crate::ErrorCode::RequestTimeout), [`Http`](crate::ErrorCode::Http),
/// [`Protocol`](crate::ErrorCode::Protocol), and [`ResultPending`](crate::ErrorCode::ResultPending) where the wait was too short.
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
pub async fn get_result(options: GetResultOptions) -> Result<SessionResult, Error> {
    let value = read(options).await?;
    serde_wasm_bindgen::from_value(value).map_err(|_| wrong_type("technologies"))
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
    let call = Call::new(&request, ENDPOINT, "id", 2)?;
    call.set_query(&[
        ("session_id", Some(&id)),
        ("flow_api_key", request.api_key.as_deref()),
    ])?;
    match wait {
        None => call.send().await,
        Some(wait) => wait_for_complete(&call, wait).await,
    }
}

async fn wait_for_complete(call: &Call<'_>, wait: Wait) -> Result<JsValue, Error> {
    let last = Cell::new(None);
    let complete = async {
        let mut asked = 0;
        loop {
            let result = call.send().await?;
            if is_complete(&result) {
                return Ok(result);
            }
            last.set(Some(result));
            asked += 1;
            pause_in_view(growing_pause(milliseconds(wait.interval), asked, value::random())).await;
        }
    };
    let ended = unless(pause(milliseconds(wait.timeout)), complete).await;
    ended.unwrap_or_else(|()| {
        Err(match last.take() {
            Some(result) => pending(&result),
            None => call.late("{} did not answer in time. Try again, or raise `wait.timeout`."),
        })
    })
}

fn pending(last: &JsValue) -> Error {
    let what = "The result is not complete yet: see `details.result`. Ask again later.";
    Error::new(ErrorCode::ResultPending, what).with("result", last)
}

/// Right after `finish` the vendor answers with empty sub-results; some answers carry no status. What waits for a person, as for the code of an SMS,
/// says so.
fn is_complete(result: &JsValue) -> bool {
    let status = value::get(result, "status");
    if status.is_string() {
        return status == "FINISHED";
    }
    let mut has_content = false;
    let names = keys_of(result).unwrap_or_default();
    let pending = value::find(&names, |name| {
        let name = name.as_string().filter(|name| name.ends_with("_result"))?;
        let sub_result = value::get(result, &name);
        let fields = keys_of(&sub_result).unwrap_or_default();
        has_content |= sub_result.is_object() && value::number(&fields, "length") > 0.0;
        (value::get(&sub_result, "status") == "PENDING").then_some(())
    });
    has_content && pending.is_none()
}
