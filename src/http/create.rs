//! Creating a session (the vendor's guide, section 2).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wasm_bindgen::JsValue;

use super::options::RequestOptions;
use super::request::Call;
use crate::error::{Detail, Error, ErrorCode};
use crate::flow::SessionMetadata;
use crate::flow::json::Object;
use crate::web::property;

/// How a session is created.
///
/// ```
/// use flow_embed::{CreateSessionOptions, RequestOptions, SessionMetadata};
/// let options = CreateSessionOptions {
///     request: RequestOptions::to("/api/flow/session"),
///     metadata: Some(SessionMetadata::default()),
/// };
/// ```
#[derive(Clone, Default)]
pub struct CreateSessionOptions {
    /// Where the request goes.
    pub request: RequestOptions,
    /// What the session is created with; checked before anything is sent.
    pub metadata: Option<SessionMetadata>,
}

/// A created session.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Session {
    /// Good for one passage.
    pub session_id: String,
    /// The flow's technologies, in their order.
    pub technologies: Vec<String>,
    /// Whatever else was answered.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Creates a session. It is never sent twice by itself, unless `retries` asks for it.
///
/// # Errors
///
/// [`ErrorCode::InvalidOptions`], [`ErrorCode::Network`], [`ErrorCode::RequestTimeout`], [`ErrorCode::Http`] and
/// [`ErrorCode::Protocol`].
///
/// ```no_run
/// # async fn example() -> Result<(), flow_embed::Error> {
/// use flow_embed::{CreateSessionOptions, RequestOptions, create_session};
/// let session = create_session(CreateSessionOptions {
///     request: RequestOptions::to("/api/flow/session"),
///     metadata: None,
/// })
/// .await?;
/// println!("{:?}", session.technologies);
/// # Ok(())
/// # }
/// ```
pub async fn create_session(options: CreateSessionOptions) -> Result<Session, Error> {
    let value = create_session_value(options).await?;
    serde_wasm_bindgen::from_value(value).map_err(|_| wrong_type("technologies"))
}

/// The answer as it came, checked.
pub(crate) async fn create_session_value(options: CreateSessionOptions) -> Result<JsValue, Error> {
    let request = &options.request;
    let metadata = options.metadata.map(SessionMetadata::checked).transpose()?;
    let url = request.url("create/")?;
    let mut body = Object::default();
    let mut secrets = Vec::from_iter(request.api_key.clone());
    body.text("api_key", request.api_key.as_ref());
    if let Some(metadata) = &metadata {
        body.field("metadata", &metadata.to_json());
        secrets.extend(metadata.secrets());
    }
    let call = Call {
        shown_url: [url.origin(), url.pathname()].concat(),
        url: url.href(),
        body: Some(body.end()),
        options: request,
        retries: request.retries.unwrap_or(0),
        secrets,
    };
    let answer = call.send().await?;
    let session_id = property::get(&answer, "session_id").as_string();
    if session_id.is_none_or(|id| id.is_empty()) {
        return Err(wrong_type("session_id"));
    }
    if !property::is_array(&property::get(&answer, "technologies")) {
        return Err(wrong_type("technologies"));
    }
    Ok(answer)
}

pub(super) fn wrong_type(field: &'static str) -> Error {
    Error::new(
        ErrorCode::Protocol,
        [
            "The answer's `",
            field,
            "` is missing or of another type than promised. Check that `endpoint` is the right URL.",
        ]
        .concat(),
    )
    .with_detail("field", Detail::Text(field.into()))
}
