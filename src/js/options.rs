//! The options of a session, as JavaScript passes them.

use wasm_bindgen::prelude::*;

use super::value::{Fields, LONGEST_TEXT, Wrong};
use crate::error::Error;
use crate::flow::{CrossOrigin, Length, Locale, Presentation, ScriptOptions};
use crate::options::{Host, StartOptions, StatusListener};
use crate::web::property;

const ELEMENT_NODE: f64 = 1.0;

#[wasm_bindgen(module = "/src/js/value.js")]
extern "C" {
    fn tell(listener: &JsValue, status: &str);
}

pub(super) fn start_options(options: &JsValue) -> Result<StartOptions, Error> {
    let wrong = Wrong::default();
    let options = Fields::root(options, &wrong);
    let id = options.text("id");
    let session_id = options.text("session_id");
    if id.is_some() && session_id.is_some() && id != session_id {
        options.refuse("id", "and `session_id` differ: pass one of them.");
    }
    let mut read = StartOptions::new(id.or(session_id).unwrap_or_default());
    read.host = options.host("selector");
    read.locale = options.choice(
        "locale",
        Locale::from_tag,
        "must be \"ru\", \"en\", \"kz\" or a language tag of one of these languages.",
    );
    read.presentation = options.choice(
        "presentation",
        |name| match name {
            "inline" => Some(Presentation::Inline),
            "dialog" => Some(Presentation::Dialog),
            _ => None,
        },
        "must be \"inline\" or \"dialog\".",
    );
    read.width = options.length("width");
    read.height = options.length("height");
    read.isolate = options.flag("isolate").unwrap_or_default();
    read.keep_mounted = options.flag("keepMounted").unwrap_or_default();
    read.on_status = options.status_listener("onStatus");
    read.signal = options.given("signal");
    if let Some(script) = options.object("script") {
        script.script_options(&mut read.script);
    }
    wrong.or(read)
}

/// The script's options and the caller's signal.
pub(super) fn load_options(options: &JsValue) -> Result<(ScriptOptions, Option<JsValue>), Error> {
    let mut read = ScriptOptions::default();
    if options.is_null_or_undefined() {
        return Ok((read, None));
    }
    let wrong = Wrong::default();
    let options = Fields::root(options, &wrong);
    let signal = options.given("signal");
    options.script_options(&mut read);
    wrong.or((read, signal))
}

impl Fields<'_> {
    fn length(&self, name: &str) -> Option<Length> {
        let given = self.given(name)?;
        match given.as_f64() {
            Some(pixels) => Some(Length::Pixels(pixels)),
            None => self.as_text(name, &given, LONGEST_TEXT).map(Length::Css),
        }
    }

    fn host(&self, name: &str) -> Option<Host> {
        let given = self.given(name)?;
        if given.is_string() {
            return self.as_text(name, &given, LONGEST_TEXT).map(Host::Selector);
        }
        // Elements of another realm are no `Element` to `instanceof`.
        if given.is_object() && property::number(&given, "nodeType") == ELEMENT_NODE {
            return Some(Host::Element(given.unchecked_into()));
        }
        self.refuse(name, "must be a CSS selector or an element.");
        None
    }

    fn status_listener(&self, name: &str) -> Option<StatusListener> {
        let listener = self.given(name)?;
        if !listener.is_function() {
            self.refuse(name, "must be a function.");
        }
        Some(Box::new(move |status| tell(&listener, status.as_str())))
    }

    fn script_options(&self, read: &mut ScriptOptions) {
        if let Some(urls) = self.urls("url") {
            read.urls = urls;
        }
        read.nonce = self.text("nonce");
        read.integrity = self.text("integrity");
        read.cross_origin = self.choice(
            "crossOrigin",
            CrossOrigin::from_name,
            "must be \"anonymous\" or \"use-credentials\".",
        );
        read.timeout = self.duration("timeout").unwrap_or(read.timeout);
        read.retries = self.count("retries").unwrap_or(read.retries);
    }
}
