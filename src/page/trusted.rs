//! Values for the sinks of Trusted Types: a script's URL, and a frame's document.

use std::cell::OnceCell;
use std::mem::ManuallyDrop;

use wasm_bindgen::prelude::*;

use crate::web::{object, value};

thread_local! {
    /// It stays in here: whoever could reach it would be past the page's Trusted Types.
    static POLICY: ManuallyDrop<OnceCell<JsValue>> = const { ManuallyDrop::new(OnceCell::new()) };
}

/// What the vendor's tag takes as its `src`.
pub(crate) fn script_url(url: &str) -> JsValue {
    trusted("createScriptURL", url)
}

/// What a frame takes as its `srcdoc`.
pub(crate) fn html(html: &str) -> JsValue {
    trusted("createHTML", html)
}

/// Without Trusted Types, and where the page allows no policy of this name, the plain string.
fn trusted(kind: &str, text: &str) -> JsValue {
    let text = JsValue::from(text);
    POLICY.with(|policy| {
        if policy.get().is_none()
            && let Ok(created) = create_policy()
        {
            let _ = policy.set(created);
        }
        let trusted = policy.get().map(|policy| value::call(policy, kind, &text));
        trusted.and_then(Result::ok).unwrap_or(text)
    })
}

fn create_policy() -> Result<JsValue, JsValue> {
    let factory = value::get(&js_sys::global(), "trustedTypes");
    if factory.is_undefined() {
        return Err(JsValue::UNDEFINED);
    }
    // Which yields a text as it is.
    let as_it_is = value::get(&js_sys::global(), "String");
    let rules = object::bare(&[("createHTML", &as_it_is), ("createScriptURL", &as_it_is)])?;
    value::call_with(
        &factory,
        "createPolicy",
        [&"flow-embed".into(), &rules, &JsValue::UNDEFINED],
    )
}
