//! Reading values that a page or the vendor made: any of them may be a proxy or a getter that throws.

use wasm_bindgen::prelude::*;

/// The property, if it is a text; else an empty one.
pub(crate) fn text(target: &JsValue, name: &str) -> String {
    get(target, name).as_string().unwrap_or_default()
}

/// The property, if it is a number; else zero.
pub(crate) fn number(target: &JsValue, name: &str) -> f64 {
    get(target, name).as_f64().unwrap_or_default()
}

/// Whether the value is an array of any realm. Asked of a revoked proxy, `Array.isArray` throws.
pub(crate) fn is_array(value: &JsValue) -> bool {
    let array = get(&global(), "Array");
    call(&array, "isArray", value).is_truthy()
}

/// The items of an array-like.
pub(crate) fn items(list: &JsValue) -> impl Iterator<Item = JsValue> {
    let length = get(list, "length").as_f64().unwrap_or(0.0) as u32;
    (0..length).map(move |index| at(list, index))
}

#[wasm_bindgen(module = "/src/web/property.js")]
extern "C" {
    /// `globalThis`.
    pub(crate) fn global() -> JsValue;

    /// The property, or `undefined` where there is none or reading it throws.
    ///
    /// Caught in JavaScript: each error that an import throws takes a place in wasm-bindgen's table of values, for good.
    pub(crate) fn get(target: &JsValue, name: &str) -> JsValue;

    /// The item, or `undefined` where there is none or reading it throws.
    #[wasm_bindgen(js_name = get)]
    fn at(list: &JsValue, index: u32) -> JsValue;

    /// Calls `target.name(argument)`; `undefined` where there is no such method or it throws.
    pub(crate) fn call(target: &JsValue, name: &str, argument: &JsValue) -> JsValue;

    /// Gives an object of ours a property, whatever a page has done to the prototype of all objects.
    pub(crate) fn define(object: &JsValue, name: &str, value: &JsValue);

    /// The number with its unit, as CSS writes it.
    pub(crate) fn pixels(number: f64) -> JsValue;
}
