//! The modal dialog of a session without a host.

use wasm_bindgen::prelude::*;

use super::container::{Sizes, css_length};
use super::realm::Realm;
use crate::error::{Error, ErrorCode};
use crate::flow::Locale;
use crate::web::guard::{Callback, Guard};
use crate::web::property;

#[wasm_bindgen(module = "/src/page/dialog.js")]
extern "C" {
    #[wasm_bindgen(js_name = openDialog, catch)]
    fn open_dialog(
        window: &JsValue,
        width: &JsValue,
        height: &JsValue,
        lang: &str,
        title: &str,
        close: &str,
        loading: &str,
        on_close: &Callback,
    ) -> Result<JsValue, JsValue>;
}

/// A native `<dialog>` in the top layer. Dropping it closes it, which gives the focus back to where it was, and removes it.
///
/// It stands in the shadow root of an element of its own, out of reach of the page's CSS. The container is that element's
/// child, slotted into the dialog: the vendor finds it with a selector in the page's document.
pub(crate) struct Dialog {
    dialog: JsValue,
    _guard: Guard,
}

impl Dialog {
    /// Opens the dialog, as large as asked where the screen is; `on_close` hears the close button and Esc.
    pub(crate) fn open(
        page: &Realm,
        locale: Locale,
        (width, height): Sizes,
        on_close: Box<dyn FnMut(JsValue)>,
    ) -> Result<Self, Error> {
        let width = css_length(page, "width", width, "400px")?;
        let height = css_length(page, "height", height, "600px")?;
        let on_close = Callback::wrap(on_close);
        let dialog = open_dialog(
            &page.window,
            &width,
            &height,
            locale.language_tag(),
            locale.title(),
            locale.close(),
            locale.loading(),
            &on_close,
        )
        .map_err(|thrown| {
            Error::new(
                ErrorCode::ContainerNotFound,
                "The page refused the dialog. Call once its body is there, or pass `selector` and presentation \"inline\".",
            )
            .with_cause(thrown)
        })?;
        let guard = Guard::around(property::get(&dialog, "undo"), Some(on_close));
        Ok(Self {
            dialog,
            _guard: guard,
        })
    }

    /// The element in which the container is created.
    pub(crate) fn host(&self) -> JsValue {
        property::get(&self.dialog, "host")
    }

    /// Closes on Esc in a frame inside, too, which does not pass its keys on to the dialog around it.
    pub(crate) fn close_on_escape_in(&self, frame: &Realm) {
        property::call(&self.dialog, "closeOnEscapeIn", &frame.window);
    }

    /// Takes the notice away that the widget is being loaded.
    pub(crate) fn widget_is_there(&self) {
        property::call(&self.dialog, "widgetIsThere", &JsValue::UNDEFINED);
    }

    /// Leaves the dialog open; it still closes by its button and by Esc.
    pub(crate) fn keep(&self) {
        property::call(&self.dialog, "keep", &JsValue::UNDEFINED);
    }
}
