//! The `<script>` element that brings the vendor's widget: the page's own, or one that is injected here.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::realm::Realm;
use super::registry::Registry;
use super::trusted_types;
use crate::error::{Error, ErrorCode};
use crate::flow::ScriptOptions;
use crate::guard_count::Counted;
use crate::web::listener::Listener;
use crate::web::property;
use crate::web::slot::Slot;

/// The URL that an injected tag stands for: a retry's `src` differs from it.
const SOURCE_ATTRIBUTE: &str = "data-flow-embed-script";

/// What became of a tag.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrival {
    Loaded,
    Failed,
}

/// A tag on which the vendor's script arrives. An injected one is removed on Drop, unless it is kept.
pub(crate) struct ScriptTag {
    element: Element,
    is_injected: bool,
    is_kept: Cell<bool>,
    arrival: Rc<Slot<Arrival>>,
    _listeners: [Listener; 3],
    _counted: Counted,
}

impl ScriptTag {
    /// A tag of the page, or of another call, that brings the script and has not failed.
    pub(crate) fn find(realm: &Realm, url: &str, registry: &Registry) -> Option<Self> {
        let scripts = property::get(&realm.document, "scripts");
        property::items(&scripts).find_map(|script| {
            let element: Element = script.unchecked_into();
            let src = property::get(&element, "src").as_string()?;
            let brings_it = src == url || element.get_attribute(SOURCE_ATTRIBUTE).as_deref() == Some(url);
            if !brings_it || !is_executable(&element) || registry.has_failed_script(&src) {
                return None;
            }
            // Its events may be long gone, but what was fetched is on record.
            match fetched(realm, &src, is_cors(&element)) {
                Some(Arrival::Failed) => None,
                known => {
                    let tag = Self::new(realm, element, false).ok()?;
                    if let Some(arrival) = known {
                        tag.arrival.set(arrival);
                    }
                    Some(tag)
                }
            }
        })
    }

    /// Injects a tag as the vendor's guide has it (section 4.2): `type="module"`.
    ///
    /// `src` is the URL that is fetched; it stands for `url`.
    pub(crate) fn inject(
        realm: &Realm,
        url: &str,
        src: &str,
        options: &ScriptOptions,
    ) -> Result<Self, Error> {
        let refused = |thrown| {
            Error::new(
                ErrorCode::ScriptLoad,
                "The page refused the vendor's script element. Under `require-trusted-types-for 'script'` add `trusted-types flow-embed` to the page's Content-Security-Policy.",
            )
            .with_cause(thrown)
        };
        let element = realm.document.create_element("script").map_err(refused)?;
        let nonce = options.nonce.clone().or_else(page_nonce);
        let attributes = [
            ("type", Some("module")),
            (SOURCE_ATTRIBUTE, Some(url)),
            // Not the property: it is emptied when the element is connected.
            ("nonce", nonce.as_deref()),
            ("integrity", options.integrity.as_deref()),
            ("crossorigin", options.cross_origin.map(|value| value.as_str())),
        ];
        for (name, value) in attributes {
            if let Some(value) = value {
                element.set_attribute(name, value).map_err(refused)?;
            }
        }
        let tag = Self::new(realm, element, true).map_err(refused)?;
        trusted_types::set_script_url(&tag.element, src).map_err(refused)?;
        let parent: Option<Element> = realm
            .document
            .head()
            .map(Into::into)
            .or_else(|| realm.document.document_element());
        if let Some(parent) = parent {
            parent.append_child(&tag.element).map_err(refused)?;
        }
        Ok(tag)
    }

    fn new(realm: &Realm, element: Element, is_injected: bool) -> Result<Self, JsValue> {
        let arrival = Rc::new(Slot::new());
        let listen = |name, what| {
            let arrival = Rc::clone(&arrival);
            Listener::new(&element, name, move |_| arrival.set(what))
        };
        // In WebKit a module that does not parse fires no event at its tag: that it came is known from its error alone.
        let thrown_by_it = {
            let (arrival, element) = (Rc::clone(&arrival), element.clone());
            Listener::new(&realm.window, "error", move |event| {
                if property::get(&event, "filename") == property::get(&element, "src") {
                    arrival.set(Arrival::Loaded);
                }
            })?
        };
        let listeners = [
            listen("load", Arrival::Loaded)?,
            listen("error", Arrival::Failed)?,
            thrown_by_it,
        ];
        Ok(Self {
            element,
            is_injected,
            is_kept: Cell::new(false),
            arrival,
            _listeners: listeners,
            _counted: Counted::new(),
        })
    }

    /// Waits for the tag's event, which comes once or, under some content blockers, never.
    pub(crate) async fn arrival(&self) -> Arrival {
        self.arrival.take().await
    }

    pub(crate) fn is_injected(&self) -> bool {
        self.is_injected
    }

    pub(crate) fn src(&self) -> String {
        property::get(&self.element, "src")
            .as_string()
            .unwrap_or_default()
    }

    /// Leaves the tag in the page: its script runs there.
    pub(crate) fn keep(&self) {
        self.is_kept.set(true);
    }
}

impl Drop for ScriptTag {
    fn drop(&mut self) {
        if self.is_injected && !self.is_kept.get() {
            self.element.remove();
        }
    }
}

fn is_cors(script: &Element) -> bool {
    script.has_attribute("crossorigin") || script.get_attribute("type").as_deref() == Some("module")
}

/// Consent tools park scripts under another type, and `nomodule` scripts run in no browser of today.
fn is_executable(script: &Element) -> bool {
    let script_type = script.get_attribute("type").unwrap_or_default();
    let is_script = script_type.is_empty() || script_type == "module" || script_type.ends_with("javascript");
    is_script && !script.has_attribute("nomodule")
}

/// What the browser has on record of a script's fetch; `None` where it is still under way, or the record is full.
///
/// `is_cors` tells a module's request, or that of a tag with `crossorigin`: its status is known, and 0 if it failed. A classic
/// script of another origin tells nothing but that it came to an end.
pub(crate) fn fetched(realm: &Realm, src: &str, is_cors: bool) -> Option<Arrival> {
    let performance = property::get(&realm.window, "performance");
    let entries = property::call(&performance, "getEntriesByName", &src.into())?;
    let entry = property::items(&entries).last()?;
    match property::get(&entry, "responseStatus").as_f64() {
        Some(400.0..) => Some(Arrival::Failed),
        Some(0.0) if is_cors => Some(Arrival::Failed),
        _ => Some(Arrival::Loaded),
    }
}

/// The nonce of a script already in the page.
fn page_nonce() -> Option<String> {
    // An isolated session's frame inherits the policy of the page that it is in.
    let script = Realm::page()
        .ok()?
        .document
        .query_selector("script[nonce]")
        .ok()??;
    property::get(&script, "nonce")
        .as_string()
        .filter(|nonce| !nonce.is_empty())
}
