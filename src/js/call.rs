//! A call of JavaScript's: a promise of what the work comes to.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use js_sys::futures::spawn_local;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;

use crate::error::{Error, ErrorCode};
use crate::page::end::{End, Ends};
use crate::running::Running;
use crate::web::guard::Listener;
use crate::web::{object, value};

#[wasm_bindgen]
extern "C" {
    /// As js-sys has it, but with `catch`: zone.js and others put a class of their own in its place.
    #[wasm_bindgen(js_name = Promise, extends = Promise)]
    type OwnPromise;

    #[wasm_bindgen(catch, constructor, js_class = "Promise")]
    fn new(executor: &mut dyn FnMut(Function, Function)) -> Result<OwnPromise, JsValue>;
}

type Work = Pin<Box<dyn Future<Output = Result<JsValue, Error>>>>;

/// What the work comes to. From the moment that the signal among the options is aborted, unless the work has come to its end before, it is undone, and the
/// promise rejects with the signal's reason.
pub(super) fn promise(
    options: &JsValue,
    ends: &Ends,
    work: impl Future<Output = Result<JsValue, Error>> + 'static,
) -> Result<Promise, JsValue> {
    promise_of(options, ends.clone(), Box::pin(work))
}

/// One function for all exports: each future of its own type would bring an executor's code along.
fn promise_of(options: &JsValue, ends: Ends, work: Work) -> Result<Promise, JsValue> {
    let call = Rc::new(Call {
        work: Cell::new(Some(work)),
        ends,
        is_unwanted: Cell::new(false),
        is_aborted: Cell::new(false),
        waker: Cell::new(None),
    });
    let signal = Signal::of(options, &call).unwrap_or_else(|thrown| {
        let refused = Error::invalid_option("signal", "cannot be read.").caused_by(&thrown);
        call.work.set(Some(Box::pin(async { Err(refused) })));
        Signal::default()
    });
    if signal.is_aborted() {
        call.abort();
    }
    let mut settling = None;
    let promise = OwnPromise::new(&mut |resolve, reject| settling = Some((resolve, reject)))?;
    spawn_local(async move {
        let end = poll_fn(|context| call.poll(context)).await;
        // Whatever throws from here on is noticed by the entries, too.
        let _running = Running::enter();
        let end = match end {
            Some(end) => end.map_err(Into::into),
            None => Err(value::get(&signal.given, "reason")),
        };
        // Nothing is left before anybody hears of the end.
        drop((signal, call));
        if let Some((resolve, reject)) = settling {
            match end {
                Ok(value) => settle(&resolve, &value),
                Err(cause) => settle(&reject, &cause),
            }
        }
    });
    Ok(promise.into())
}

/// In the one way or the other: a page may have put a method of its own in either's place.
fn settle(function: &Function, value: &JsValue) {
    let applied = object::list(std::slice::from_ref(value))
        .and_then(|arguments| Reflect::apply(function, &JsValue::UNDEFINED, &arguments));
    if applied.is_err() {
        let _ = function.call1(&JsValue::UNDEFINED, value);
    }
}

/// The signal among a call's options, listened to. What is none is for the reading of options to refuse.
#[derive(Default)]
struct Signal {
    given: JsValue,
    abort: Option<Listener>,
}

impl Signal {
    /// `Err` is what reading it or listening to it threw.
    fn of(options: &JsValue, call: &Rc<Call>) -> Result<Self, JsValue> {
        if !options.is_object() {
            return Ok(Self::default());
        }
        let given = value::read(options, "signal")?;
        if !given.is_object() || value::read(&given, "aborted")?.as_bool().is_none() {
            return Ok(Self::default());
        }
        let aborted = Rc::clone(call);
        let abort = Listener::try_new(&given, "abort", move |_| aborted.abort())?;
        Ok(Self {
            given,
            abort: Some(abort),
        })
    }

    fn is_aborted(&self) -> bool {
        self.abort.is_some() && value::get(&self.given, "aborted") == true
    }
}

/// Work that may be given up at any moment, by dropping it with all that it holds.
struct Call {
    /// Not here while it is polled.
    work: Cell<Option<Work>>,
    ends: Ends,
    /// Whether an abort was heard, though it may have come too late.
    is_unwanted: Cell<bool>,
    is_aborted: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

impl Call {
    fn abort(&self) {
        self.is_unwanted.set(true);
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
        // What came first was only the end of a step.
        if polled.is_pending() && self.is_unwanted.get() && !self.is_aborted.get() {
            self.abort();
        }
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
