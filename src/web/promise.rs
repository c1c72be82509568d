//! Waiting for promises of any realm.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::guard::{Callback, Guard, filling};
use super::property;
use super::slot::Slot;

#[wasm_bindgen(module = "/src/web/promise.js")]
extern "C" {
    #[wasm_bindgen(js_name = watchPromise)]
    fn watch_promise(value: &JsValue, tell: &Callback) -> JsValue;
}

/// What the value is in the end: another realm's promise is waited for, too, and what is no promise is there already.
pub(crate) async fn settled(value: &JsValue) -> Result<JsValue, JsValue> {
    let end = Rc::new(Slot::new());
    let _watch = watch(value, filling(&end));
    outcome(&end.take().await)
}

/// Tells once what became of the value, to be read as an [`outcome`], unless the guard is dropped before.
pub(crate) fn watch(value: &JsValue, tell: Box<dyn FnMut(JsValue)>) -> Guard {
    let tell = Callback::wrap(tell);
    Guard::around(watch_promise(value, &tell), Some(tell))
}

/// What the value was resolved or rejected with.
pub(crate) fn outcome(told: &JsValue) -> Result<JsValue, JsValue> {
    let value = property::get(told, "value");
    match property::get(told, "isResolved").is_truthy() {
        true => Ok(value),
        false => Err(value),
    }
}
