//! How a session ends: the first end counts, and later ones are not heard.

use wasm_bindgen::JsValue;

use crate::web::slot::Slot;

/// What ended a session.
pub(crate) enum End {
    /// The widget's `finish`, with its `detail`.
    Finished(JsValue),
    /// The container, or what the widget runs in, left the page.
    Removed,
    /// The person closed the dialog.
    Cancelled,
    /// The vendor's `startSession` threw or rejected, with this.
    Failed(JsValue),
    /// The caller's signal: its own reason is what the caller gets.
    #[cfg_attr(not(feature = "npm"), allow(dead_code, reason = "Rust apps drop the future"))]
    Aborted,
}

/// Where whatever ends a session says so.
pub(crate) type Ends = Slot<End>;
