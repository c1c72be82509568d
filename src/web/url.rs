//! URLs, resolved as the page or the worker does it.

use wasm_bindgen::prelude::*;
use web_sys::Document;

use super::value;
use crate::flow::is_trustworthy;

#[wasm_bindgen]
extern "C" {
    /// As web-sys has it, but with `catch` for a page's own `URL`.
    type URL;

    #[wasm_bindgen(constructor, catch)]
    fn new(url: &str, base: &JsValue) -> Result<URL, JsValue>;
}

/// A URL by its parts: an `<a>` of a page, of which nobody can replace the class, or a `URL` where there is no page.
#[derive(Clone)]
pub(crate) struct Url(JsValue);

impl Url {
    /// As the document resolves it. `None` if it is none.
    pub(crate) fn in_document(document: &Document, text: &str) -> Option<Self> {
        // An empty one would be the page's own.
        if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
            return None;
        }
        let Ok(anchor) = value::call(document, "createElement", &"a".into()) else {
            return Self::relative_to(&value::get(document, "baseURI"), text);
        };
        value::write(&anchor, "href", &text.into()).ok()?;
        // What is no URL has no protocol.
        (value::text(&anchor, "protocol") != ":").then(|| Self(anchor))
    }

    /// As a worker resolves it, or a server, where only absolute URLs are URLs.
    pub(crate) fn outside_of_pages(text: &str) -> Option<Self> {
        Self::relative_to(
            &value::get(&value::get(&js_sys::global(), "location"), "href"),
            text,
        )
    }

    fn relative_to(base: &JsValue, text: &str) -> Option<Self> {
        URL::new(text, base).ok().map(|url| Self(url.into()))
    }

    /// A part by its name, as `Location` has it.
    pub(crate) fn part(&self, name: &str) -> String {
        value::text(&self.0, name)
    }

    pub(crate) fn href(&self) -> String {
        self.part("href")
    }

    /// Replaces the query; it may be without its question mark.
    pub(crate) fn set_query(&self, query: &JsValue) {
        value::set(&self.0, "search", query);
    }

    /// Whether nobody on the way can change what comes from there, or read what goes there. Plain http may also be of the origin `own`.
    pub(crate) fn is_trustworthy(&self, own: Option<&str>) -> bool {
        let is_own = own.is_some_and(|own| self.part("origin") == own);
        is_trustworthy(&self.part("protocol"), &self.part("hostname"), is_own)
    }
}
