//! Waiting for promises of any realm.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::guard::{Callback, Guard};
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
    let _watch = watch(value, {
        let end = Rc::clone(&end);
        Box::new(move |how| end.set(how))
    });
    match end.take().await {
        (true, value) => Ok(value),
        (false, thrown) => Err(thrown),
    }
}

/// Tells whether the value was resolved, and as what, until the guard is dropped.
pub(crate) fn watch(value: &JsValue, mut tell: Box<dyn FnMut((bool, JsValue))>) -> Guard {
    let tell = Callback::wrap(Box::new(move |how: JsValue| {
        let mut how = property::items(&how);
        let is_resolved = how.next().is_some_and(|is_resolved| is_resolved.is_truthy());
        tell((is_resolved, how.next().unwrap_or_default()));
    }));
    Guard::around(watch_promise(value, &tell), Some(tell))
}
