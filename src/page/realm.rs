//! A window with its document. Script, widget and container work on a realm, never on the global `window`.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Window};

use crate::error::{Error, ErrorCode};
use crate::web::property;

/// The page itself.
#[derive(Clone)]
pub(crate) struct Realm {
    pub(crate) window: Window,
    pub(crate) document: Document,
}

impl Realm {
    /// The page that this code runs in.
    pub(crate) fn page() -> Result<Self, Error> {
        // Asked of the global itself: DOM emulations for tests have a `window` that is no `Window` to `instanceof`.
        let global = js_sys::global();
        let window = property::get(&global, "window");
        let document = property::get(&global, "document");
        if !window.is_object() || !document.is_object() {
            return Err(Error::new(
                ErrorCode::ContainerNotFound,
                "There is no page here: sessions run in a browser's window. On a server or in a worker, import the package but start the session in the page.",
            ));
        }
        Ok(Self {
            window: window.unchecked_into(),
            document: document.unchecked_into(),
        })
    }

    /// Whether the value is a node in this realm's document, shadow roots included.
    pub(crate) fn is_connected(&self, node: &JsValue) -> bool {
        property::call(&self.document, "contains", node).is_some()
            && property::get(node, "isConnected").is_truthy()
            && property::get(node, "ownerDocument") == JsValue::from(&self.document)
    }

    /// Whether the value is an element or another node of this realm's document, outside every shadow root.
    pub(crate) fn contains(&self, node: &JsValue) -> bool {
        // `contains` throws for whatever only looks like a node.
        property::call(&self.document, "contains", node).is_some_and(|found| found.is_truthy())
    }
}
