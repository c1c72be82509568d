//! Pauses of a page that nobody looks at.

use std::rc::Rc;
use std::time::Duration;

use wasm_bindgen::JsValue;

use crate::web::guard::{Guard, filling};
use crate::web::property;
use crate::web::slot::{Slot, race};
use crate::web::timer::{Timer, sleep};

/// A hidden tab asks no more often than this.
const HIDDEN_PAUSE: Duration = Duration::from_secs(30);

/// Waits; in a hidden tab longer, until it is shown again.
pub(super) async fn pause(duration: Duration) {
    sleep(duration).await;
    let document = property::get(&property::global(), "document");
    let is_hidden = || property::get(&document, "visibilityState") == "hidden";
    if !is_hidden() {
        return;
    }
    let rest = Timer::start(HIDDEN_PAUSE.saturating_sub(duration));
    while is_hidden() && !rest.has_fired() {
        race(change_of(&document), rest.fired()).await;
    }
}

async fn change_of(document: &JsValue) {
    let changed = Rc::new(Slot::new());
    let _listener = Guard::listen(document, "visibilitychange", true, filling(&changed));
    changed.take().await;
}
