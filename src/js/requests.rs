//! The options of requests, as JavaScript passes them.

use js_sys::{Promise, Reflect, Symbol, Uint8Array};
use wasm_bindgen::prelude::*;

use super::value::Value;
use crate::error::Error;
use crate::flow::{
    EDocumentMetadata, Face2FaceMetadata, GeneralMetadata, PrefilledField, SessionMetadata, check_image,
    check_image_size, to_base64,
};
use crate::http::{CreateSessionOptions, Credentials, GetResultOptions, RequestOptions, Wait};
use crate::web::property;

/// A photo of 10 MB in base64, with room for the prefix of a `data:` URL.
const LONGEST_PHOTO: u32 = 14_100_000;

/// A request's options and the caller's signal.
pub(super) struct Request<T> {
    pub(super) options: T,
    pub(super) signal: Option<JsValue>,
}

/// What a photo may be but text: read only when everything else has been.
type PhotoBytes = Option<Value>;

pub(super) fn create_options(
    options: &JsValue,
) -> Result<(Request<CreateSessionOptions>, PhotoBytes), Error> {
    let options = Value::root(options)?;
    let signal = options.field("signal")?.given().map(|signal| signal.value);
    let request = options.request_options()?;
    let mut photo = None;
    let metadata = match options.field("metadata")?.given() {
        None => None,
        Some(metadata) => {
            let (metadata, bytes) = metadata.metadata()?;
            photo = bytes;
            Some(metadata)
        }
    };
    let options = CreateSessionOptions { request, metadata };
    Ok((Request { options, signal }, photo))
}

pub(super) fn result_options(options: &JsValue) -> Result<Request<GetResultOptions>, Error> {
    let options = Value::root(options)?;
    let signal = options.field("signal")?.given().map(|signal| signal.value);
    let id = options.field("id")?.text()?.unwrap_or_default();
    let wait = match options.field("wait")?.given() {
        None => None,
        Some(wait) if wait.value.is_object() => {
            let default = Wait::default();
            Some(Wait {
                timeout: wait.field("timeout")?.duration()?.unwrap_or(default.timeout),
                interval: wait.field("interval")?.duration()?.unwrap_or(default.interval),
            })
        }
        Some(wait) => wait.flag()?.then(Wait::default),
    };
    let options = GetResultOptions {
        wait,
        ..GetResultOptions::new(id, options.request_options()?)
    };
    Ok(Request { options, signal })
}

#[wasm_bindgen(inline_js = "
const lengthOfBuffer = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength').get;
export const bytesOf = async (photo) => {
  const bytes = typeof photo.arrayBuffer === 'function' ? await photo.arrayBuffer() : photo;
  if (ArrayBuffer.isView(bytes)) return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  lengthOfBuffer.call(bytes);
  return new Uint8Array(bytes);
};
")]
extern "C" {
    /// The bytes of a Blob, a buffer or a view of one, of any realm; rejects for everything else.
    #[wasm_bindgen(js_name = bytesOf)]
    fn bytes_of(photo: &JsValue) -> Promise;
}

/// The photo's bytes in base64, once they have been read.
pub(super) async fn photo_in_base64(photo: &Value) -> Result<String, Error> {
    // A file that is far too large is not even read.
    let size = property::get(&photo.value, "size").as_f64();
    check_image_size(size.unwrap_or_default() as usize)?;
    let bytes = bytes_of(&photo.value).await.map_err(|thrown| {
        photo
            .invalid(
                "must be base64, a data: URL, a Blob, a File, an ArrayBuffer or a view of one, and readable.",
            )
            .with_cause(thrown)
    })?;
    let bytes: Uint8Array = bytes.unchecked_into();
    // Before they are copied here.
    check_image_size(bytes.length() as usize)?;
    let bytes = bytes.to_vec();
    check_image(&bytes)?;
    Ok(to_base64(&bytes))
}

impl Value {
    fn request_options(&self) -> Result<RequestOptions, Error> {
        let endpoint = self.field("endpoint")?.given().map(Value::url).transpose()?;
        let mut headers = Vec::new();
        if let Some(given) = self.field("headers")?.given() {
            let given = given.object()?;
            // A `Headers` or a `Map` has no keys of its own, and would be sent as nothing.
            if Reflect::get(&given.value, &Symbol::iterator()).is_ok_and(|iterator| iterator.is_function()) {
                return Err(given.invalid("must be a plain object of strings."));
            }
            for name in given.keys()? {
                if let Some(value) = given.field(&name)?.text()? {
                    headers.push((name, value));
                }
            }
        }
        Ok(RequestOptions {
            endpoint,
            api_key: self.field("apiKey")?.text()?,
            headers,
            credentials: self.field("credentials")?.choice(
                Credentials::from_name,
                "must be \"omit\", \"same-origin\" or \"include\".",
            )?,
            timeout: self.field("timeout")?.duration()?,
            retries: self.field("retries")?.count()?,
        })
    }

    fn metadata(self) -> Result<(SessionMetadata, PhotoBytes), Error> {
        let known = self.only_keys(&["face2face", "edocument", "general"])?;
        let mut photo = None;
        let face2face = match known.field("face2face")?.given() {
            None => None,
            Some(face2face) => {
                let photo1 = face2face.only_keys(&["photo1"])?.field("photo1")?;
                if photo1.value.is_object() {
                    photo = Some(photo1);
                    Some(Face2FaceMetadata::default())
                } else {
                    let photo1 = photo1.text_up_to(LONGEST_PHOTO)?;
                    Some(Face2FaceMetadata { photo1 })
                }
            }
        };
        let edocument = match known.field("edocument")?.given() {
            None => None,
            Some(edocument) => {
                let known = edocument.only_keys(&["iin", "phone", "skip_input"])?;
                Some(EDocumentMetadata {
                    iin: known.field("iin")?.prefilled()?,
                    phone: known.field("phone")?.prefilled()?,
                    skip_input: known.field("skip_input")?.flag()?,
                })
            }
        };
        let general = match known.field("general")?.given() {
            None => None,
            Some(general) => {
                let known = general.only_keys(&["interchangeable_tech"])?;
                let technologies = known.field("interchangeable_tech")?.given();
                let technologies = technologies.map(Value::texts).transpose()?;
                Some(GeneralMetadata {
                    interchangeable_tech: technologies,
                })
            }
        };
        let metadata = SessionMetadata {
            face2face,
            edocument,
            general,
        };
        Ok((metadata, photo))
    }

    fn texts(self) -> Result<Vec<String>, Error> {
        let problem = self.invalid("must be an array of strings.");
        if !property::is_array(&self.value) {
            return Err(problem);
        }
        let texts: Option<Vec<String>> = self.items()?.map(|item| item.text().ok().flatten()).collect();
        texts.ok_or(problem)
    }

    fn prefilled(self) -> Result<Option<PrefilledField>, Error> {
        let Some(field) = self.given() else {
            return Ok(None);
        };
        let known = field.only_keys(&["value", "changeable"])?;
        let changeable = known.field("changeable")?.given();
        Ok(Some(PrefilledField {
            value: known.field("value")?.text()?,
            changeable: changeable.map_or(Ok(true), Value::flag)?,
        }))
    }
}
