//! Reading values that a page or the vendor made: any of them may be a proxy or a getter that throws.

use wasm_bindgen::prelude::*;

/// The property, if it is a text; else an empty one.
pub(crate) fn text(target: &JsValue, name: &str) -> String {
    get(target, name).as_string().unwrap_or_default()
}

/// Whether the property is anything but false, zero, empty or missing.
pub(crate) fn is(target: &JsValue, name: &str) -> bool {
    get(target, name).is_truthy()
}

#[wasm_bindgen(module = "/src/web/property.js")]
extern "C" {
    /// The property, if it is a number, else the default.
    pub(crate) fn number(target: &JsValue, name: &str, default: f64) -> f64;

    /// The property, or `undefined` where there is none or reading it throws.
    pub(crate) fn get(target: &JsValue, name: &str) -> JsValue;

    /// A plain object with one property, or with two.
    #[wasm_bindgen(js_name = object)]
    pub(crate) fn object(name: &str, value: &JsValue, other_name: &str, other: &JsValue) -> JsValue;
}
