//! What was done in JavaScript, and is undone on Drop.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::slot::Slot;
use crate::guard_count::Counted;

/// The one type of closure that JavaScript calls: each further type would bring code of its own.
pub(crate) type Callback = Closure<dyn FnMut(JsValue)>;

#[wasm_bindgen(module = "/src/web/guard.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn listen(
        target: &JsValue,
        name: &str,
        is_capturing: bool,
        callback: &Callback,
    ) -> Result<JsValue, JsValue>;

    fn undo(action: &JsValue);
}

/// A callback that puts what it is called with into the slot.
pub(crate) fn filling(slot: &Rc<Slot<JsValue>>) -> Box<dyn FnMut(JsValue)> {
    let slot = Rc::clone(slot);
    Box::new(move |value| slot.set(value))
}

/// A function of JavaScript's that is called on Drop, and the callback that it takes back.
pub(crate) struct Guard {
    undo: JsValue,
    is_kept: bool,
    _callback: Option<Callback>,
    _counted: Counted,
}

impl Guard {
    pub(crate) fn new(undo: JsValue) -> Self {
        Self::around(undo, None)
    }

    /// What was set up with the callback, from what doing it yielded: what undoes it.
    pub(crate) fn with(callback: Callback, set_up: Result<JsValue, JsValue>) -> Result<Self, JsValue> {
        Ok(Self::around(set_up?, Some(callback)))
    }

    /// Listens for an event. `Err` is what `addEventListener` threw: the target was no event target after all.
    pub(crate) fn listen(
        target: &JsValue,
        name: &str,
        is_capturing: bool,
        callback: Box<dyn FnMut(JsValue)>,
    ) -> Result<Self, JsValue> {
        let callback = Callback::wrap(callback);
        let listening = listen(target, name, is_capturing, &callback);
        Self::with(callback, listening)
    }

    /// The callback, if there is one, goes with the guard.
    pub(crate) fn around(undo: JsValue, callback: Option<Callback>) -> Self {
        Self {
            undo,
            is_kept: false,
            _callback: callback,
            _counted: Counted::new(),
        }
    }

    /// Ends the guard without undoing anything.
    pub(crate) fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if !self.is_kept {
            undo(&self.undo);
        }
    }
}
