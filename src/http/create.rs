//! Creating a session (the vendor's guide, section 2).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wasm_bindgen::JsValue;

use super::answer::wrong_type;
use super::options::RequestOptions;
use super::request::Call;
use crate::error::Error;
use crate::flow::SessionMetadata;
use crate::flow::json::Object;
use crate::web::property;

const ID: &str = "session_id";

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
/// `InvalidOptions`, `Network`, `RequestTimeout`, `Http` and `Protocol` of [`ErrorCode`](crate::ErrorCode).
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
    let mut call = Call::new(request, "create/", ID, 0)?;
    let mut body = Object::default();
    body.text("api_key", request.api_key.as_ref());
    if let Some(metadata) = &metadata {
        body.field("metadata", &metadata.to_json());
        call.secrets.extend(metadata.secrets());
    }
    call.body = Some(body.end());
    let answer = call.send().await?;
    // An empty one is a string, too.
    if property::get(&answer, ID).is_truthy() {
        Ok(answer)
    } else {
        Err(wrong_type(ID))
    }
}
