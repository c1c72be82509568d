//! The options of requests as JavaScript passes them.

use js_sys::{JsString, Reflect};
use wasm_bindgen::prelude::*;

use super::create::{CreateSessionOptions, PagesOwn};
use super::options::{Credentials, RequestOptions};
use super::result::{GetResultOptions, Wait};
use super::watch::ResultOptions;
use crate::error::Error;
use crate::flow::{EDocumentMetadata, Face2FaceMetadata, GeneralMetadata, PrefilledField, SessionMetadata};
use crate::options::read::{Reader, Refusal, flag, one_of, texts, url};
use crate::web::value;

/// A photo of 10 MB in base64, with room for the prefix of a `data:` URL.
const LONGEST_PHOTO: u32 = 14_100_000;

impl CreateSessionOptions {
    /// Reads what `createSession` was called with. What stays JavaScript's is handed over beside the metadata.
    pub(super) fn read(given: &JsValue) -> Result<(Self, PagesOwn), Error> {
        let reader = Reader::of_options(given)?;
        let mut options = Self {
            request: RequestOptions::read(&reader, "headers.")?,
            metadata: None,
        };
        let mut own = PagesOwn::default();
        let Some(reader) = reader.of_object("metadata", "metadata.")? else {
            return Ok((options, own));
        };
        own.metadata = reader.given().clone();
        let mut metadata = SessionMetadata::default();
        if let Some(reader) = reader.of_object("face2face", "metadata.face2face.")? {
            reader.check_names(&["photo1"])?;
            own.photo = reader.read("photo1", photo1)?;
            metadata.face2face = Some(Face2FaceMetadata::default());
        }
        if let Some(reader) = reader.of_object("edocument", "metadata.edocument.")? {
            reader.check_names(&["iin", "phone", "skip_input"])?;
            metadata.edocument = Some(EDocumentMetadata {
                iin: prefilled(&reader, "iin", "metadata.edocument.iin.")?,
                phone: prefilled(&reader, "phone", "metadata.edocument.phone.")?,
                skip_input: reader.flag("skip_input")?.unwrap_or_default(),
            });
        }
        if let Some(reader) = reader.of_object("general", "metadata.general.")? {
            reader.check_names(&["interchangeable_tech"])?;
            metadata.general = Some(GeneralMetadata {
                interchangeable_tech: reader.read("interchangeable_tech", texts)?,
            });
        }
        options.metadata = Some(metadata);
        Ok((options, own))
    }
}

impl GetResultOptions {
    /// Reads what `getResult` was called with.
    pub(super) fn read(given: &JsValue) -> Result<Self, Error> {
        let reader = Reader::of_options(given)?;
        Ok(Self {
            request: RequestOptions::read(&reader, "headers.")?,
            id: reader.text("id")?.unwrap_or_default(),
            wait: wait(&reader)?,
        })
    }
}

impl ResultOptions {
    /// Reads `result` of what `startSession` was called with.
    pub(crate) fn read(reader: &Reader) -> Result<Self, Error> {
        let request = RequestOptions::read(reader, "result.headers.")?;
        let defaults = Self::by(RequestOptions {
            // Your own backend is asked, and each question is one attempt.
            api_key: None,
            retries: None,
            ..request
        });
        Ok(Self {
            interval: reader.duration("interval")?.unwrap_or(defaults.interval),
            wait: reader.duration("wait")?.unwrap_or(defaults.wait),
            ..defaults
        })
    }
}

impl RequestOptions {
    /// `headers_prefix` is the path of the headers, and a dot.
    fn read(reader: &Reader, headers_prefix: &'static str) -> Result<Self, Error> {
        reader.check_signal()?;
        Ok(Self {
            endpoint: reader.read("endpoint", url)?,
            headers: headers(reader, headers_prefix)?,
            api_key: reader.text("apiKey")?,
            credentials: reader.read("credentials", credentials)?,
            timeout: reader.duration("timeout")?,
            retries: reader.count("retries")?,
        })
    }
}

fn headers(reader: &Reader, prefix: &'static str) -> Result<Vec<(String, String)>, Error> {
    let mut headers = Vec::new();
    let given = reader.read("headers", |value| {
        match value.is_object() && !is_iterable(value)? {
            true => Ok(value.clone()),
            false => Err("must be a plain object of strings.".into()),
        }
    })?;
    if let Some(given) = given {
        let given = Reader::within(&given, prefix);
        for name in given.names()? {
            if let Some(value) = given.text(&name)? {
                headers.push((name, value));
            }
        }
    }
    Ok(headers)
}

/// A `Headers` or a `Map` has no keys of its own, and would be sent as nothing.
fn is_iterable(value: &JsValue) -> Result<bool, JsValue> {
    let iterator = value::get(&value::get(&js_sys::global(), "Symbol"), "iterator");
    Ok(Reflect::get(value, &iterator)?.is_truthy())
}

fn credentials(value: &JsValue) -> Result<Credentials, Refusal> {
    one_of(
        &[Credentials::Omit, Credentials::SameOrigin, Credentials::Include],
        Credentials::as_str,
        value,
    )
    .ok_or_else(|| "must be one of omit,same-origin,include.".into())
}

/// Base64, or the image itself.
fn photo1(value: &JsValue) -> Result<JsValue, Refusal> {
    if value.is_object() {
        return Ok(value.clone());
    }
    if !value.is_string() {
        return Err("must be a string.".into());
    }
    match value.unchecked_ref::<JsString>().length() > LONGEST_PHOTO {
        true => Err("is too long.".into()),
        false => Ok(value.clone()),
    }
}

fn prefilled(reader: &Reader, name: &str, prefix: &'static str) -> Result<Option<PrefilledField>, Error> {
    let Some(reader) = reader.of_object(name, prefix)? else {
        return Ok(None);
    };
    reader.check_names(&["value", "changeable"])?;
    Ok(Some(PrefilledField {
        value: reader.text("value")?,
        changeable: reader.flag("changeable")?.unwrap_or(true),
    }))
}

/// How `wait` may be given.
enum Waiting {
    Flag(bool),
    Fields(Reader),
}

fn wait(reader: &Reader) -> Result<Option<Wait>, Error> {
    let given = reader.read("wait", |value| match value.is_object() {
        true => Ok(Waiting::Fields(Reader::within(value, "wait."))),
        false => flag(value).map(Waiting::Flag),
    })?;
    let mut wait = Wait::default();
    match given {
        None | Some(Waiting::Flag(false)) => return Ok(None),
        Some(Waiting::Flag(true)) => {}
        Some(Waiting::Fields(fields)) => {
            wait.timeout = fields.duration("timeout")?.unwrap_or(wait.timeout);
            wait.interval = fields.duration("interval")?.unwrap_or(wait.interval);
        }
    }
    Ok(Some(wait))
}
