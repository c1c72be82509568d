//! Whatever is thrown, as an `Err`.

use wasm_bindgen::prelude::*;

use super::object;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = apply)]
    fn apply(action: &mut dyn FnMut(), receiver: &JsValue, arguments: &JsValue) -> Result<JsValue, JsValue>;
}

/// Does the action, and yields what it threw if it did.
///
/// For a library that takes the browser's classes at their word: what a page's own throw passes through Rust's code without a `Drop`, and would
/// leave the promise of the call unsettled. Here it passes through JavaScript, which alone can catch it. The action may hold nothing that it
/// would be wrong to keep, such as a `RefCell`'s borrow.
pub(crate) fn caught<T>(action: impl FnOnce() -> T) -> Result<T, JsValue> {
    let mut action = Some(action);
    let mut done = None;
    let mut once = || done = action.take().map(|action| action());
    let no_arguments = object::bare(&[])?;
    apply(&mut once, &JsValue::UNDEFINED, &no_arguments)?;
    done.ok_or(JsValue::UNDEFINED)
}
