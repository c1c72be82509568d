//! Pauses of a page that nobody looks at.

use wasm_bindgen::JsValue;

use crate::web::guard::{Listener, pause};
use crate::web::slot::{Slot, unless};
use crate::web::value;

/// A hidden tab asks no more often than this, in milliseconds.
const HIDDEN_PAUSE: f64 = 30_000.0;

/// Waits, in milliseconds; in a hidden tab longer, until it is shown again.
pub(super) async fn pause_in_view(milliseconds: f64) {
    pause(milliseconds).await;
    let document = value::get(&js_sys::global(), "document");
    if !is_hidden(&document) {
        return;
    }
    let shown = Slot::new();
    let seen = shown.clone();
    let changing = document.clone();
    let _listener = Listener::new(&document, "visibilitychange", move |_| {
        if !is_hidden(&changing) {
            seen.set(());
        }
    });
    let _ = unless(pause((HIDDEN_PAUSE - milliseconds).max(0.0)), shown.take()).await;
}

/// Workers and servers have no document, and are never hidden.
fn is_hidden(document: &JsValue) -> bool {
    value::get(document, "visibilityState") == "hidden"
}
