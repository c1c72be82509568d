//! Event listeners that are removed on Drop.

use wasm_bindgen::JsValue;

use super::guard::Guard;

/// A listener that is removed on Drop.
pub(crate) struct Listener {
    _guard: Guard,
}

impl Listener {
    /// It listens in the capture phase, so that a page's `stopPropagation` further down does not hide the event.
    ///
    /// `Err` is what `addEventListener` threw: the target was no event target after all.
    pub(crate) fn new(
        target: &JsValue,
        name: &str,
        callback: impl FnMut(JsValue) + 'static,
    ) -> Result<Self, JsValue> {
        Self::add(target, name, true, Box::new(callback))
    }

    /// For targets with nothing around them. Node's `removeEventListener` does not find a capturing listener by `true`.
    pub(crate) fn at_target(
        target: &JsValue,
        name: &str,
        callback: Box<dyn FnMut(JsValue)>,
    ) -> Result<Self, JsValue> {
        Self::add(target, name, false, callback)
    }

    fn add(
        target: &JsValue,
        name: &str,
        is_capturing: bool,
        callback: Box<dyn FnMut(JsValue)>,
    ) -> Result<Self, JsValue> {
        let guard = Guard::listen(target, name, is_capturing, callback)?;
        Ok(Self { _guard: guard })
    }
}
