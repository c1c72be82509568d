//! A stretch of work whose traces are undone on Drop.

use wasm_bindgen::prelude::*;

use super::{promise, property};
use crate::guard_count::Counted;

#[wasm_bindgen(module = "/src/web/scope.js")]
extern "C" {
    #[wasm_bindgen(js_name = openScope)]
    fn open_scope() -> JsValue;

    #[wasm_bindgen(js_name = unlessEnded)]
    fn unless_ended(scope: &JsValue, work: &JsValue) -> JsValue;

    #[wasm_bindgen(js_name = closeScope)]
    fn close_scope(scope: &JsValue, has_finished: bool, is_kept: bool);

    #[cfg(not(feature = "npm"))]
    #[wasm_bindgen(js_name = endScope)]
    fn end_scope(scope: &JsValue);
}

/// What JavaScript did for a session or a request, and what ended it: the first end counts, and later ones are not heard.
///
/// Each function that changes something takes the scope and leaves with it what undoes the change. Dropping the scope undoes
/// everything, the last first: guards, in one.
pub(crate) struct Scope {
    /// What the functions of JavaScript take.
    pub(crate) object: JsValue,
    _counted: Counted,
}

/// How a scope ended, and with which value.
pub(crate) struct End(JsValue);

// As src/web/scope.js has it. What a request's scope ends with, and what the widget threw, are the only others.
pub(crate) const FINISHED: f64 = 0.0;
pub(crate) const REMOVED: f64 = 1.0;
pub(crate) const CANCELLED: f64 = 2.0;

impl End {
    pub(crate) fn how(&self) -> f64 {
        property::number(&self.0, "how", f64::NAN)
    }

    pub(crate) fn value(&self) -> JsValue {
        property::get(&self.0, "value")
    }
}

impl Scope {
    pub(crate) fn open() -> Self {
        Self {
            object: open_scope(),
            _counted: Counted::new(),
        }
    }

    /// Waits for what the work yields; `Err` where the scope ends before.
    pub(crate) async fn unless_ended(&self, work: &JsValue) -> Result<JsValue, End> {
        let told = promise::settled(&unless_ended(&self.object, work)).await;
        match property::get(&told, "how").is_undefined() {
            true => Ok(property::get(&told, "value")),
            false => Err(End(told)),
        }
    }

    /// Waits for the end.
    pub(crate) async fn end(&self) -> End {
        match self.unless_ended(&JsValue::UNDEFINED).await {
            Ok(told) | Err(End(told)) => End(told),
        }
    }

    /// Undoes what a session's good end leaves to undo: its cameras are the widget's own affair, and what is kept stays in the page.
    pub(crate) fn finish(&self, is_kept: bool) {
        close_scope(&self.object, true, is_kept);
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        close_scope(&self.object, false, false);
        // A future that waits in a Rust app is freed only when its promise settles.
        #[cfg(not(feature = "npm"))]
        end_scope(&self.object);
    }
}
