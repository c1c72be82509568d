//! The work of JavaScript's calls, polled by number.

use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use wasm_bindgen::prelude::*;

use crate::error::Error;

/// What a promise will be.
pub(super) type Work = Pin<Box<dyn Future<Output = Result<JsValue, Error>>>>;

/// Work that waits, and what waits beside it: a list, since a vector's growth would weigh more than all of this.
struct Task {
    id: u32,
    work: Work,
    next: Tasks,
}

type Tasks = Option<Box<Task>>;

thread_local! {
    /// Nothing is left to drop when a page ends, and to register that would bring code.
    static TASKS: Cell<ManuallyDrop<Tasks>> = const { Cell::new(ManuallyDrop::new(None)) };
}

#[wasm_bindgen(module = "/src/web/task.js")]
extern "C" {
    fn settle(is_resolved: bool, value: &JsValue);
}

/// Goes on with the work until it waits or has ended; JavaScript comes back when what it waits for is there. Nothing of it is left
/// before anybody hears of its end.
pub(super) fn go_on(id: u32, mut work: Work) {
    match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Pending => {
            let next = ManuallyDrop::into_inner(TASKS.take());
            keep(Some(Box::new(Task { id, work, next })));
        }
        Poll::Ready(end) => {
            drop(work);
            match end {
                Ok(value) => settle(true, &value),
                Err(error) => settle(false, &error.into()),
            }
        }
    }
}

/// It is in nobody's list while it goes on, so that it may start other work.
pub(super) fn take(id: u32) -> Option<Work> {
    let mut left = ManuallyDrop::into_inner(TASKS.take());
    let mut taken = None;
    let mut kept = None;
    while let Some(mut task) = left {
        left = task.next.take();
        if task.id == id {
            taken = Some(task.work);
        } else {
            task.next = kept;
            kept = Some(task);
        }
    }
    keep(kept);
    taken
}

/// Not `LocalKey::set`, which would bring code to begin with.
fn keep(tasks: Tasks) {
    TASKS.with(|kept| kept.set(ManuallyDrop::new(tasks)));
}
