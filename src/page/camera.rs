//! The widget's cameras: nobody but us can switch them off when a session ends early.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Node};

use crate::web::property;

/// Stops every track that a media element below the node plays, open shadow roots and same-origin iframes included.
///
/// The vendor documents no way to stop a started widget; a removed `<video>` keeps its camera on.
pub(crate) fn stop_tracks(root: &Node) {
    let Some(elements) = property::call(root, "querySelectorAll", &"*".into()) else {
        return;
    };
    for element in property::items(&elements) {
        let stream = property::get(&element, "srcObject");
        if stream.is_object() {
            stop_stream(&stream);
        }
        // Another origin's iframe has no `contentDocument` for us; its camera ends with its removal.
        for inner in ["shadowRoot", "contentDocument"] {
            let inner = property::get(&element, inner);
            if inner.is_object() {
                stop_tracks(inner.unchecked_ref());
            }
        }
    }
}

fn stop_stream(stream: &JsValue) {
    let tracks = property::call(stream, "getTracks", &JsValue::UNDEFINED);
    for track in tracks.iter().flat_map(property::items) {
        property::call(&track, "stop", &JsValue::UNDEFINED);
    }
}

#[wasm_bindgen(inline_js = "
const stop = ({ target }) => target.srcObject?.getTracks?.().forEach((track) => track.stop());
export const stopLateTracks = (root) => {
  for (const name of ['loadstart', 'loadedmetadata']) root.addEventListener(name, stop, true);
  // Media events do not leave a shadow root.
  for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) stopLateTracks(shadowRoot);
};
")]
extern "C" {
    /// Stops a camera that the widget gets hold of only after its elements are gone: the person may answer the browser's
    /// question late. The listener holds nothing of ours and goes when the removed elements do.
    #[wasm_bindgen(js_name = stopLateTracks, catch)]
    fn stop_late_tracks(root: &Element) -> Result<(), JsValue>;
}

/// Stops the cameras below an element on Drop, and those that come late, unless the widget finished by itself.
pub(crate) struct CameraGuard(Option<Element>);

impl CameraGuard {
    pub(crate) fn new(root: &Element) -> Self {
        Self(Some(root.clone()))
    }

    /// The widget ended by itself: its camera is its own affair.
    pub(crate) fn release(mut self) {
        self.0 = None;
    }
}

impl Drop for CameraGuard {
    fn drop(&mut self) {
        if let Some(root) = &self.0 {
            stop_tracks(root);
            // Fails for no element.
            let _ = stop_late_tracks(root);
        }
    }
}
