//! The widget's place in the page, from the host to the vendor's start.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/page/container.js")]
extern "C" {
    /// The host that the options name; `undefined` where there is to be a dialog; or an error.
    #[wasm_bindgen(js_name = findHost)]
    pub(crate) fn find_host(page: &JsValue, options: &JsValue) -> JsValue;

    /// Creates the container, of real size, in the host or in a dialog of its own; yields the error, if there is one. From then
    /// on the container's removal ends the scope, as the person's closing the dialog does.
    pub(crate) fn prepare(
        scope: &JsValue,
        page: &JsValue,
        host: &JsValue,
        options: &JsValue,
        locale: &JsValue,
    ) -> JsValue;

    /// The one id that the options have by either of its names, or an error.
    #[wasm_bindgen(js_name = idOf)]
    pub(crate) fn id_of(options: &JsValue) -> JsValue;

    /// The window of the page that this code runs in, or an error where there is none.
    pub(crate) fn page() -> JsValue;
}

#[wasm_bindgen(module = "/src/page/language.js")]
extern "C" {
    /// The vendor's name of the language around the host.
    #[wasm_bindgen(js_name = localeAround)]
    pub(crate) fn locale_around(page: &JsValue, host: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/page/sinks.js")]
extern "C" {
    /// A promise of the window of an isolated session's frame, or of an error.
    #[wasm_bindgen(js_name = openFrame)]
    pub(crate) fn open_frame(scope: &JsValue, locale: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/page/widget.js")]
extern "C" {
    /// Starts the widget. How it ends is how the scope ends.
    #[wasm_bindgen(js_name = startWidget)]
    pub(crate) fn start_widget(scope: &JsValue, window: &JsValue, id: &JsValue, locale: &JsValue);
}

// Only the JavaScript beside it calls these; to name them has wasm-bindgen ship them.
#[wasm_bindgen(module = "/src/page/dialog.js")]
extern "C" {
    #[wasm_bindgen(js_name = openDialog)]
    #[allow(dead_code, reason = "named to be shipped")]
    fn open_dialog();
}

#[wasm_bindgen(module = "/src/page/camera.js")]
extern "C" {
    #[wasm_bindgen(js_name = guardCameras)]
    #[allow(dead_code, reason = "named to be shipped")]
    fn guard_cameras();
}
