//! A window with its document: the page's, or that of an isolated session's frame.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement, Window};

use crate::error::{Error, ErrorCode};
use crate::web::guard::Listener;
use crate::web::slot::Slot;
use crate::web::value;

/// Where a session works: never on the global `window`, so that an isolated session is the same story in another realm.
#[derive(Clone)]
pub(crate) struct Realm {
    pub(crate) window: Window,
    pub(crate) document: Document,
}

impl Realm {
    /// The page that this code runs in.
    pub(crate) fn page() -> Result<Self, Error> {
        Self::of(value::get(&js_sys::global(), "window")).ok_or_else(|| {
            Error::new(
                ErrorCode::ContainerNotFound,
                "Sessions run in a browser's window, not on a server or in a worker.",
            )
        })
    }

    /// Not told by its class: DOM emulations for tests have windows that are no `Window` to `instanceof`.
    pub(crate) fn of(window: JsValue) -> Option<Self> {
        let document = value::get(&window, "document");
        document.is_object().then(|| Self {
            window: window.unchecked_into(),
            document: document.unchecked_into(),
        })
    }

    /// An element with styles, which are set through the CSSOM: a strict `style-src` has nothing to refuse.
    pub(crate) fn element(&self, name: &str, css: &str) -> Result<HtmlElement, JsValue> {
        let element: HtmlElement =
            value::call(&self.document, "createElement", &name.into())?.unchecked_into();
        if !css.is_empty() {
            style(&element, css)?;
        }
        Ok(element)
    }

    pub(crate) fn body(&self) -> Result<HtmlElement, JsValue> {
        self.own_element("body", "body")
    }

    pub(crate) fn root(&self) -> Result<HtmlElement, JsValue> {
        self.own_element("documentElement", "html")
    }

    pub(crate) fn head(&self) -> Result<HtmlElement, JsValue> {
        self.own_element("head", "head")
    }

    /// An image or a form may go by the name of a document's own member, and hide it.
    fn own_element(&self, member: &str, name: &str) -> Result<HtmlElement, JsValue> {
        let mut element = value::read(&self.document, member)?;
        if value::get(&element, "localName") != name {
            element = value::read_inherited(&self.document, member)?;
        }
        Ok(element.unchecked_into())
    }

    /// Waits until somebody has opened the page, where the browser renders it ahead of time.
    pub(crate) async fn opened(&self) {
        if value::get(&self.document, "prerendering") != true {
            return;
        }
        let opened = Slot::new();
        let is_opened = opened.clone();
        let _listener = Listener::new(&self.document, "prerenderingchange", move |_| {
            is_opened.set(());
        });
        opened.take().await;
    }

    /// Whether the page's tab is hidden.
    pub(crate) fn is_hidden(&self) -> bool {
        value::is(&self.document, "hidden")
    }
}

pub(crate) fn style(element: &Element, css: &str) -> Result<(), JsValue> {
    value::write(&value::read(element, "style")?, "cssText", &css.into())
}

/// Sets one style; what is important beats a page's `* { ... !important }`.
pub(crate) fn set_style(
    element: &Element,
    name: &str,
    text: &JsValue,
    priority: &str,
) -> Result<(), JsValue> {
    let style = value::read(element, "style")?;
    value::call_with(&style, "setProperty", [&name.into(), text, &priority.into()]).map(drop)
}

/// By the prototype's own method: a form's fields may go by any name.
pub(crate) fn append(parent: &JsValue, child: &JsValue) -> Result<(), JsValue> {
    value::call_inherited(parent, "appendChild", child).map(drop)
}
