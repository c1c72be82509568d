//! The options of requests, as JavaScript passes them.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use super::value::{Fields, Wrong};
use crate::error::Error;
use crate::flow::{
    EDocumentMetadata, Face2FaceMetadata, GeneralMetadata, PrefilledField, SessionMetadata, check_image,
    check_image_size, to_base64,
};
use crate::http::{CreateSessionOptions, Credentials, GetResultOptions, RequestOptions, Wait};
use crate::web::{promise, property};

/// A photo of 10 MB in base64, with room for the prefix of a `data:` URL.
const LONGEST_PHOTO: f64 = 14_100_000.0;

#[wasm_bindgen(module = "/src/js/value.js")]
extern "C" {
    #[wasm_bindgen(js_name = isIterable)]
    fn is_iterable(value: &JsValue) -> bool;

    #[wasm_bindgen(js_name = bytesOf)]
    fn bytes_of(photo: &JsValue) -> JsValue;
}

/// A request's options and the caller's signal.
pub(super) struct Request<T> {
    pub(super) options: T,
    pub(super) signal: Option<JsValue>,
}

/// What a photo may be but text: read only when everything else has been.
type PhotoBytes = Option<JsValue>;

pub(super) fn create_options(
    options: &JsValue,
) -> Result<(Request<CreateSessionOptions>, PhotoBytes), Error> {
    let wrong = Wrong::default();
    let options = Fields::root(options, &wrong);
    let signal = options.given("signal");
    let request = options.request_options();
    let mut photo = None;
    let metadata = options
        .object("metadata")
        .map(|metadata| metadata.metadata(&mut photo));
    let options = CreateSessionOptions { request, metadata };
    wrong.or((Request { options, signal }, photo))
}

pub(super) fn result_options(options: &JsValue) -> Result<Request<GetResultOptions>, Error> {
    let wrong = Wrong::default();
    let options = Fields::root(options, &wrong);
    let signal = options.given("signal");
    let mut read = GetResultOptions::new(options.text("id").unwrap_or_default(), RequestOptions::default());
    if let Some(given) = options.given("wait") {
        let default = Wait::default();
        read.wait = match given.is_object() {
            true => {
                let wait = options.as_object("wait", given);
                Some(Wait {
                    timeout: wait.duration("timeout").unwrap_or(default.timeout),
                    interval: wait.duration("interval").unwrap_or(default.interval),
                })
            }
            false => options
                .as_flag("wait", &given)
                .and_then(|waits| waits.then_some(default)),
        };
    }
    read.request = options.request_options();
    wrong.or(Request {
        options: read,
        signal,
    })
}

/// The photo's bytes in base64, once they have been read.
pub(super) async fn photo_in_base64(photo: &JsValue) -> Result<String, Error> {
    // A file that is far too large is not even read.
    check_image_size(property::number(photo, "size") as usize)?;
    let bytes = promise::settled(&bytes_of(photo)).await.map_err(|thrown| {
        Error::invalid_option(
            "metadata.face2face.photo1",
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

impl Fields<'_> {
    fn request_options(&self) -> RequestOptions {
        RequestOptions {
            endpoint: self.url("endpoint"),
            headers: self.headers("headers"),
            api_key: self.text("apiKey"),
            credentials: self.choice(
                "credentials",
                Credentials::from_name,
                "must be \"omit\", \"same-origin\" or \"include\".",
            ),
            timeout: self.duration("timeout"),
            retries: self.count("retries"),
        }
    }

    fn headers(&self, name: &str) -> Vec<(String, String)> {
        let mut headers = Vec::new();
        if let Some(given) = self.object(name) {
            // A `Headers` or a `Map` has no keys of its own, and would be sent as nothing.
            if is_iterable(&given.object) {
                self.refuse(name, "must be a plain object of strings.");
            }
            for name in given.keys() {
                if let Some(value) = given.text(&name) {
                    headers.push((name, value));
                }
            }
        }
        headers
    }

    fn metadata(self, photo: &mut PhotoBytes) -> SessionMetadata {
        let known = self.only(&["face2face", "edocument", "general"]);
        SessionMetadata {
            face2face: known.object("face2face").map(|face2face| {
                let known = face2face.only(&["photo1"]);
                let mut photo1 = None;
                if let Some(given) = known.given("photo1") {
                    match given.is_object() {
                        true => *photo = Some(given),
                        false => photo1 = known.as_text("photo1", &given, LONGEST_PHOTO),
                    }
                }
                Face2FaceMetadata { photo1 }
            }),
            edocument: known.object("edocument").map(|edocument| {
                let known = edocument.only(&["iin", "phone", "skip_input"]);
                EDocumentMetadata {
                    iin: known.prefilled("iin"),
                    phone: known.prefilled("phone"),
                    skip_input: known.flag("skip_input").unwrap_or_default(),
                }
            }),
            general: known.object("general").map(|general| {
                let known = general.only(&["interchangeable_tech"]);
                GeneralMetadata {
                    interchangeable_tech: known.texts("interchangeable_tech"),
                }
            }),
        }
    }

    fn prefilled(&self, name: &str) -> Option<PrefilledField> {
        let known = self.object(name)?.only(&["value", "changeable"]);
        Some(PrefilledField {
            changeable: known.flag("changeable").unwrap_or(true),
            value: known.text("value"),
        })
    }
}
