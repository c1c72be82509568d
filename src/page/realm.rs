//! A window with its document. Script, widget and container work on a realm, never on the global `window`.

use wasm_bindgen::JsValue;

use crate::error::{Error, ErrorCode};
use crate::web::property;

/// The page that this code runs in; an isolated session's realm is the window of its frame.
pub(crate) fn page() -> Result<JsValue, Error> {
    // Asked of the global itself: DOM emulations for tests have a `window` that is no `Window` to `instanceof`.
    let window = property::get(&property::global(), "window");
    match property::get(&window, "document").is_object() {
        true => Ok(window),
        false => Err(Error::new(
            ErrorCode::ContainerNotFound,
            "There is no page here: sessions run in a browser's window. On a server or in a worker, import the package but start the session in the page.",
        )),
    }
}
