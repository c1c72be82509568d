//! The same-origin iframe of an isolated session.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

use super::realm::Realm;
use super::trusted_types;
use crate::error::Error;
use crate::flow::Locale;
use crate::web::listener::Listener;
use crate::web::property;
use crate::web::slot::Slot;

/// A document of its own in standards mode; a bare `about:blank` frame would be in quirks mode.
const DOCUMENT: &str = "<!doctype html>";
const FRAME: &str = "display:block!important;visibility:visible!important;opacity:1!important;box-sizing:border-box!important;width:100%!important;height:100%!important;min-width:0!important;min-height:0!important;max-width:none!important;max-height:none!important;margin:0!important;padding:0!important;border:0!important;transform:none!important;filter:none!important;";
const ROOT: &str = "margin:0;padding:0;width:100%;height:100%;overflow:hidden";

/// A frame whose window and document are an isolated session's realm. It lives in the container and goes with it.
pub(crate) struct Frame {
    element: Element,
    pub(crate) realm: Realm,
    pub(crate) body: Element,
}

impl Frame {
    /// Creates the frame, with a title in the session's language, and waits until its document is there.
    pub(crate) async fn open(page: &Realm, parent: &Element, locale: Locale) -> Result<Self, Error> {
        let refused = |thrown| unavailable().with_cause(thrown);
        let element = page.document.create_element("iframe").map_err(refused)?;
        element.unchecked_ref::<HtmlElement>().style().set_css_text(FRAME);
        let attributes = [
            ("title", locale.title()),
            ("allow", "camera; microphone; fullscreen"),
        ];
        for (name, value) in attributes {
            element.set_attribute(name, value).map_err(refused)?;
        }
        let loaded = Rc::new(Slot::new());
        let _listener = Listener::new(&element, "load", {
            let loaded = Rc::clone(&loaded);
            move |_| loaded.set(())
        })
        .map_err(refused)?;
        trusted_types::set_frame_document(&element, DOCUMENT).map_err(refused)?;
        parent.append_child(&element).map_err(refused)?;
        loaded.take().await;
        let frame = Self::of_loaded(element).ok_or_else(unavailable)?;
        if let Some(root) = frame.realm.document.document_element() {
            let _ = root.set_attribute("lang", locale.language_tag());
        }
        Ok(frame)
    }

    fn of_loaded(element: Element) -> Option<Self> {
        let window = property::get(&element, "contentWindow");
        let document = property::get(&element, "contentDocument");
        let body = property::get(&document, "body");
        if !body.is_object() {
            return None;
        }
        for root in [property::get(&document, "documentElement"), body.clone()] {
            root.unchecked_ref::<HtmlElement>().style().set_css_text(ROOT);
        }
        Some(Self {
            element,
            realm: Realm {
                window: window.unchecked_into(),
                document: document.unchecked_into(),
            },
            body: body.unchecked_into(),
        })
    }

    /// Calls back on Esc, which a frame does not pass on to the dialog that it is in.
    pub(crate) fn on_escape(&self, callback: impl Fn() + 'static) -> Option<Listener> {
        let pressed = move |event: Event| {
            if property::get(&event, "key") == "Escape" {
                callback();
            }
        };
        Listener::new(&self.realm.window, "keydown", pressed).ok()
    }

    /// Calls back when the frame loads anew, as it does when it is moved about in the page: the session in it is gone.
    pub(crate) fn on_reload(&self, callback: impl Fn() + 'static) -> Option<Listener> {
        Listener::new(&self.element, "load", move |_| callback()).ok()
    }
}

fn unavailable() -> Error {
    Error::invalid_option(
        "isolate",
        "is not possible here: the page refused an iframe of its own origin. Allow `frame-src 'self'` in its Content-Security-Policy, and `allow-same-origin` where the page itself is in a sandboxed iframe; under `require-trusted-types-for 'script'` add `trusted-types flow-embed`.",
    )
}
