//! Futures as promises, in less code than a general executor takes.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use wasm_bindgen::prelude::*;

use crate::web::guard::Callback;

/// What a promise will be.
pub(super) type Work = Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>;

#[wasm_bindgen(module = "/src/js/promise.js")]
extern "C" {
    #[wasm_bindgen(js_name = promiseOf)]
    fn promise_of_polls(poll: &Callback) -> JsValue;
    fn wake(id: f64);
    fn settle(id: f64, is_resolved: bool, value: &JsValue);
}

/// A waker may go to another thread, as no value of JavaScript's can: it knows the task's number.
struct ById(f64);

impl Wake for ById {
    fn wake(self: Arc<Self>) {
        wake(self.0);
    }
}

/// Runs the work; it begins in a microtask.
pub(super) fn promise_of(work: Work) -> JsValue {
    let mut running = Some(work);
    let own = Rc::new(Cell::new(None));
    let kept = Rc::clone(&own);
    let poll = Callback::wrap(Box::new(move |id: JsValue| {
        let id = id.as_f64().unwrap_or_default();
        let waker = Waker::from(Arc::new(ById(id)));
        let Some(work) = &mut running else { return };
        let Poll::Ready(end) = work.as_mut().poll(&mut Context::from_waker(&waker)) else {
            return;
        };
        // With all that it holds, before anybody hears of its end.
        running = None;
        match end {
            Ok(value) => settle(id, true, &value),
            Err(thrown) => settle(id, false, &thrown),
        }
        own.take();
    }));
    let promise = promise_of_polls(&poll);
    // It is its own until the work has ended.
    kept.set(Some(poll));
    promise
}
