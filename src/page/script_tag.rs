//! The `<script>` element that brings the vendor's widget: the page's own, or one that is injected here.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::realm::Realm;
use super::registry::Registry;
use crate::error::{Error, ErrorCode};
use crate::flow::ScriptOptions;
use crate::web::guard::{Callback, Guard, filling};
use crate::web::property;
use crate::web::slot::Slot;

#[wasm_bindgen(module = "/src/page/sinks.js")]
extern "C" {
    #[wasm_bindgen(js_name = scriptsOf)]
    fn scripts_of(document: &JsValue, url: &str) -> JsValue;

    #[wasm_bindgen(js_name = createScript, catch)]
    fn create_script(
        document: &JsValue,
        url: &str,
        nonce: Option<&str>,
        integrity: Option<&str>,
        cross_origin: Option<&str>,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = insertScript, catch)]
    fn insert_script(document: &JsValue, script: &JsValue, src: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = watchScript, catch)]
    fn watch_script(window: &JsValue, script: &JsValue, tell: &Callback) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = lastStatus)]
    fn last_status(window: &JsValue, url: &str) -> f64;
}

/// What became of a tag.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrival {
    Loaded,
    Failed,
}

/// A tag on which the vendor's script arrives. An injected one is removed on Drop, unless it is kept.
pub(crate) struct ScriptTag {
    element: JsValue,
    /// Its event, which comes once or, under some content blockers, never: whether the script has come.
    pub(crate) arrival: Rc<Slot<JsValue>>,
    injected: Option<Guard>,
    _watch: Guard,
}

impl ScriptTag {
    /// A tag of the page, or of another call, that brings the script and has not failed.
    pub(crate) fn find(realm: &Realm, url: &str, registry: &Registry) -> Option<Self> {
        for element in property::items(&scripts_of(&realm.document, url)) {
            let src = property::text(&element, "src");
            if !is_executable(&element) || registry.has_failed_script(&src) {
                continue;
            }
            let is_cors = property::get(&element, "type") == "module"
                || property::get(&element, "crossOrigin").is_string();
            // Its events may be long gone, but what was fetched is on record.
            let known = fetched(realm, &src, is_cors);
            if known == Some(Arrival::Failed) {
                continue;
            }
            if let Ok(tag) = Self::watched(realm, element) {
                if known.is_some() {
                    tag.arrival.set(JsValue::TRUE);
                }
                return Some(tag);
            }
        }
        None
    }

    /// Injects a tag. `src` is the URL that is fetched; it stands for `url`.
    pub(crate) fn inject(
        realm: &Realm,
        url: &str,
        src: &str,
        options: &ScriptOptions,
    ) -> Result<Self, Error> {
        Self::injected(realm, url, src, options).map_err(|thrown| {
            Error::new(
                ErrorCode::ScriptLoad,
                "The page refused the vendor's script element. Under `require-trusted-types-for 'script'` add `trusted-types flow-embed` to the page's Content-Security-Policy.",
            )
            .with_cause(thrown)
        })
    }

    fn injected(realm: &Realm, url: &str, src: &str, options: &ScriptOptions) -> Result<Self, JsValue> {
        let element = create_script(
            &realm.document,
            url,
            options.nonce.as_deref(),
            options.integrity.as_deref(),
            options.cross_origin.map(|value| value.as_str()),
        )?;
        let mut tag = Self::watched(realm, element)?;
        tag.injected = Some(Guard::new(insert_script(&realm.document, &tag.element, src)?));
        Ok(tag)
    }

    fn watched(realm: &Realm, element: JsValue) -> Result<Self, JsValue> {
        let arrival = Rc::new(Slot::new());
        let tell = Callback::wrap(filling(&arrival));
        let watch = watch_script(&realm.window, &element, &tell);
        let watch = Guard::with(tell, watch)?;
        Ok(Self {
            element,
            arrival,
            injected: None,
            _watch: watch,
        })
    }

    pub(crate) fn is_injected(&self) -> bool {
        self.injected.is_some()
    }

    pub(crate) fn src(&self) -> String {
        property::text(&self.element, "src")
    }

    /// Leaves the tag in the page: its script runs there.
    pub(crate) fn keep(self) {
        if let Some(injected) = self.injected {
            injected.keep();
        }
    }
}

/// Consent tools park scripts under another type, and `nomodule` scripts run in no browser of today.
fn is_executable(script: &JsValue) -> bool {
    let script_type = property::text(script, "type");
    let is_script = script_type.is_empty() || script_type == "module" || script_type.ends_with("javascript");
    is_script && !property::get(script, "noModule").is_truthy()
}

/// What the browser has on record of a script's fetch; `None` where it is still under way, or the record is full.
///
/// `is_cors` tells a module's request, or that of a tag with `crossorigin`: its status is known, and 0 if it failed. A classic
/// script of another origin tells nothing but that it came to an end.
pub(crate) fn fetched(realm: &Realm, src: &str, is_cors: bool) -> Option<Arrival> {
    let status = last_status(&realm.window, src);
    if status.is_nan() {
        return None;
    }
    let has_failed = status >= 400.0 || (status == 0.0 && is_cors);
    Some(match has_failed {
        true => Arrival::Failed,
        false => Arrival::Loaded,
    })
}
