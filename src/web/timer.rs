//! Pauses that end with their timer cleared, in pages, workers and Node alike.

use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use wasm_bindgen::prelude::*;

use super::guard::{Callback, Guard, filling};
use super::slot::Slot;

/// Longer than 24 days does not fit a browser's timer.
const LONGEST: f64 = 2_147_483_647.0;

#[wasm_bindgen(module = "/src/web/guard.js")]
extern "C" {
    #[wasm_bindgen(js_name = startTimer, catch)]
    fn start_timer(milliseconds: f64, callback: &Callback) -> Result<JsValue, JsValue>;
}

/// A timer that is cleared on Drop; it can be awaited.
pub(crate) struct Timer {
    fired: Rc<Slot<JsValue>>,
    _guard: Option<Guard>,
}

impl Timer {
    pub(crate) fn start(after: Duration) -> Self {
        let fired = Rc::new(Slot::new());
        let callback = Callback::wrap(filling(&fired));
        let milliseconds = after.as_secs() as f64 * 1000.0 + f64::from(after.subsec_millis());
        let started = start_timer(milliseconds.min(LONGEST), &callback);
        Self {
            fired,
            // Fails only where a page has put a timer of its own in place that throws.
            _guard: Guard::with(callback, started).ok(),
        }
    }

    pub(crate) fn has_fired(&self) -> bool {
        self.fired.is_set()
    }

    pub(crate) fn fired(&self) -> impl Future<Output = ()> {
        poll_fn(|context| self.fired.poll(context).map(drop))
    }

    /// The slot's value, unless the timer fires before it is there.
    pub(crate) fn unless(self, slot: &Slot<JsValue>) -> impl Future<Output = Option<JsValue>> {
        poll_fn(move |context| {
            // The whole timer is the future's, and not the one field that it reads.
            let timer = &self;
            match slot.poll(context) {
                Poll::Ready(value) => Poll::Ready(Some(value)),
                Poll::Pending => timer.fired.poll(context).map(|_| None),
            }
        })
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.fired.poll(context).map(drop)
    }
}

/// Waits; dropping the future clears the timer.
pub(crate) fn sleep(duration: Duration) -> Timer {
    Timer::start(duration)
}
