//! Reading a session's result (the vendor's guide, section 4.5).

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;

use super::answer::wrong_type;
use super::options::RequestOptions;
use super::request::Call;
use crate::error::Error;
use crate::flow::as_milliseconds;
use crate::options::schema::{RESULT, read};
use crate::options::to_js;
use crate::web::property;
use crate::web::scope::Scope;

/// The vendor's endpoint (the guide, section 4.5).
const ENDPOINT: &str = "https://kyc.biometric.kz/api/v1/flows/session/result/";
/// How long a wait is in all, in milliseconds.
const TIMEOUT: f64 = 60_000.0;
/// The first pause of a wait, in milliseconds.
const INTERVAL: f64 = 1000.0;

#[wasm_bindgen(module = "/src/http/request.js")]
extern "C" {
    #[wasm_bindgen(js_name = withQuery)]
    fn with_query(url: &JsValue, id: &JsValue, api_key: &JsValue) -> JsValue;

    #[wasm_bindgen(js_name = endAfter)]
    fn end_after(scope: &JsValue, milliseconds: f64);
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
#[derive(Clone, Serialize)]
pub struct GetResultOptions {
    /// The session's id.
    pub id: String,
    /// Where the request goes.
    #[serde(flatten)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Wait {
    /// In all. Default 60 s.
    #[serde(serialize_with = "as_milliseconds")]
    pub timeout: Duration,
    /// The first pause, at most 10 s; later ones double, up to that. Each is shortened at random by up to a half. Default
    /// 1 s. A hidden tab asks no more often than every 30 s.
    #[serde(serialize_with = "as_milliseconds")]
    pub interval: Duration,
}

impl Default for Wait {
    fn default() -> Self {
        Self {
            timeout: Duration::from_millis(TIMEOUT as u64),
            interval: Duration::from_millis(INTERVAL as u64),
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
    let value = get_result_value(to_js(&options)).await?;
    serde_wasm_bindgen::from_value(value).map_err(|_| wrong_type("technologies"))
}

/// The answer as it came, checked.
pub(crate) async fn get_result_value(given: JsValue) -> Result<JsValue, Error> {
    let options = read(&given, "", RESULT)?;
    let id = property::get(&options, "id");
    if id.is_falsy() {
        return Err(Error::invalid_option("id", "must be the session's id."));
    }
    let scope = Scope::open();
    let mut call = Call::new(&scope, &options, &ENDPOINT.into(), "id", 2.0)?;
    let api_key = property::get(&options, "apiKey");
    call.url = with_query(&call.url, &id, &api_key);
    let wait = property::get(&options, "wait");
    // Without a wait, the first answer is what was asked for.
    let interval = wait.is_truthy().then(|| {
        end_after(&scope.object, property::number(&wait, "timeout", TIMEOUT));
        property::number(&wait, "interval", INTERVAL)
    });
    call.send(interval).await
}
