//! Texts that stay JavaScript's: a body or a photo may be megabytes, and the wasm's memory would keep the size of the largest.

use js_sys::JsString;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// As js-sys has it, but with `catch`: its methods may be the page's own.
    type Text;

    #[wasm_bindgen(method, catch)]
    fn slice(this: &Text, start: u32, end: u32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch, js_name = replaceAll)]
    fn replace_all(this: &Text, pattern: &JsValue, replacement: &str) -> Result<JsValue, JsValue>;
}

/// In UTF-16 units, as the others count too.
pub(super) fn length(text: &JsValue) -> u32 {
    text.unchecked_ref::<JsString>().length()
}

#[inline(never)]
pub(super) fn slice(text: &JsValue, start: u32, end: u32) -> Result<JsValue, JsValue> {
    expect(text.unchecked_ref::<Text>().slice(start, end)?)
}

/// `pattern` is a text, or a global regular expression.
#[inline(never)]
pub(super) fn replace_all(text: &JsValue, pattern: &JsValue, replacement: &str) -> Result<JsValue, JsValue> {
    expect(text.unchecked_ref::<Text>().replace_all(pattern, replacement)?)
}

/// Only a text is sure to have a length, and not to throw when it is joined to another.
pub(super) fn expect(value: JsValue) -> Result<JsValue, JsValue> {
    match value.is_string() {
        true => Ok(value),
        false => Err(value),
    }
}
