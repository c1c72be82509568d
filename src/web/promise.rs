//! Waiting for the promises of the JavaScript beside the Rust, which never reject and resolve with something.

use wasm_bindgen::JsValue;

/// In the npm package JavaScript polls, and polls again once the promise has settled: no waker, and no closure that has to be freed.
#[cfg(feature = "npm")]
pub(crate) async fn settled(promise: &JsValue) -> JsValue {
    use std::future::poll_fn;
    use std::task::Poll;

    use super::property;

    let watched = watch(promise);
    poll_fn(move |_| {
        let value = property::get(&watched, "value");
        if value.is_undefined() {
            Poll::Pending
        } else {
            Poll::Ready(value)
        }
    })
    .await
}

/// In a Rust app its executor polls.
#[cfg(not(feature = "npm"))]
pub(crate) async fn settled(promise: &JsValue) -> JsValue {
    use wasm_bindgen::JsCast;

    let promise: js_sys::Promise = promise.clone().unchecked_into();
    js_sys::futures::JsFuture::from(promise).await.unwrap_or_default()
}

// In a Rust app only the JavaScript beside it has a use for this file: to name it has wasm-bindgen ship it.
#[wasm_bindgen::prelude::wasm_bindgen(module = "/src/web/task.js")]
extern "C" {
    #[cfg_attr(not(feature = "npm"), allow(dead_code, reason = "named to be shipped"))]
    fn watch(promise: &JsValue) -> JsValue;
}
