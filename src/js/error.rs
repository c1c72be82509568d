//! [`Error`] as JavaScript's `FlowError`.

use js_sys::Object;
use wasm_bindgen::prelude::*;

use crate::error::{Detail, Error};
use crate::web::property;

// An exported struct cannot extend the native `Error`, so the class is JavaScript's.
#[wasm_bindgen(module = "/src/js/flow_error.js")]
extern "C" {
    type FlowError;

    #[wasm_bindgen(constructor)]
    fn new(code: &str, message: &str, retryable: bool, details: &Object, cause: &JsValue) -> FlowError;
}

pub(super) fn to_js(error: Error) -> JsValue {
    let details = Object::new();
    for (name, detail) in error.details() {
        let value = match detail {
            Detail::Text(text) => JsValue::from_str(text),
            Detail::Number(number) => JsValue::from(*number),
            Detail::Value(value) => value.clone(),
        };
        property::define(&details, name, &value);
    }
    FlowError::new(
        error.code().as_str(),
        error.message(),
        error.retryable(),
        &details,
        error.cause().unwrap_or(&JsValue::UNDEFINED),
    )
    .into()
}
