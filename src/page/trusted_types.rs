//! The page's Trusted Types: under `require-trusted-types-for 'script'` a script's URL and a frame's document are sinks.

use wasm_bindgen::prelude::*;
use web_sys::Element;

// The policy stays inside the module: whoever could reach it would be past the page's Trusted Types. Without Trusted Types
// there is no policy to make, and the plain string is right.
#[wasm_bindgen(inline_js = "
let policy;
const trusted = (kind, value) => {
  try {
    policy ??= trustedTypes.createPolicy('flow-embed', { createHTML: (html) => html, createScriptURL: (url) => url });
    return policy[kind](value);
  } catch {
    return value;
  }
};
export const setScriptUrl = (script, url) => { script.src = trusted('createScriptURL', url) };
export const setFrameDocument = (frame, html) => { frame.srcdoc = trusted('createHTML', html) };
")]
extern "C" {
    #[wasm_bindgen(js_name = setScriptUrl, catch)]
    pub(super) fn set_script_url(script: &Element, url: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(js_name = setFrameDocument, catch)]
    pub(super) fn set_frame_document(frame: &Element, html: &str) -> Result<(), JsValue>;
}
