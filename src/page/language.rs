//! The language that a page is written in.

use wasm_bindgen::prelude::*;

use super::realm::Realm;
use crate::flow::Locale;
use crate::web::property;

#[wasm_bindgen(module = "/src/page/language.js")]
extern "C" {
    #[wasm_bindgen(js_name = languagesAround, catch)]
    fn languages_around(window: &JsValue, host: &JsValue) -> Result<JsValue, JsValue>;
}

/// The nearest language around the host that the widget speaks, else the browser's first one, else Russian.
pub(crate) fn locale_around(page: &Realm, host: &JsValue) -> Locale {
    let tags = languages_around(&page.window, host).unwrap_or_default();
    property::items(&tags)
        .filter_map(|tag| tag.as_string())
        .find_map(|tag| Locale::from_tag(&tag))
        .unwrap_or_default()
}
