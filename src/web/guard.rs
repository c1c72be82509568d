//! What is undone when it is dropped.

use std::pin::Pin;
use std::task::{Context, Poll};

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::{Element, EventTarget};

use super::object;
use super::slot::Slot;
use super::value;
use crate::guard_count::Counted;
use crate::running::Running;

/// One type for every callback: each further one would bring code of its own. Not `FnMut`: what a callback does may call it again.
pub(crate) type Callback = Closure<dyn Fn(JsValue)>;

/// What a callback does. Of a trait of ours: boxed as `dyn Fn`, each closure brings two more ways of being called.
pub(crate) trait Action {
    fn act(&self, value: JsValue);
}

impl<F: Fn(JsValue)> Action for F {
    fn act(&self, value: JsValue) {
        self(value);
    }
}

#[inline(never)]
pub(crate) fn callback(action: Box<dyn Action>) -> Callback {
    Closure::wrap(Box::new(move |value| {
        let _running = Running::enter();
        action.act(value);
    }))
}

fn function(callback: &Callback) -> &Function {
    callback.as_ref().unchecked_ref()
}

/// Listens while it lives. Capturing, a page's `stopPropagation` further down does not hide the event.
#[must_use]
pub(crate) struct Listener {
    target: EventTarget,
    name: &'static str,
    callback: Callback,
    _counted: Counted,
}

impl Listener {
    /// `Err` is what `addEventListener` threw: the target was no event target after all.
    pub(crate) fn try_new(
        target: &JsValue,
        name: &'static str,
        action: impl Fn(JsValue) + 'static,
    ) -> Result<Self, JsValue> {
        Self::boxed(target, name, Box::new(action))
    }

    pub(crate) fn new(
        target: &JsValue,
        name: &'static str,
        action: impl Fn(JsValue) + 'static,
    ) -> Option<Self> {
        Self::boxed(target, name, Box::new(action)).ok()
    }

    #[inline(never)]
    fn boxed(target: &JsValue, name: &'static str, action: Box<dyn Action>) -> Result<Self, JsValue> {
        // First the guard: what throws may have done a part of it.
        let listener = Self {
            target: target.clone().unchecked_into(),
            name,
            callback: callback(action),
            _counted: Counted::new(),
        };
        let function = function(&listener.callback);
        listener
            .target
            .add_event_listener_with_callback_and_bool(name, function, true)?;
        Ok(listener)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // As an object: Node.js takes any boolean here as one that says false, and would go on to call what is dropped.
        let capturing = object::bare(&[("capture", &JsValue::TRUE)]).map_or(JsValue::TRUE, JsValue::from);
        let arguments: [&JsValue; 3] = [&self.name.into(), function(&self.callback), &capturing];
        let _ = value::call_with(&self.target, "removeEventListener", arguments);
    }
}

/// Listens for as long as the target lives, and not before whoever is further inside; the action may hold nothing of a session.
pub(crate) fn listen_for_good(target: &JsValue, name: &str, action: impl Fn(JsValue) + 'static) {
    let target: &EventTarget = target.unchecked_ref();
    let listener = callback(Box::new(action)).into_js_value();
    let _ = target.add_event_listener_with_callback(name, listener.unchecked_ref());
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = setTimeout)]
    fn set_timeout(callback: &Callback, milliseconds: f64) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(id: &JsValue) -> Result<(), JsValue>;

    /// As web-sys has it, but for `catch`: a page may have put a polyfill in its place.
    type ResizeObserver;

    #[wasm_bindgen(constructor, catch)]
    fn new(callback: &Callback) -> Result<ResizeObserver, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn observe(this: &ResizeObserver, element: &Element) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    fn disconnect(this: &ResizeObserver) -> Result<(), JsValue>;
}

/// Calls back once, unless it is dropped before.
#[must_use]
pub(crate) struct Timer {
    /// A number in pages, an object in Node.js; none where the page's own `setTimeout` threw.
    id: Option<JsValue>,
    _callback: Callback,
    _counted: Counted,
}

impl Timer {
    pub(crate) fn new(milliseconds: f64, action: impl Fn() + 'static) -> Self {
        Self::boxed(milliseconds, Box::new(move |_| action()))
    }

    #[inline(never)]
    fn boxed(milliseconds: f64, action: Box<dyn Action>) -> Self {
        let callback = callback(action);
        Self {
            id: set_timeout(&callback, milliseconds).ok(),
            _callback: callback,
            _counted: Counted::new(),
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(id) = &self.id {
            let _ = clear_timeout(id);
        }
    }
}

/// Waits, in milliseconds.
pub(crate) fn pause(milliseconds: f64) -> Pause {
    let over = Slot::new();
    let elapsed = over.clone();
    let timer = Timer::new(milliseconds, move || {
        elapsed.set(());
    });
    if timer.id.is_none() {
        over.set(());
    }
    Pause { over, _timer: timer }
}

/// See [`pause`].
#[must_use]
pub(crate) struct Pause {
    over: Slot<()>,
    _timer: Timer,
}

impl Future for Pause {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.over.poll(context)
    }
}

/// Tells of the element's sizes.
#[must_use]
pub(crate) struct Resizes {
    observer: ResizeObserver,
    _callback: Callback,
    _counted: Counted,
}

impl Resizes {
    /// `None` where the browser, or the page, has no such observer.
    pub(crate) fn observe(element: &Element, action: impl Fn() + 'static) -> Option<Self> {
        let callback = callback(Box::new(move |_| action()));
        let observer = ResizeObserver::new(&callback).ok()?;
        observer.observe(element).ok()?;
        Some(Self {
            observer,
            _callback: callback,
            _counted: Counted::new(),
        })
    }
}

impl Drop for Resizes {
    fn drop(&mut self) {
        let _ = self.observer.disconnect();
    }
}

/// Takes the element out of the page.
#[must_use]
pub(crate) struct Removal {
    element: Element,
    is_kept: bool,
    _counted: Counted,
}

impl Removal {
    pub(crate) fn of(element: &Element) -> Self {
        Self {
            element: element.clone(),
            is_kept: false,
            _counted: Counted::new(),
        }
    }

    /// Leaves it there.
    pub(crate) fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Removal {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = value::call_inherited(&self.element, "remove", &JsValue::UNDEFINED);
        }
    }
}
