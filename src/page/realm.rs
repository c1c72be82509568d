//! A window with its document. Script, widget and container work on a realm, never on the global `window`.

use wasm_bindgen::prelude::*;

use crate::error::{Error, ErrorCode};
use crate::web::property;

#[wasm_bindgen]
extern "C" {
    type Document;

    #[wasm_bindgen(method, structural, catch, js_name = querySelector)]
    fn query(this: &Document, selector: &str) -> Result<JsValue, JsValue>;
}

/// The page itself, or a frame of its own origin.
#[derive(Clone)]
pub(crate) struct Realm {
    pub(crate) window: JsValue,
    pub(crate) document: JsValue,
}

impl Realm {
    /// The page that this code runs in.
    pub(crate) fn page() -> Result<Self, Error> {
        // Asked of the global itself: DOM emulations for tests have a `window` that is no `Window` to `instanceof`.
        let page = Self::of_window(property::get(&property::global(), "window"));
        page.ok_or_else(|| Error::new(
            ErrorCode::ContainerNotFound,
            "There is no page here: sessions run in a browser's window. On a server or in a worker, import the package but start the session in the page.",
        ))
    }

    /// `None` where there is no document.
    pub(crate) fn of_window(window: JsValue) -> Option<Self> {
        let document = property::get(&window, "document");
        document.is_object().then_some(Self { window, document })
    }

    /// The first element that matches, or `null`; `Err` where it is no selector.
    pub(crate) fn query(&self, selector: &str) -> Result<JsValue, JsValue> {
        self.document.unchecked_ref::<Document>().query(selector)
    }

    /// Whether the value is a node in this realm's document, shadow roots included.
    pub(crate) fn is_connected(&self, node: &JsValue) -> bool {
        !property::call(&self.document, "contains", node).is_undefined()
            && property::get(node, "isConnected").is_truthy()
            && property::get(node, "ownerDocument") == self.document
    }

    /// Whether the value is an element or another node of this realm's document, outside every shadow root.
    pub(crate) fn contains(&self, node: &JsValue) -> bool {
        // `contains` throws for whatever only looks like a node.
        property::call(&self.document, "contains", node).is_truthy()
    }
}
