//! A call of JavaScript's: a promise of what the work comes to.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use js_sys::Promise;
use js_sys::futures::future_to_promise;
use wasm_bindgen::JsValue;

use crate::error::{Error, ErrorCode};
use crate::page::end::{End, Ends};
use crate::running::Running;
use crate::web::guard::Listener;
use crate::web::value;

type Work = Pin<Box<dyn Future<Output = Result<JsValue, Error>>>>;

/// What the work comes to. From the moment that the signal among the options is aborted, unless the work has come to its end before, it is undone, and the
/// promise rejects with the signal's reason.
pub(super) fn promise(
    options: &JsValue,
    ends: &Ends,
    work: impl Future<Output = Result<JsValue, Error>> + 'static,
) -> Promise {
    promise_of(value::get(options, "signal"), ends.clone(), Box::pin(work))
}

/// One function for all exports: each future of its own type would bring an executor's code along.
fn promise_of(signal: JsValue, ends: Ends, work: Work) -> Promise {
    let call = Rc::new(Call {
        work: Cell::new(Some(work)),
        ends,
        is_aborted: Cell::new(false),
        waker: Cell::new(None),
    });
    let aborted = Rc::clone(&call);
    // What is no signal is for the reading of options to refuse.
    let abort = Listener::new(&signal, "abort", move |_| aborted.abort());
    if abort.is_some() && value::get(&signal, "aborted") == true {
        call.abort();
    }
    future_to_promise(async move {
        let end = poll_fn(|context| call.poll(context)).await;
        // Nothing is left before anybody hears of the end.
        drop((abort, call));
        match end {
            Some(end) => end.map_err(Into::into),
            None => Err(value::get(&signal, "reason")),
        }
    })
}

/// Work that may be given up at any moment, by dropping it with all that it holds.
struct Call {
    /// Not here while it is polled.
    work: Cell<Option<Work>>,
    ends: Ends,
    is_aborted: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

impl Call {
    fn abort(&self) {
        // What came first is the end.
        if !self.ends.set(End::Aborted) {
            return;
        }
        self.is_aborted.set(true);
        drop(self.work.take());
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// `None` for what was aborted.
    fn poll(&self, context: &mut Context<'_>) -> Poll<Option<Result<JsValue, Error>>> {
        let _running = Running::enter();
        let Some(mut work) = self.work.take() else {
            return Poll::Ready(None);
        };
        let polled = work.as_mut().poll(context);
        if polled.is_pending() && !self.is_aborted.get() {
            self.waker.set(Some(context.waker().clone()));
            self.work.set(Some(work));
            return Poll::Pending;
        }
        drop(work);
        match self.is_aborted.get() {
            true => Poll::Ready(None),
            false => polled.map(Some),
        }
    }
}

/// What a page has made of JavaScript's own objects keeps us from answering.
pub(super) fn unexpected(thrown: JsValue) -> Error {
    Error::new(
        ErrorCode::Protocol,
        "The page has replaced what JavaScript's own objects are made of; `cause` is what that threw.",
    )
    .caused_by(&thrown)
}
