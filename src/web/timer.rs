//! Pauses that end with their timer cleared, in pages, workers and Node alike.

use std::rc::Rc;
use std::time::Duration;

use wasm_bindgen::prelude::*;

use crate::guard_count::Counted;
use crate::web::slot::Slot;

#[wasm_bindgen]
extern "C" {
    // Node answers with an object where browsers answer with a number: the value is only handed back.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Closure<dyn FnMut()>, milliseconds: i32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue);
}

/// A timer that fills a slot when it fires and is cleared on Drop.
pub(crate) struct Timer {
    id: JsValue,
    fired: Rc<Slot<()>>,
    _callback: Closure<dyn FnMut()>,
    _counted: Counted,
}

impl Timer {
    pub(crate) fn start(after: Duration) -> Self {
        let fired = Rc::new(Slot::new());
        let callback = Closure::new({
            let fired = Rc::clone(&fired);
            move || fired.set(())
        });
        // Longer than 24 days does not fit a browser's timer.
        let milliseconds = i32::try_from(after.as_millis()).unwrap_or(i32::MAX);
        Self {
            id: set_timeout(&callback, milliseconds),
            fired,
            _callback: callback,
            _counted: Counted::new(),
        }
    }

    pub(crate) fn has_fired(&self) -> bool {
        self.fired.is_set()
    }

    pub(crate) async fn fired(&self) {
        self.fired.take().await;
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}

/// Waits; dropping the future clears the timer.
pub(crate) async fn sleep(duration: Duration) {
    Timer::start(duration).fired().await;
}
