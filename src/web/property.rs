//! Reading values that a page or the vendor made: any of them may be a proxy or a getter that throws.

use js_sys::Object;
use wasm_bindgen::prelude::*;

/// The property, if it is a text; else an empty one.
pub(crate) fn text(target: &JsValue, name: &str) -> String {
    get(target, name).as_string().unwrap_or_default()
}

/// The property, if it is a number.
pub(crate) fn number(target: &JsValue, name: &str) -> Option<f64> {
    get(target, name).as_f64()
}

/// Whether the property is anything but false, zero, empty or missing.
pub(crate) fn is(target: &JsValue, name: &str) -> bool {
    get(target, name).is_truthy()
}

/// A plain object.
pub(crate) fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        define(&object, name, value);
    }
    object.into()
}

#[wasm_bindgen(module = "/src/web/property.js")]
extern "C" {
    /// `globalThis`.
    pub(crate) fn global() -> JsValue;

    /// The property, or `undefined` where there is none or reading it throws.
    pub(crate) fn get(target: &JsValue, name: &str) -> JsValue;

    /// Gives an object of ours a property, whatever a page has done to the prototype of all objects.
    pub(crate) fn define(object: &JsValue, name: &str, value: &JsValue);
}
