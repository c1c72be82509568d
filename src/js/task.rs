//! The work of JavaScript's calls, polled by number.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::prelude::*;

use crate::error::Error;

/// What a promise will be.
type Work = Pin<Box<dyn Future<Output = Result<JsValue, Error>>>>;

thread_local! {
    static TASKS: RefCell<Vec<(u32, Work)>> = const { RefCell::new(Vec::new()) };
    static LAST: Cell<u32> = const { Cell::new(0) };
}

#[wasm_bindgen(module = "/src/web/task.js")]
extern "C" {
    fn settle(is_resolved: bool, value: &JsValue);
}

/// Keeps the work until it has ended or is cancelled; yields its number.
pub(super) fn start(work: impl Future<Output = Result<JsValue, Error>> + 'static) -> u32 {
    let id = LAST.get().wrapping_add(1);
    LAST.set(id);
    put(id, Box::pin(work));
    id
}

/// Goes on with the work until it waits or has ended. Nothing of it is left before anybody hears of its end.
#[wasm_bindgen(skip_typescript)]
pub fn poll(id: u32) {
    let Some(mut work) = take(id) else { return };
    // JavaScript polls again when what is waited for is there.
    match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Pending => put(id, work),
        Poll::Ready(end) => {
            drop(work);
            match end {
                Ok(value) => settle(true, &value),
                Err(error) => settle(false, &error.into()),
            }
        }
    }
}

/// Drops the work, and with it whatever it did.
#[wasm_bindgen(skip_typescript)]
pub fn cancel(id: u32) {
    drop(take(id));
}

fn put(id: u32, work: Work) {
    TASKS.with_borrow_mut(|tasks| tasks.push((id, work)));
}

/// It is not there while it is polled, so that work may start other work.
fn take(id: u32) -> Option<Work> {
    TASKS.with_borrow_mut(|tasks| {
        let position = tasks.iter().position(|(own, _)| *own == id)?;
        Some(tasks.swap_remove(position).1)
    })
}
