//! The options of a session, as Rust builds them and as JavaScript's are read.

pub(crate) mod schema;

use js_sys::{Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::flow::{Length, Locale, Presentation, ScriptOptions, Status};

/// A Rust app's options as JavaScript's: all are checked in one way.
pub(crate) fn to_js(options: &impl Serialize) -> JsValue {
    // Plain data cannot fail.
    options
        .serialize(&Serializer::json_compatible())
        .unwrap_or_default()
}

/// What a session needs: an id, and whatever differs from the defaults.
///
/// ```no_run
/// # async fn example() -> Result<(), flow_embed::Error> {
/// use flow_embed::{Locale, StartOptions, start_session};
///
/// let finished = start_session(StartOptions::new("2569aadc-9ff2-4da3-a1c8-44057520e1d6").selector("#kyc").locale(Locale::Kz)).await?;
/// # Ok(())
/// # }
/// ```
pub struct StartOptions {
    fields: Object,
    /// Held while the session runs.
    on_status: Option<Closure<dyn Fn(String)>>,
}

impl StartOptions {
    /// Options with all defaults. `id` is the one-time session id that creating a session yielded.
    pub fn new(id: impl Into<String>) -> Self {
        let options = Self {
            fields: Object::new(),
            on_status: None,
        };
        options.set("id", &id.into().into())
    }

    /// A CSS selector of the host element, in which the container is created.
    #[must_use]
    pub fn selector(self, selector: impl Into<String>) -> Self {
        self.set("selector", &selector.into().into())
    }

    /// The host element, in which the container is created.
    #[must_use]
    pub fn host(self, host: Element) -> Self {
        self.set("selector", &host)
    }

    /// The widget's language. Left out: the nearest `lang` attribute around the host, then the browser's languages, then
    /// Russian.
    #[must_use]
    pub fn locale(self, locale: Locale) -> Self {
        self.set("locale", &locale.as_str().into())
    }

    /// How the widget is presented. Left out: inline where there is a host, otherwise a dialog.
    #[must_use]
    pub fn presentation(self, presentation: Presentation) -> Self {
        self.set("presentation", &presentation.as_str().into())
    }

    /// The container's width. Left out: the host's own where it has one, otherwise 400 pixels.
    #[must_use]
    pub fn width(self, width: impl Into<Length>) -> Self {
        self.set("width", &width.into().into())
    }

    /// The container's height. Left out: the host's own where it has one, otherwise 600 pixels.
    #[must_use]
    pub fn height(self, height: impl Into<Length>) -> Self {
        self.set("height", &height.into().into())
    }

    /// Runs the widget in a same-origin iframe of its own: the page's CSS cannot reach it, its `finish` cannot be mistaken for
    /// another session's, several can run at once, and it works inside a shadow root. Default: the way the vendor documents.
    #[must_use]
    pub fn isolate(self, isolate: bool) -> Self {
        self.set("isolate", &isolate.into())
    }

    /// Leaves the container in the page after the widget finished. Default: the page is left as it was found.
    #[must_use]
    pub fn keep_mounted(self, keep_mounted: bool) -> Self {
        self.set("keepMounted", &keep_mounted.into())
    }

    /// Where the vendor's script comes from, and how patiently it is loaded.
    #[must_use]
    pub fn script(self, script: ScriptOptions) -> Self {
        self.set("script", &to_js(&script))
    }

    /// Called on each change of status.
    #[must_use]
    pub fn on_status(mut self, on_status: impl Fn(Status) + 'static) -> Self {
        let listener =
            Closure::new(move |status: String| Status::from_name(&status).into_iter().for_each(&on_status));
        self = self.set("onStatus", listener.as_ref());
        self.on_status = Some(listener);
        self
    }

    fn set(self, name: &str, value: &JsValue) -> Self {
        // Of an object of ours, this cannot fail.
        let _ = Reflect::set(&self.fields, &name.into(), value);
        self
    }

    pub(crate) fn as_js(&self) -> &JsValue {
        &self.fields
    }
}
