//! Reading values that a page or the vendor made: any of them may be a proxy or a getter that throws.

use js_sys::{Function, Number, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::Node;

/// The property, if it is a function.
pub(crate) fn function(target: &JsValue, name: &str) -> Option<Function> {
    get(target, name).dyn_into().ok()
}

/// Calls `target.name(argument)`; `None` where there is no such method or it throws.
pub(crate) fn call(target: &JsValue, name: &str, argument: &JsValue) -> Option<JsValue> {
    function(target, name)?.call1(target, argument).ok()
}

/// Whether the value is an array of any realm. Asked of a revoked proxy, `Array.isArray` throws.
pub(crate) fn is_array(value: &JsValue) -> bool {
    let array = get(&js_sys::global(), "Array");
    call(&array, "isArray", value).is_some_and(|is_array| is_array.is_truthy())
}

/// The items of an array-like.
pub(crate) fn items(list: &JsValue) -> impl Iterator<Item = JsValue> {
    let length = get(list, "length").as_f64().unwrap_or(0.0) as u32;
    (0..length).map(move |index| Reflect::get_u32(list, index).unwrap_or_default())
}

/// The number as JavaScript writes it: Rust's own formatting would add kilobytes to the package.
pub(crate) fn digits(number: f64, radix: u8) -> String {
    let digits = Number::from(number).to_string_with_radix(radix);
    digits.map(String::from).unwrap_or_default()
}

#[wasm_bindgen(inline_js = "
export const get = (target, name) => { try { return Reflect.get(target, name) } catch {} };
export const append = (parent, child) => Node.prototype.appendChild.call(parent, child);
export const define = (object, name, value, enumerable) =>
  Object.defineProperty(object, name, { __proto__: null, value, enumerable, configurable: true, writable: true });
")]
extern "C" {
    /// The property, or `undefined` where there is none or reading it throws.
    ///
    /// Caught in JavaScript: each error that an import throws takes a place in wasm-bindgen's table of values, for good.
    pub(crate) fn get(target: &JsValue, name: &str) -> JsValue;

    /// Appends a node though the parent, a form perhaps, has a field that goes by the method's name.
    #[wasm_bindgen(catch)]
    pub(crate) fn append(parent: &Node, child: &Node) -> Result<Node, JsValue>;

    /// Gives an object a property of its own, whatever a page has done to the prototype of all objects.
    #[wasm_bindgen(catch)]
    pub(crate) fn define(
        object: &JsValue,
        name: &JsValue,
        value: &JsValue,
        enumerable: bool,
    ) -> Result<JsValue, JsValue>;
}
