//! Switches cameras off.

use std::mem::ManuallyDrop;

use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::guard_count::Counted;
use crate::web::guard::{Callback, callback};
use crate::web::value;

thread_local! {
    /// Listeners that outlive their session share this one, which holds nothing of any.
    static STOP_TARGET: ManuallyDrop<Callback> = ManuallyDrop::new(callback(Box::new(|event| stop(&value::get(&event, "target")))));
}

/// Stops the cameras below an element when a session ends before its widget did. Nobody but us can: the vendor documents no way to stop a
/// started widget, and a removed `<video>` keeps its camera on.
#[must_use]
pub(crate) struct Cameras {
    root: Element,
    are_kept: bool,
    _counted: Counted,
}

impl Cameras {
    pub(crate) fn below(root: &Element) -> Self {
        Self {
            root: root.clone(),
            are_kept: false,
            _counted: Counted::new(),
        }
    }

    /// A widget that has ended by itself has its camera to itself.
    pub(crate) fn keep(mut self) {
        self.are_kept = true;
    }
}

impl Drop for Cameras {
    fn drop(&mut self) {
        if !self.are_kept {
            stop_below(&self.root);
            stop_late(&self.root);
        }
    }
}

fn stop(media: &JsValue) {
    let tracks = value::call(&value::get(media, "srcObject"), "getTracks", &JsValue::UNDEFINED);
    value::each(&tracks.unwrap_or_default(), |track| {
        let _ = value::call(&track, "stop", &JsValue::UNDEFINED);
    });
}

fn elements_below(root: &JsValue) -> JsValue {
    value::call_inherited(root, "querySelectorAll", &"*".into()).unwrap_or_default()
}

/// Open shadow roots and same-origin frames included; another origin's frame ends its camera with its removal.
fn stop_below(root: &JsValue) {
    value::each(&elements_below(root), |element| {
        stop(&element);
        for name in ["shadowRoot", "contentDocument"] {
            let inner = value::get(&element, name);
            if inner.is_object() {
                stop_below(&inner);
            }
        }
    });
}

/// Stops also a camera that the widget gets hold of only after its elements are gone: the person may answer the browser's question late. The
/// listeners go when the removed elements do. Media events do not leave a shadow root.
fn stop_late(root: &JsValue) {
    STOP_TARGET.with(|stop| {
        for name in ["loadstart", "loadedmetadata"] {
            let _ = value::call_with(
                root,
                "addEventListener",
                [&name.into(), stop.as_ref(), &JsValue::TRUE],
            );
        }
    });
    value::each(&elements_below(root), |element| {
        let inner = value::get(&element, "shadowRoot");
        if inner.is_object() {
            stop_late(&inner);
        }
    });
}
