//! Reading what JavaScript passes. Any of it may be missing, of another type, a proxy, or a getter that throws.

use std::time::Duration;

use js_sys::{Array, Function, JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use crate::error::Error;
use crate::flow::{CrossOrigin, Length, Locale, Presentation, ScriptOptions};
use crate::options::{Host, StartOptions, StatusListener};

/// Longer texts are a mistake, and would only be copied about.
const LONGEST_TEXT: u32 = 8192;
const LONGEST_TIMER: f64 = 2_147_483_647.0;
const ELEMENT_NODE: f64 = 1.0;

/// A value with the path that its errors name.
struct Value {
    path: String,
    value: JsValue,
}

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
    fn root(options: &JsValue) -> Result<Self, Error> {
        Self {
            path: String::new(),
            value: options.clone(),
        }
        .object()
    }

    fn object(self) -> Result<Self, Error> {
        if self.value.is_object() {
            Ok(self)
        } else {
            Err(self.invalid("must be an object."))
        }
    }

    fn field(&self, name: &str) -> Result<Self, Error> {
        let path = if self.path.is_empty() {
            name.into()
        } else {
            [&self.path, ".", name].concat()
        };
        match Reflect::get(&self.value, &name.into()) {
            Ok(value) => Ok(Self { path, value }),
            Err(thrown) => Err(Error::invalid_option(&path, "threw when it was read.").with_cause(thrown)),
        }
    }

    /// `null` counts as left out, too: attributes and JSON know no `undefined`.
    fn given(self) -> Option<Self> {
        (!self.value.is_undefined() && !self.value.is_null()).then_some(self)
    }

    fn invalid(&self, problem: &str) -> Error {
        let path = if self.path.is_empty() {
            "options"
        } else {
            &self.path
        };
        Error::invalid_option(path, problem)
    }

    fn text(self) -> Result<Option<String>, Error> {
        let Some(given) = self.given() else {
            return Ok(None);
        };
        let Some(text) = given.value.dyn_ref::<JsString>() else {
            return Err(given.invalid("must be a string."));
        };
        if text.length() > LONGEST_TEXT {
            return Err(given.invalid("is too long."));
        }
        if !text.is_valid_utf16() {
            return Err(given.invalid("holds half a character (a lone surrogate)."));
        }
        Ok(Some(text.into()))
    }

    fn choice<T>(self, parse: impl Fn(&str) -> Option<T>, problem: &str) -> Result<Option<T>, Error> {
        let path = self.path.clone();
        match self.text()? {
            None => Ok(None),
            Some(text) => parse(&text)
                .map(Some)
                .ok_or_else(|| Error::invalid_option(&path, problem)),
        }
    }

    fn flag(self) -> Result<bool, Error> {
        match self.given() {
            None => Ok(false),
            Some(given) => given
                .value
                .as_bool()
                .ok_or_else(|| given.invalid("must be true or false.")),
        }
    }

    fn whole_number(self, least: f64, most: f64, problem: &str) -> Result<Option<u32>, Error> {
        let Some(given) = self.given() else {
            return Ok(None);
        };
        match given.value.as_f64() {
            Some(number) if number >= least && number <= most => Ok(Some(number as u32)),
            _ => Err(given.invalid(problem)),
        }
    }

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
                web_sys::console::error_2(&"flow-embed: onStatus threw".into(), &thrown);
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
        let timeout = self.field("timeout")?.whole_number(
            1.0,
            LONGEST_TIMER,
            "must be a number of milliseconds from 1 to 2147483647.",
        )?;
        if let Some(milliseconds) = timeout {
            read.timeout = Duration::from_millis(milliseconds.into());
        }
        let retries = self
            .field("retries")?
            .whole_number(0.0, 100.0, "must be a number from 0 to 100.")?;
        read.retries = retries.unwrap_or(read.retries);
        Ok(read)
    }

    fn urls(self) -> Result<Vec<String>, Error> {
        if !Array::is_array(&self.value) {
            return Ok(vec![self.url()?]);
        }
        let length = self.field("length")?.value.as_f64().unwrap_or_default();
        if length > 100.0 {
            return Err(self.invalid("names too many URLs."));
        }
        (0..length as u32)
            .map(|index| {
                let value = Reflect::get_u32(&self.value, index).unwrap_or_default();
                Self {
                    path: self.path.clone(),
                    value,
                }
                .url()
            })
            .collect()
    }

    /// A string, or a `URL` of any realm.
    fn url(self) -> Result<String, Error> {
        let problem = self.invalid("must be a URL, or an array of URLs.");
        let text = if self.value.is_object() {
            self.field("href")?.text()?
        } else {
            self.text()?
        };
        text.ok_or(problem)
    }
}
