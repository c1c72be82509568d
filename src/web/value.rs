//! Reading and calling what a page or the vendor made: any of it may be a proxy, a getter that throws, or a function of the page's own
//! in a builtin's place. Nothing here throws: what was thrown is an `Err`, or nothing.

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// js-sys's own takes a value as the name, which would be made and given back each time.
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn reflect_get(target: &JsValue, name: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    fn get_with_receiver(target: &JsValue, name: &str, receiver: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = set)]
    fn reflect_set(target: &JsValue, name: &str, value: &JsValue) -> Result<bool, JsValue>;
}

/// The property, or what reading it threw.
#[inline(never)]
pub(crate) fn read(target: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    reflect_get(target, name)
}

/// The property, or `undefined` where there is none or reading it throws.
#[inline(never)]
pub(crate) fn get(target: &JsValue, name: &str) -> JsValue {
    read(target, name).unwrap_or_default()
}

/// The property, if it is a text; else an empty one.
#[inline(never)]
pub(crate) fn text(target: &JsValue, name: &str) -> String {
    get(target, name).as_string().unwrap_or_default()
}

/// The property, if it is a number; else zero.
#[inline(never)]
pub(crate) fn number(target: &JsValue, name: &str) -> f64 {
    get(target, name).as_f64().unwrap_or_default()
}

/// Whether the property is anything but false, zero, empty or missing.
#[inline(never)]
pub(crate) fn is(target: &JsValue, name: &str) -> bool {
    get(target, name).is_truthy()
}

/// Sets the property, or yields what that threw.
#[inline(never)]
pub(crate) fn write(target: &JsValue, name: &str, value: &JsValue) -> Result<(), JsValue> {
    reflect_set(target, name, value).map(drop)
}

/// Sets the property where the page lets it be set.
#[inline(never)]
pub(crate) fn set(target: &JsValue, name: &str, value: &JsValue) {
    let _ = write(target, name, value);
}

/// Calls the method of this name, or yields what that threw: `undefined` where there is no such method. An element may go by the name of a document's
/// method, and hide it.
#[inline(never)]
pub(crate) fn call(target: &JsValue, name: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    let method = read(target, name)?;
    match method.is_object() {
        true => call_inherited(target, name, argument),
        false => apply(&method, target, argument),
    }
}

/// The property as the object's prototypes have it.
pub(crate) fn read_inherited(target: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    let prototype = Reflect::get_prototype_of(target)?;
    get_with_receiver(&prototype, name, target)
}

/// As `call`, but with the method that the object's prototypes have: a form's fields may go by any name, `appendChild` too.
#[inline(never)]
pub(crate) fn call_inherited(target: &JsValue, name: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    let prototype = Reflect::get_prototype_of(target)?;
    apply(&read(&prototype, name)?, target, argument)
}

/// As `call`, with three arguments.
#[inline(never)]
pub(crate) fn call_with(target: &JsValue, name: &str, arguments: [&JsValue; 3]) -> Result<JsValue, JsValue> {
    let method = read(target, name)?;
    let [first, second, third] = arguments;
    match method.is_function() {
        true => method
            .unchecked_ref::<Function>()
            .call3(target, first, second, third),
        false => Err(JsValue::UNDEFINED),
    }
}

fn apply(method: &JsValue, this: &JsValue, argument: &JsValue) -> Result<JsValue, JsValue> {
    match method.is_function() {
        true => method.unchecked_ref::<Function>().call1(this, argument),
        false => Err(JsValue::UNDEFINED),
    }
}

/// Calls the action with each item of an array or of what looks like one, until one yields something.
pub(crate) fn find<T>(list: &JsValue, mut action: impl FnMut(JsValue) -> Option<T>) -> Option<T> {
    (0..number(list, "length") as u32)
        .find_map(|index| action(Reflect::get_u32(list, index).unwrap_or_default()))
}

/// Calls the action with each item of an array or of what looks like one.
pub(crate) fn each(list: &JsValue, mut action: impl FnMut(JsValue)) {
    find(list, |item| {
        action(item);
        None::<()>
    });
}

/// One text after another, by the language's own `+`, which no page can replace.
#[inline(never)]
pub(crate) fn joined(parts: &[&JsValue]) -> JsValue {
    parts.iter().fold("".into(), |text, part| &text + *part)
}

#[wasm_bindgen]
extern "C" {
    /// Of any realm; throws for a proxy that was revoked.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    pub(crate) fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    /// Of a text's beginning; not a number where it is none.
    #[wasm_bindgen(catch, js_name = parseFloat)]
    pub(crate) fn parse_float(text: &JsValue) -> Result<f64, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Math, js_name = random)]
    fn math_random() -> Result<f64, JsValue>;
}

/// From 0 to 1, where the page has not replaced it by something else.
pub(crate) fn random() -> f64 {
    math_random().unwrap_or(0.5)
}
