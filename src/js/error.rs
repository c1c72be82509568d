//! The Rust error as the `FlowError` of the JavaScript contract.

use wasm_bindgen::prelude::*;

use crate::error::{Error, ErrorCode};
use crate::web::value;

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
        let cause = error.cause().unwrap_or_default();
        if error.code() == ErrorCode::SessionUnavailable && is_flow_error(&cause) {
            return cause;
        }
        let message = error.message_value();
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

/// What a page's own function for the id rejects with is handed on where it is one, of whichever copy of the package.
fn is_flow_error(thrown: &JsValue) -> bool {
    value::get(thrown, "name") == "FlowError" && value::get(thrown, "code").is_string()
}
