//! The language that a page is written in.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::realm::Realm;
use crate::flow::Locale;
use crate::web::property;

/// The nearest language around the host that the widget speaks, else the browser's first one, else Russian.
pub(crate) fn locale_around(page: &Realm, host: Option<&Element>) -> Locale {
    let host = host.cloned().or_else(|| page.document.document_element());
    let languages = property::get(&property::get(&page.window, "navigator"), "languages");
    host.and_then(nearest_language)
        .into_iter()
        .chain(property::items(&languages).filter_map(|language| language.as_string()))
        .find_map(|tag| Locale::from_tag(&tag))
        .unwrap_or_default()
}

/// The nearest `lang` attribute, out of every shadow root on the way up.
fn nearest_language(mut element: Element) -> Option<String> {
    loop {
        if let Some(found) = property::call(&element, "closest", &"[lang]".into())
            && found.is_object()
        {
            return found.unchecked_into::<Element>().get_attribute("lang");
        }
        let root = property::call(&element, "getRootNode", &JsValue::UNDEFINED)?;
        let shadow_host = property::get(&root, "host");
        if !shadow_host.is_object() {
            return None;
        }
        element = shadow_host.unchecked_into();
    }
}
