//! The frame of an isolated session: one of the page's own origin, in the container.

use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::container::fill_with_box;
use super::end::{End, Ends};
use super::presence::Presence;
use super::realm::{Realm, append, style};
use super::texts::Texts;
use super::trusted;
use crate::web::guard::Listener;
use crate::web::slot::Slot;
use crate::web::value;

const STYLE: &str = "all:revert!important;display:block!important;width:100%!important;height:100%!important;border:0!important;";
const ROOT_STYLE: &str = "margin:0;padding:0;width:100%;height:100%;overflow:hidden";

/// A frame with a document of ours. What runs in it is gone, and the session ends, when it loads anew, as it does when it is moved about, or
/// when somebody takes it out. It goes with its container.
#[must_use]
pub(crate) struct Frame {
    pub(crate) realm: Realm,
    /// A parent of real size for the widget's element.
    pub(crate) root: HtmlElement,
    _loads: Listener,
    _presence: Presence,
}

impl Frame {
    /// Waits for its document; `Err` is what the page threw.
    pub(crate) async fn open(
        page: &Realm,
        container: &HtmlElement,
        texts: &Texts,
        ends: &Ends,
    ) -> Result<Self, JsValue> {
        let frame = page.element("iframe", STYLE)?;
        frame.set_attribute("title", texts.title)?;
        frame.set_attribute("allow", "camera; microphone; fullscreen")?;
        let loaded = Slot::new();
        let (first, ended) = (loaded.clone(), ends.clone());
        let loads = Listener::try_new(&frame, "load", move |_| {
            if !first.set(()) {
                ended.set(End::Removed);
            }
        })?;
        // A document of its own in standards mode; a bare `about:blank` frame would be in quirks mode.
        value::write(&frame, "srcdoc", &trusted::html("<!doctype html>"))?;
        append(container, &frame)?;
        let presence = Presence::watch(page, &frame, ends);
        loaded.take().await;
        let realm = Realm::of(value::read(&frame, "contentWindow")?).ok_or(JsValue::UNDEFINED)?;
        let root = realm.root()?;
        for element in [&root, &realm.body()?] {
            style(element, ROOT_STYLE)?;
        }
        root.set_attribute("lang", texts.lang)?;
        Ok(Self {
            // In the frame, too, the vendor finds what its guide asks for: a parent of real size, and the element in it.
            root: fill_with_box(&realm)?,
            realm,
            _loads: loads,
            _presence: presence,
        })
    }
}
