//! The widget's cameras: nobody but us can switch them off when a session ends early.

use wasm_bindgen::prelude::*;

use crate::web::guard::Guard;

#[wasm_bindgen(module = "/src/page/camera.js")]
extern "C" {
    fn stopping(root: &JsValue) -> JsValue;
}

/// Stops every camera below the element on Drop, and those that come late.
///
/// The vendor documents no way to stop a started widget; a removed `<video>` keeps its camera on.
pub(crate) fn guard(root: &JsValue) -> Guard {
    Guard::new(stopping(root))
}
