//! Waiting for promises that somebody else made: they may never settle, and their class may be the page's own.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::guard::{Callback, callback};
use super::slot::Slot;
use crate::guard_count::Counted;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Promise, js_name = resolve)]
    fn resolve(value: &JsValue) -> Result<Promise, JsValue>;

    /// As `Promise.prototype.then`, but with `catch`.
    type Thenable;

    #[wasm_bindgen(method, catch)]
    fn then(this: &Thenable, fulfilled: &Callback, rejected: &Callback) -> Result<JsValue, JsValue>;
}

/// Tells once what a promise comes to, until it is dropped.
#[must_use]
pub(crate) struct Reaction {
    callbacks: Option<[Callback; 2]>,
    is_over: Rc<Cell<bool>>,
    _counted: Counted,
}

impl Reaction {
    /// Any value is waited for as `await` does it. `tell` must do for a session that is over, and hold little of it: a promise may settle late, or
    /// never.
    pub(crate) fn to(value: &JsValue, tell: impl Fn(Result<JsValue, JsValue>) + 'static) -> Self {
        Self::boxed(value, Rc::new(tell))
    }

    fn boxed(value: &JsValue, tell: Rc<dyn Fn(Result<JsValue, JsValue>)>) -> Self {
        let is_over = Rc::new(Cell::new(false));
        let told = |outcome: fn(JsValue) -> Result<JsValue, JsValue>| {
            let (tell, is_over) = (Rc::clone(&tell), Rc::clone(&is_over));
            callback(Box::new(move |value| {
                is_over.set(true);
                tell(outcome(value));
            }))
        };
        let callbacks = [told(Ok), told(Err)];
        let [fulfilled, rejected] = &callbacks;
        let begun =
            resolve(value).and_then(|promise| promise.unchecked_ref::<Thenable>().then(fulfilled, rejected));
        if let Err(thrown) = begun {
            is_over.set(true);
            tell(Err(thrown));
        }
        Self {
            callbacks: Some(callbacks),
            is_over,
            _counted: Counted::new(),
        }
    }
}

/// A promise that has yet to settle calls one of the two later: they are handed over to the browser, which frees them with it.
impl Drop for Reaction {
    fn drop(&mut self) {
        if !self.is_over.get()
            && let Some(callbacks) = self.callbacks.take()
        {
            drop(callbacks.map(Callback::into_js_value));
        }
    }
}

/// Waits for what the value, a promise most often, comes to.
pub(crate) fn settled(value: &JsValue) -> Settled {
    let outcome = Slot::new();
    let told = outcome.clone();
    Settled {
        _reaction: Some(Reaction::to(value, move |value| {
            told.set(value);
        })),
        outcome,
    }
}

/// See [`settled`].
pub(crate) struct Settled {
    outcome: Slot<Result<JsValue, JsValue>>,
    _reaction: Option<Reaction>,
}

impl Settled {
    /// Of a promise that could not even be had.
    pub(crate) fn failed(thrown: JsValue) -> Self {
        let outcome = Slot::new();
        outcome.set(Err(thrown));
        Self {
            outcome,
            _reaction: None,
        }
    }
}

impl Future for Settled {
    type Output = Result<JsValue, JsValue>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.outcome.poll(context)
    }
}
