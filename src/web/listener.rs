//! Event listeners that are removed on Drop.

use wasm_bindgen::prelude::*;
use web_sys::{Event, EventTarget};

use crate::guard_count::Counted;

/// A listener that is removed on Drop.
///
/// It listens in the capture phase, so that a page's `stopPropagation` further down does not hide the event.
pub(crate) struct Listener {
    target: EventTarget,
    name: &'static str,
    is_capturing: bool,
    callback: Closure<dyn FnMut(Event)>,
    _counted: Counted,
}

impl Listener {
    /// `Err` is what `addEventListener` threw: the target was no event target after all.
    pub(crate) fn new(
        target: &EventTarget,
        name: &'static str,
        callback: impl FnMut(Event) + 'static,
    ) -> Result<Self, JsValue> {
        Self::add(target, name, true, Closure::new(callback))
    }

    /// For targets with nothing around them. Node's `removeEventListener` does not find a capturing listener by `true`.
    pub(crate) fn at_target(
        target: &EventTarget,
        name: &'static str,
        callback: impl FnMut(Event) + 'static,
    ) -> Result<Self, JsValue> {
        Self::add(target, name, false, Closure::new(callback))
    }

    fn add(
        target: &EventTarget,
        name: &'static str,
        is_capturing: bool,
        callback: Closure<dyn FnMut(Event)>,
    ) -> Result<Self, JsValue> {
        let function = callback.as_ref().unchecked_ref();
        target.add_event_listener_with_callback_and_bool(name, function, is_capturing)?;
        Ok(Self {
            target: target.clone(),
            name,
            is_capturing,
            callback,
            _counted: Counted::new(),
        })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // Fails only where `new` failed.
        let _ = self.target.remove_event_listener_with_callback_and_bool(
            self.name,
            self.callback.as_ref().unchecked_ref(),
            self.is_capturing,
        );
    }
}
