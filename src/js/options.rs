//! The options of a session, as JavaScript passes them.

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::value::Value;
use crate::error::Error;
use crate::flow::{CrossOrigin, Length, Locale, Presentation, ScriptOptions};
use crate::options::{Host, StartOptions, StatusListener};
use crate::web::property;

const ELEMENT_NODE: f64 = 1.0;

pub(super) fn start_options(options: &JsValue) -> Result<StartOptions, Error> {
    let options = Value::root(options)?;
    let id = options.field("id")?.text()?;
    let session_id = options.field("session_id")?.text()?;
    if let (Some(id), Some(session_id)) = (&id, &session_id)
        && id != session_id
    {
        return Err(Error::invalid_option(
            "id",
            "and `session_id` differ: pass one of them.",
        ));
    }
    let mut read = StartOptions::new(id.or(session_id).unwrap_or_default());
    read.host = options.field("selector")?.host()?;
    read.locale = options.field("locale")?.choice(
        Locale::from_tag,
        "must be \"ru\", \"en\", \"kz\" or a language tag of one of these languages.",
    )?;
    read.presentation = options.field("presentation")?.choice(
        |name| match name {
            "inline" => Some(Presentation::Inline),
            "dialog" => Some(Presentation::Dialog),
            _ => None,
        },
        "must be \"inline\" or \"dialog\".",
    )?;
    read.width = options.field("width")?.length()?;
    read.height = options.field("height")?.length()?;
    read.isolate = options.field("isolate")?.flag()?;
    read.keep_mounted = options.field("keepMounted")?.flag()?;
    read.on_status = options.field("onStatus")?.status_listener()?;
    read.signal = options.field("signal")?.given().map(|signal| signal.value);
    if let Some(script) = options.field("script")?.given() {
        read.script = script.object()?.script_options()?;
    }
    Ok(read)
}

/// The script's options and the caller's signal.
pub(super) fn load_options(options: &JsValue) -> Result<(ScriptOptions, Option<JsValue>), Error> {
    if options.is_undefined() || options.is_null() {
        return Ok((ScriptOptions::default(), None));
    }
    let options = Value::root(options)?;
    let signal = options.field("signal")?.given().map(|signal| signal.value);
    Ok((options.script_options()?, signal))
}

impl Value {
    fn length(self) -> Result<Option<Length>, Error> {
        match self.value.as_f64() {
            Some(pixels) => Ok(Some(Length::Pixels(pixels))),
            None => Ok(self.text()?.map(Length::Css)),
        }
    }

    fn host(self) -> Result<Option<Host>, Error> {
        let Some(given) = self.given() else {
            return Ok(None);
        };
        if given.value.is_string() {
            return Ok(given.text()?.map(Host::Selector));
        }
        // Elements of another realm are no `Element` to `instanceof`.
        match given.field("nodeType") {
            Ok(node_type) if node_type.value.as_f64() == Some(ELEMENT_NODE) => {
                Ok(Some(Host::Element(given.value.unchecked_into::<Element>())))
            }
            _ => Err(given.invalid("must be a CSS selector or an element.")),
        }
    }

    fn status_listener(self) -> Result<Option<StatusListener>, Error> {
        let Some(given) = self.given() else {
            return Ok(None);
        };
        let Ok(listener) = given.value.clone().dyn_into::<Function>() else {
            return Err(given.invalid("must be a function."));
        };
        Ok(Some(Box::new(move |status| {
            if let Err(thrown) = listener.call1(&JsValue::UNDEFINED, &status.as_str().into()) {
                // By name: what a page has put in `console`'s place may throw, too.
                let console = property::get(&js_sys::global(), "console");
                if let Some(error) = property::function(&console, "error") {
                    let _ = error.call2(&console, &"flow-embed: onStatus threw".into(), &thrown);
                }
            }
        })))
    }

    fn script_options(&self) -> Result<ScriptOptions, Error> {
        let mut read = ScriptOptions::default();
        if let Some(urls) = self.field("url")?.given() {
            read.urls = urls.urls()?;
        }
        read.nonce = self.field("nonce")?.text()?;
        read.integrity = self.field("integrity")?.text()?;
        read.cross_origin = self.field("crossOrigin")?.choice(
            CrossOrigin::from_name,
            "must be \"anonymous\" or \"use-credentials\".",
        )?;
        read.timeout = self.field("timeout")?.duration()?.unwrap_or(read.timeout);
        read.retries = self.field("retries")?.count()?.unwrap_or(read.retries);
        Ok(read)
    }

    fn urls(self) -> Result<Vec<String>, Error> {
        if !property::is_array(&self.value) {
            return Ok(vec![self.url()?]);
        }
        self.items()?.map(Self::url).collect()
    }

    /// A string, or a `URL` of any realm.
    pub(super) fn url(self) -> Result<String, Error> {
        let problem = self.invalid("must be a URL.");
        let text = if self.value.is_object() {
            self.field("href")?.text()?
        } else {
            self.text()?
        };
        text.ok_or(problem)
    }
}
