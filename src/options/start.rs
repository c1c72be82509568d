//! The options of sessions as JavaScript passes them.

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::read::{Reader, Refusal, one_of, text, urls};
use super::source::source;
use super::{Host, Source, StartOptions};
use crate::error::Error;
use crate::flow::{CrossOrigin, Length, Locale, Presentation, ScriptOptions, Status};
use crate::http::ResultOptions;
use crate::web::value;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = console, js_name = error)]
    fn console_error(message: &str, thrown: &JsValue) -> Result<(), JsValue>;
}

impl StartOptions {
    /// Reads what `startSession` was called with.
    pub(crate) fn read(given: &JsValue) -> Result<Self, Error> {
        let reader = Reader::of_options(given)?;
        let source = match (reader.read("id", source)?, reader.text("session_id")?) {
            (None, other) => Source::Known(other.unwrap_or_default()),
            (Some(Source::Known(id)), Some(other)) if id == other => Source::Known(id),
            (Some(source), None) => source,
            _ => {
                return Err(Error::invalid_option(
                    "id",
                    "and `session_id` differ: pass one of them.",
                ));
            }
        };
        let id = match &source {
            Source::Known(id) => id.clone(),
            Source::Created(_) => String::new(),
        };
        Self::read_by(&reader, source).map_err(|error| error.of_session(&id))
    }

    fn read_by(reader: &Reader, id: Source) -> Result<Self, Error> {
        let mut options = Self {
            id,
            ..Self::default()
        };
        reader.fill("selector", host, &mut options.host)?;
        reader.fill("locale", locale, &mut options.locale)?;
        reader.fill("presentation", presentation, &mut options.presentation)?;
        reader.fill("width", length, &mut options.width)?;
        reader.fill("height", length, &mut options.height)?;
        options.isolate = reader.flag("isolate")?.unwrap_or_default();
        options.keep_mounted = reader.flag("keepMounted")?.unwrap_or_default();
        reader.fill("onStatus", on_status, &mut options.on_status)?;
        reader.check_signal()?;
        if let Some(reader) = reader.of_object("script", "script.")? {
            options.script = ScriptOptions::read_by(&reader)?;
        }
        if let Some(reader) = reader.of_object("result", "result.")? {
            options.result = Some(ResultOptions::read(&reader)?);
        }
        Ok(options)
    }
}

impl ScriptOptions {
    /// Reads what `load` was called with.
    pub(crate) fn read(given: &JsValue) -> Result<Self, Error> {
        match given.is_null_or_undefined() {
            true => Ok(Self::default()),
            false => Self::read_by(&Reader::of_options(given)?),
        }
    }

    fn read_by(reader: &Reader) -> Result<Self, Error> {
        let defaults = Self::default();
        reader.check_signal()?;
        Ok(Self {
            urls: reader.read("url", urls)?.unwrap_or(defaults.urls),
            nonce: reader.text("nonce")?,
            integrity: reader.text("integrity")?,
            cross_origin: reader.read("crossOrigin", cross_origin)?,
            timeout: reader.duration("timeout")?.unwrap_or(defaults.timeout),
            retries: reader.count("retries")?.unwrap_or(defaults.retries),
        })
    }
}

fn host(value: &JsValue) -> Result<Host, Refusal> {
    if value.is_string() {
        return Ok(Host::Selector(text(value)?));
    }
    // One of another realm is no `Element` to `instanceof`.
    match value.is_object() && value::read(value, "nodeType")? == 1 {
        true => Ok(Host::Element(value.clone().unchecked_into())),
        false => Err("must be a CSS selector or an element.".into()),
    }
}

fn locale(value: &JsValue) -> Result<Locale, Refusal> {
    Locale::from_tag(&text(value)?)
        .ok_or_else(|| "must be \"ru\", \"en\", \"kz\" or a tag of one of these languages.".into())
}

/// Whether it is a length is for CSS to say.
fn length(value: &JsValue) -> Result<Length, Refusal> {
    match value.as_f64() {
        Some(pixels) => Ok(Length::Pixels(pixels)),
        None => Ok(Length::Css(text(value)?)),
    }
}

fn presentation(value: &JsValue) -> Result<Presentation, Refusal> {
    one_of(
        &[Presentation::Inline, Presentation::Dialog],
        Presentation::as_str,
        value,
    )
    .ok_or_else(|| "must be one of inline,dialog.".into())
}

fn cross_origin(value: &JsValue) -> Result<CrossOrigin, Refusal> {
    one_of(
        &[CrossOrigin::Anonymous, CrossOrigin::UseCredentials],
        CrossOrigin::as_str,
        value,
    )
    .ok_or_else(|| "must be one of anonymous,use-credentials.".into())
}

/// What the listener throws is the page's affair, and so is its `console`.
fn on_status(value: &JsValue) -> Result<Rc<dyn Fn(Status)>, Refusal> {
    if !value.is_function() {
        return Err("must be a function.".into());
    }
    let function: Function = value.clone().unchecked_into();
    Ok(Rc::new(move |status| {
        if let Err(thrown) = function.call1(&JsValue::UNDEFINED, &status.as_str().into()) {
            let _ = console_error("flow-embed: onStatus threw", &thrown);
        }
    }))
}
