//! Reading a session's result (the vendor's guide, section 4.5).

use std::cell::Cell;
use std::time::Duration;

use js_sys::{Math, Object};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wasm_bindgen::{JsCast, JsValue};

use super::answer::wrong_type;
use super::options::RequestOptions;
use super::request::Call;
use super::visibility::pause;
use crate::error::{Detail, Error, ErrorCode};
use crate::flow::growing_pause;
use crate::web::property;
use crate::web::slot::race;
use crate::web::timer::Timer;

const SUB_RESULTS: [&str; 4] = [
    "liveness_result",
    "document_recognition_result",
    "face2face_result",
    "edocument_result",
];

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
    /// The first pause; later ones grow, up to 10 s. Default 1 s. A hidden tab asks no more often than every 30 s.
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
/// [`ErrorCode::InvalidOptions`], [`ErrorCode::Network`], [`ErrorCode::RequestTimeout`], [`ErrorCode::Http`],
/// [`ErrorCode::Protocol`], and [`ErrorCode::ResultPending`] where the wait was too short.
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
    let value = get_result_value(&options).await?;
    serde_wasm_bindgen::from_value(value).map_err(|_| wrong_type("technologies"))
}

/// The answer as it came, checked.
pub(crate) async fn get_result_value(options: &GetResultOptions) -> Result<JsValue, Error> {
    let request = &options.request;
    if options.id.is_empty() {
        return Err(Error::invalid_option("id", "must be the session's id."));
    }
    let call = Call::new(request, "result/", "id", 2)?;
    let query = call.url.search_params();
    query.set("session_id", &options.id);
    if let Some(api_key) = &request.api_key {
        query.set("flow_api_key", api_key);
    }
    // Without a wait, the first answer is what was asked for.
    let wait = options.wait.unwrap_or(Wait {
        timeout: Duration::MAX,
        interval: Duration::MAX,
    });
    let deadline = Timer::start(wait.timeout);
    let last = Cell::new(None);
    let complete = async {
        let mut asked = 0;
        loop {
            let result = call.send().await?;
            if options.wait.is_none() || is_complete(&result) {
                return Ok(result);
            }
            last.set(Some(result));
            asked += 1;
            pause(growing_pause(wait.interval, asked, Math::random())).await;
        }
    };
    let too_late = async {
        deadline.fired().await;
        Err(match last.take() {
            Some(result) => pending(result),
            None => call.error(
                ErrorCode::RequestTimeout,
                "did not answer in time. Try again, or raise `wait.timeout`.",
            ),
        })
    };
    race(complete, too_late).await
}

/// Right after `finish` the vendor answers with empty sub-results; some answers carry no status.
fn is_complete(result: &JsValue) -> bool {
    match property::get(result, "status").as_string() {
        Some(status) => status == "FINISHED",
        None => SUB_RESULTS.iter().any(|name| {
            let sub_result = property::get(result, name);
            sub_result.is_object() && Object::keys(sub_result.unchecked_ref::<Object>()).length() > 0
        }),
    }
}

fn pending(result: JsValue) -> Error {
    Error::new(
        ErrorCode::ResultPending,
        "The result was not complete in time; `details.result` is the last answer. Ask again later.",
    )
    .with_detail("result", Detail::Value(result))
}
