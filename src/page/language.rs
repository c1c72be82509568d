//! Which of the widget's languages a page is written in.

use wasm_bindgen::prelude::*;
use web_sys::Element;

use super::realm::Realm;
use crate::flow::Locale;
use crate::web::value;

/// The nearest language around the element that the widget speaks, else the browser's, else Russian.
pub(crate) fn around(realm: &Realm, element: Option<&Element>) -> Locale {
    let start = element.map_or_else(|| value::get(&realm.document, "documentElement"), JsValue::from);
    let nearest = nearest_tag(start).ok().flatten();
    if let Some(locale) = nearest.and_then(locale_of) {
        return locale;
    }
    let languages = value::get(&value::get(&realm.window, "navigator"), "languages");
    value::find(&languages, locale_of).unwrap_or_default()
}

/// Out of every shadow root on the way up.
fn nearest_tag(mut element: JsValue) -> Result<Option<JsValue>, JsValue> {
    while element.is_object() {
        let found = value::call_inherited(&element, "closest", &"[lang]".into())?;
        if found.is_object() {
            return value::call_inherited(&found, "getAttribute", &"lang".into()).map(Some);
        }
        let root = value::call_inherited(&element, "getRootNode", &JsValue::UNDEFINED)?;
        element = value::get(&root, "host");
    }
    Ok(None)
}

fn locale_of(tag: JsValue) -> Option<Locale> {
    Locale::from_tag(&tag.as_string()?)
}
