//! Creating a session (the vendor's guide, section 2).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;

use super::answer::wrong_type;
use super::options::RequestOptions;
use super::request::Call;
use crate::error::Error;
use crate::flow::{EDocument, Prefilled, SessionMetadata, check_edocument};
use crate::options::schema::{CREATE, read};
use crate::options::to_js;
use crate::web::scope::Scope;
use crate::web::{promise, property};

#[wasm_bindgen(module = "/src/http/photo.js")]
extern "C" {
    #[wasm_bindgen(js_name = photoIn)]
    fn photo_in(metadata: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/http/request.js")]
extern "C" {
    #[wasm_bindgen(js_name = bodyOf)]
    fn body_of(options: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/http/edocument.js")]
extern "C" {
    #[wasm_bindgen(js_name = formIn)]
    fn form_in(metadata: &JsValue) -> JsValue;

    #[wasm_bindgen(js_name = setPhone)]
    fn set_phone(metadata: &JsValue, phone: f64);
}

/// The vendor's endpoint (the guide, section 2).
const ENDPOINT: &str = "https://kyc.biometric.kz/api/v1/flows/session/create/";

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
    let options = read(&given, "", CREATE)?;
    let metadata = property::get(&options, "metadata");
    let scope = Scope::open();
    Error::or(promise::settled(&photo_in(&metadata)).await)?;
    check_form(&metadata)?;
    let mut call = Call::new(&scope, &options, &ENDPOINT.into(), "session_id", 0.0)?;
    call.body = body_of(&options);
    call.send(None).await
}

fn check_form(metadata: &JsValue) -> Result<(), Error> {
    let facts = form_in(metadata);
    let form = EDocument {
        iin: Prefilled {
            has_value: property::is(&facts, "hasIin"),
            is_locked: property::is(&facts, "isIinLocked"),
        },
        is_iin_twelve_digits: property::is(&facts, "isIinTwelveDigits"),
        phone: Prefilled {
            has_value: property::is(&facts, "hasPhone"),
            is_locked: property::is(&facts, "isPhoneLocked"),
        },
        phone_digits: property::number(&facts, "phoneDigits", 0.0),
        has_phone_plus: property::is(&facts, "hasPhonePlus"),
        skip_input: property::is(&facts, "skipInput"),
    };
    match check_edocument(&form) {
        Ok(Some(phone)) => set_phone(metadata, phone),
        Ok(None) => {}
        Err((path, problem)) => return Err(Error::invalid_option(path, problem)),
    }
    Ok(())
}
