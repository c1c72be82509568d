//! Objects of ours for JavaScript.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::value;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Object, js_name = create)]
    fn create(prototype: &JsValue) -> Result<Object, JsValue>;

    /// As js-sys has them, but with `catch`: a page may have put anything in their places.
    #[wasm_bindgen(js_name = Object)]
    type PlainObject;

    #[wasm_bindgen(catch, constructor, js_class = "Object")]
    fn new() -> Result<PlainObject, JsValue>;

    #[wasm_bindgen(js_name = Array)]
    type List;

    #[wasm_bindgen(catch, constructor, js_class = "Array")]
    fn new() -> Result<List, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = defineProperty)]
    fn define(target: &JsValue, key: &JsValue, descriptor: &JsValue) -> Result<bool, JsValue>;
}

/// An object with these properties and no others, not even those that a page has added to the prototype of all objects.
pub(crate) fn bare(properties: &[(&str, &JsValue)]) -> Result<Object, JsValue> {
    let object = create(&JsValue::NULL)?;
    for (name, property) in properties {
        value::write(&object, name, property)?;
    }
    Ok(object)
}

/// An ordinary object with these properties of its own: they are defined and not set, since a page may have made `Object.prototype`
/// listen.
pub(crate) fn plain(properties: &[(&str, &JsValue)]) -> Result<Object, JsValue> {
    let object: Object = PlainObject::new()?.unchecked_into();
    for (name, property) in properties {
        let descriptor = bare(&[
            ("value", property),
            ("configurable", &JsValue::TRUE),
            ("enumerable", &JsValue::TRUE),
            ("writable", &JsValue::TRUE),
        ])?;
        define(&object, &(*name).into(), &descriptor)?;
    }
    Ok(object)
}

/// Defines a property that whoever lists the target's does not see.
pub(crate) fn define_hidden(target: &JsValue, key: &JsValue, property: &JsValue) -> Result<(), JsValue> {
    let descriptor = bare(&[
        ("value", property),
        ("configurable", &JsValue::TRUE),
        ("writable", &JsValue::TRUE),
    ])?;
    define(target, key, &descriptor).map(drop)
}

/// An array of these.
pub(crate) fn list(items: &[JsValue]) -> Result<Array, JsValue> {
    let list = List::new()?;
    for (item, index) in items.iter().zip(0..) {
        Reflect::set_u32(&list, index, item)?;
    }
    Ok(list.unchecked_into())
}
