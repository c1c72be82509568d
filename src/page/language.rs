//! The language that a page is written in.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::flow::Locale;

#[wasm_bindgen(module = "/src/page/language.js")]
extern "C" {
    #[wasm_bindgen(js_name = languagesAround)]
    fn languages_around(window: &JsValue, host: &JsValue) -> Array;
}

/// The nearest language around the host that the widget speaks, else the browser's first one, else Russian.
pub(crate) fn locale_around(page: &JsValue, host: &JsValue) -> Locale {
    languages_around(page, host)
        .into_iter()
        .find_map(|tag| Locale::from_tag(&tag.as_string()?))
        .unwrap_or_default()
}
