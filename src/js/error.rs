//! The Rust error as the `FlowError` of the JavaScript contract.

use wasm_bindgen::prelude::*;

use crate::error::Error;

// An exported struct cannot extend the native `Error`, so the class is JavaScript's: the very one that the package's entries export.
#[wasm_bindgen(raw_module = "../../src/js/flow_error.js")]
extern "C" {
    type FlowError;

    #[wasm_bindgen(constructor, catch)]
    fn new(
        code: &str,
        message: &JsValue,
        is_retryable: bool,
        details: &JsValue,
        cause: &JsValue,
    ) -> Result<FlowError, JsValue>;
}

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        let message = error.message_value();
        let cause = error.cause().unwrap_or_default();
        let made = FlowError::new(
            error.code().as_str(),
            &message,
            error.retryable(),
            &error.details(),
            &cause,
        );
        made.map_or_else(|thrown| thrown, Into::into)
    }
}
