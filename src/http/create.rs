//! Creating a session (the vendor's guide, section 2).

use js_sys::Array;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;

use super::answer::wrong_type;
use super::options::{RequestOptions, warn_of_api_key};
use super::request::{Call, Stop};
use crate::error::Error;
use crate::flow::{LARGEST, Prefilled, SessionMetadata, TOO_LARGE, check_edocument, check_photo};
use crate::options::{self, to_js};
use crate::web::scope::Scope;
use crate::web::{promise, property};

#[wasm_bindgen(module = "/src/http/request.js")]
extern "C" {
    #[wasm_bindgen(js_name = base64Of)]
    fn base64_of(photo: &JsValue) -> JsValue;

    fn json(value: &JsValue) -> JsValue;

    #[wasm_bindgen(js_name = secretsIn)]
    fn secrets_in(options: &JsValue) -> Array;
}

/// How a session is created.
///
/// ```
/// use flow_embed::{CreateSessionOptions, RequestOptions, SessionMetadata};
/// let options = CreateSessionOptions {
///     request: RequestOptions::to("/api/flow/session"),
///     metadata: Some(SessionMetadata::default()),
/// };
/// ```
#[derive(Clone, Default, Serialize)]
pub struct CreateSessionOptions {
    /// Where the request goes.
    #[serde(flatten)]
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
    let value = create_session_value(to_js(&options)).await?;
    serde_wasm_bindgen::from_value(value).map_err(|_| wrong_type("technologies"))
}

/// The answer as it came, checked.
pub(crate) async fn create_session_value(given: JsValue) -> Result<JsValue, Error> {
    let options = options::create(&given)?;
    warn_of_api_key(&options);
    let scope = Scope::open();
    let metadata = property::get(&options, "metadata");
    check_photo_in(&metadata).await?;
    check_form_in(&metadata)?;
    let mut call = Call::new(&scope, &options, "create/", "session_id", 0.0)?;
    call.secrets = secrets_in(&options);
    call.body = json(&property::object(&[
        ("api_key", property::get(&options, "apiKey")),
        ("metadata", metadata),
    ]));
    call.send().await.map_err(|stop| match stop {
        Stop::Failed(error) => error,
        // Nothing ends this scope.
        Stop::Late => wrong_type("session_id"),
    })
}

/// Brings the photo, whatever it is given as, to base64.
async fn check_photo_in(metadata: &JsValue) -> Result<(), Error> {
    let invalid =
        |problem, cause: &JsValue| Err(Error::refused_option("metadata.face2face.photo1", problem, cause));
    let face2face = property::get(metadata, "face2face");
    let mut photo = property::get(&face2face, "photo1");
    if photo.is_object() {
        // What is far too large is not even read.
        let size = property::number(&photo, "size").or(property::number(&photo, "byteLength"));
        if size.is_some_and(|bytes| bytes > LARGEST as f64) {
            return invalid(TOO_LARGE, &JsValue::UNDEFINED);
        }
        photo = promise::settled(&base64_of(&photo)).await;
        if photo.is_object() {
            let problem =
                "must be base64, a data: URL, a Blob, a File, an ArrayBuffer or a view of one, and readable.";
            return invalid(problem, &property::get(&photo, "thrown"));
        }
    }
    if let Some(text) = photo.as_string() {
        match check_photo(&text) {
            Ok(base64) => property::define(&face2face, "photo1", &base64.into()),
            Err(problem) => return invalid(problem, &JsValue::UNDEFINED),
        }
    }
    Ok(())
}

fn check_form_in(metadata: &JsValue) -> Result<(), Error> {
    let edocument = property::get(metadata, "edocument");
    let field = |name| {
        let field = property::get(&edocument, name);
        Prefilled {
            value: property::get(&field, "value").as_string(),
            // Only `false` is left in: `true` is the vendor's default.
            is_locked: !property::get(&field, "changeable").is_undefined(),
        }
    };
    let skip_input = property::is(&edocument, "skip_input");
    let sent = check_edocument(&field("iin"), &field("phone"), skip_input)
        .map_err(|(path, problem)| Error::invalid_option(path, problem))?;
    if let Some(phone) = sent {
        property::define(&property::get(&edocument, "phone"), "value", &phone.into());
    }
    Ok(())
}
