//! Time that goes on evenly, whatever is done to the machine's clock.

use crate::web::value;
use wasm_bindgen::JsValue;

/// In milliseconds, since whenever; it stands still where the page has taken its `performance` away.
pub(crate) fn now() -> f64 {
    let performance = value::get(&js_sys::global(), "performance");
    value::call(&performance, "now", &JsValue::UNDEFINED)
        .ok()
        .and_then(|now| now.as_f64())
        .unwrap_or_default()
}
