//! The same-origin iframe of an isolated session.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::container::RemovalWatch;
use super::realm::Realm;
use super::trusted_types;
use crate::error::Error;
use crate::flow::Locale;
use crate::web::listener::Listener;
use crate::web::property;
use crate::web::slot::Slot;

/// A document of its own in standards mode; a bare `about:blank` frame would be in quirks mode.
const DOCUMENT: &str = "<!doctype html>";
/// As if the page had no CSS for it, known or unknown.
const FRAME: &str = "all:revert!important;display:block!important;width:100%!important;height:100%!important;border:0!important;";
const ROOT: &str = "margin:0;padding:0;width:100%;height:100%;overflow:hidden";

/// A frame whose window and document are an isolated session's realm. It lives in the container and goes with it.
pub(crate) struct Frame {
    pub(crate) realm: Realm,
    pub(crate) body: Element,
    _load: Listener,
    _removal: Option<RemovalWatch>,
}

impl Frame {
    /// Creates the frame, with a title in the session's language, and waits until its document is there.
    ///
    /// `on_loss` hears it when what runs in the frame is gone: somebody took the frame out of the page, or it loaded anew, as
    /// it does when it is moved about.
    pub(crate) async fn open(
        page: &Realm,
        parent: &Element,
        locale: Locale,
        on_loss: impl Fn() + 'static,
    ) -> Result<Self, Error> {
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
        let on_loss = Rc::new(on_loss);
        let loaded = Rc::new(Slot::new());
        let load = Listener::new(&element, "load", {
            let (loaded, on_loss) = (Rc::clone(&loaded), Rc::clone(&on_loss));
            move |_| {
                if loaded.is_set() {
                    on_loss();
                }
                loaded.set(());
            }
        })
        .map_err(refused)?;
        trusted_types::set_frame_document(&element, DOCUMENT).map_err(refused)?;
        parent.append_child(&element).map_err(refused)?;
        let removal = RemovalWatch::new(&element, move || on_loss());
        loaded.take().await;
        let (realm, body) = document_of(&element, locale).ok_or_else(unavailable)?;
        Ok(Self {
            realm,
            body,
            _load: load,
            _removal: removal,
        })
    }
}

/// The loaded frame's realm and body, as large as the frame; `None` where the frame is not of the page's origin.
fn document_of(frame: &Element, locale: Locale) -> Option<(Realm, Element)> {
    let window = property::get(frame, "contentWindow");
    let document = property::get(frame, "contentDocument");
    let root = property::get(&document, "documentElement");
    let body = property::get(&document, "body");
    if !body.is_object() {
        return None;
    }
    for element in [&root, &body] {
        element.unchecked_ref::<HtmlElement>().style().set_css_text(ROOT);
    }
    // Fails for no element.
    let _ = root
        .unchecked_ref::<Element>()
        .set_attribute("lang", locale.language_tag());
    let realm = Realm {
        window: window.unchecked_into(),
        document: document.unchecked_into(),
    };
    Some((realm, body.unchecked_into()))
}

fn unavailable() -> Error {
    Error::invalid_option(
        "isolate",
        "is not possible here: the page got no iframe of its own origin. Where the page itself is in a sandboxed iframe, or under the `sandbox` directive of a Content-Security-Policy, add `allow-same-origin`; under `require-trusted-types-for 'script'` add `trusted-types flow-embed`.",
    )
}
