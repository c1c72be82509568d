//! Creating a session (the vendor's guide, section 2).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use wasm_bindgen::JsValue;

use super::answer::{parse_json, wrong_type};
use super::options::RequestOptions;
use super::photo;
use super::plain::PlainJson;
use super::request::Call;
use crate::error::Error;
use crate::flow::json::Writer;
use crate::flow::{PrefilledField, SessionMetadata};
use crate::web::value;

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
#[derive(Clone, Default)]
pub struct CreateSessionOptions {
    /// Where the request goes, and how patiently.
    pub request: RequestOptions,
    /// What the session is created with; checked before anything is sent. Default: none, the flow's own settings.
    pub metadata: Option<SessionMetadata>,
}

/// A created session.
///
/// ```
/// use flow_embed::{Session, StartOptions};
///
/// fn start(session: Session) -> StartOptions {
///     StartOptions::new(session.session_id)
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Session {
    /// The one-time id that the widget starts with. Good for one passage.
    pub session_id: String,
    /// The flow's technologies, in their order.
    pub technologies: Vec<String>,
    /// Whatever else was answered.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Creates a session. It is never sent twice by itself, unless `retries` asks for it. Dropping the future aborts the request.
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
///
/// # Errors
///
/// - [`ErrorCode::InvalidOptions`](crate::ErrorCode::InvalidOptions) before anything is sent: as [`RequestOptions`] says of each
///   option, for a photo that is no JPEG, PNG or WebP in base64 or is over 10 MB, an IIN that is not 12 digits, a phone that is
///   no mobile number of Kazakhstan, a locked field without a value, and `skip_input` without two locked values.
/// - [`ErrorCode::Network`](crate::ErrorCode::Network) where the server was not reached, CORS refused the request, or the answer
///   broke off.
/// - [`ErrorCode::RequestTimeout`](crate::ErrorCode::RequestTimeout) where it did not answer in time.
/// - [`ErrorCode::Http`](crate::ErrorCode::Http) where it answered with another status than 200 to 299.
/// - [`ErrorCode::Protocol`](crate::ErrorCode::Protocol) where that is no JSON, or has no `session_id` or no `technologies`.
///
/// # Panics
///
/// On a native target, where there is no `fetch`.
pub async fn create_session(mut options: CreateSessionOptions) -> Result<Session, Error> {
    let mut own = PagesOwn::default();
    if let Some(metadata) = &mut options.metadata {
        let face2face = metadata.face2face.as_mut();
        let photo = face2face.and_then(|face2face| face2face.photo1.take());
        own.photo = photo.map(JsValue::from);
        let other = serde_json::to_string(&std::mem::take(&mut metadata.other)).unwrap_or_default();
        own.metadata = parse_json(&other.into()).unwrap_or_default();
    }
    let value = create(options, own).await?;
    serde_wasm_bindgen::from_value(value).map_err(|_| wrong_type("technologies"))
}

/// As JavaScript calls it, and gets the answer.
#[cfg(feature = "npm")]
pub(crate) async fn create_session_value(given: JsValue) -> Result<JsValue, Error> {
    let (options, own) = CreateSessionOptions::read(&given)?;
    create(options, own).await
}

/// What stays JavaScript's, beside the metadata.
#[derive(Default)]
pub(super) struct PagesOwn {
    pub(super) photo: Option<JsValue>,
    /// The metadata themselves, where there are any: parts may be among them that are not known here.
    pub(super) metadata: JsValue,
}

/// The photo is checked before the rest of the metadata, and all of it before anything is sent. Yields the answer as it came, checked.
async fn create(options: CreateSessionOptions, own: PagesOwn) -> Result<JsValue, Error> {
    let CreateSessionOptions {
        request,
        mut metadata,
    } = options;
    let photo = match own.photo {
        Some(photo) => Some(photo::in_base64(&photo).await?),
        None => None,
    };
    let edocument = metadata.as_mut().and_then(|metadata| metadata.edocument.as_mut());
    if let Some(edocument) = edocument {
        edocument
            .check()
            .map_err(|(path, problem)| Error::invalid_option(path, problem))?;
    }
    let mut call = Call::new(&request, ENDPOINT, "session_id", "")?;
    let others = match own.metadata.is_object() {
        true => PlainJson::new(&mut call.secrets).of_others(&own.metadata)?,
        false => JsValue::from(""),
    };
    call.body = Some(body(&request, metadata.as_ref(), photo.as_ref(), &others));
    if let Some(photo) = photo {
        call.secrets.add(photo);
    }
    let edocument = metadata.as_ref().and_then(|metadata| metadata.edocument.as_ref());
    if let Some(edocument) = edocument {
        for field in [&edocument.iin, &edocument.phone] {
            if let Some(PrefilledField {
                value: Some(value), ..
            }) = field
            {
                call.secrets.add(value);
            }
        }
    }
    call.send(0).await
}

/// JSON, written around the photo. `others` are the end of it, or empty.
fn body(
    request: &RequestOptions,
    metadata: Option<&SessionMetadata>,
    photo: Option<&JsValue>,
    others: &JsValue,
) -> JsValue {
    let mut json = Writer::new();
    json.text("api_key", request.api_key.as_deref());
    if let Some(metadata) = metadata {
        metadata.write(&mut json, photo.is_some(), others.is_truthy());
    }
    let (before, after) = match others.is_truthy() {
        true => json.open_end(),
        false => json.end(),
    };
    let nothing = JsValue::from("");
    value::joined(&[&before.into(), photo.unwrap_or(&nothing), &after.into(), others])
}
