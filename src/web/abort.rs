//! A signal of ours, for those who can be told to stop.

use wasm_bindgen::JsValue;
use web_sys::AbortController;

use super::value;
use crate::guard_count::Counted;

/// What is going on elsewhere, such as an open request. Dropping it aborts it: a server sees the connection close.
#[must_use]
pub(crate) struct Abort {
    controller: AbortController,
    is_over: bool,
    _counted: Counted,
}

impl Abort {
    /// `Err` is what the page's own class threw.
    pub(crate) fn new() -> Result<Self, JsValue> {
        Ok(Self {
            controller: AbortController::new()?,
            is_over: false,
            _counted: Counted::new(),
        })
    }

    /// Read as any property: the page may have a controller of its own.
    pub(crate) fn signal(&self) -> Result<JsValue, JsValue> {
        value::read(&self.controller, "signal")
    }

    /// It has come to its end, and is not to hear of ours.
    #[cfg(feature = "npm")]
    pub(crate) fn over(mut self) {
        self.is_over = true;
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        if !self.is_over {
            let _ = value::call(&self.controller, "abort", &JsValue::UNDEFINED);
        }
    }
}
