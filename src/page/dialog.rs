//! The modal dialog of a session with `presentation: "dialog"`.

use std::cell::Cell;

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{
    CssStyleSheet, Element, HtmlDialogElement, HtmlElement, ShadowRootInit, ShadowRootMode, Window,
};

use super::container::{Sizes, css_length};
use super::realm::Realm;
use super::scroll_lock::ScrollLock;
use crate::error::{Error, ErrorCode};
use crate::flow::Locale;
use crate::guard_count::Counted;
use crate::web::listener::Listener;
use crate::web::property;

const STYLE: &str = include_str!("dialog.css");

// As the browser does it in the page: an Esc that the widget has a use for is the widget's. The listener holds nothing of
// ours and goes when the frame does, so that a dialog that is kept still closes.
#[wasm_bindgen(inline_js = "
export const closeOnEscape = (dialog, frame) => frame.addEventListener('keydown', (event) => {
  const isTaken = event.defaultPrevented || event.isComposing || frame.document.querySelector(':modal, :popover-open');
  if (event.key === 'Escape' && !isTaken) dialog.close();
});
")]
extern "C" {
    #[wasm_bindgen(js_name = closeOnEscape, catch)]
    fn close_on_escape(dialog: &HtmlDialogElement, frame: &Window) -> Result<(), JsValue>;
}

/// A native `<dialog>` in the top layer. Dropping it closes it, which gives the focus back to where it was, and removes it.
///
/// It stands in the shadow root of an element of its own, out of reach of the page's CSS. The container is that element's
/// child, slotted into the dialog: the vendor finds it with a selector in the page's document.
pub(crate) struct Dialog {
    host: HtmlElement,
    dialog: HtmlDialogElement,
    status: Element,
    is_kept: Cell<bool>,
    on_close: Option<Listener>,
    _scroll_lock: ScrollLock,
    _counted: Counted,
}

impl Dialog {
    /// Opens the dialog, as large as asked where the screen is; `on_close` hears the close button and Esc.
    pub(crate) fn open(
        page: &Realm,
        locale: Locale,
        (width, height): Sizes,
        on_close: impl Fn() + 'static,
    ) -> Result<Self, Error> {
        let width = css_length(page, "width", width)?;
        let height = css_length(page, "height", height)?;
        let sizes = [
            ("--width", width.as_deref().unwrap_or("400px")),
            ("--height", height.as_deref().unwrap_or("600px")),
        ];
        Self::build(page, locale, sizes, on_close).map_err(|thrown| {
            Error::new(
                ErrorCode::ContainerNotFound,
                "The page refused the dialog. Call once its body is there, or pass `selector` and presentation \"inline\".",
            )
            .with_cause(thrown)
        })
    }

    fn build(
        page: &Realm,
        locale: Locale,
        sizes: [(&str, &str); 2],
        on_close: impl Fn() + 'static,
    ) -> Result<Self, JsValue> {
        let create = |name: &str| page.document.create_element(name);
        let host: HtmlElement = create("div")?.unchecked_into();
        host.set_attribute("lang", locale.language_tag())?;
        let shadow = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))?;
        let sheet = CssStyleSheet::new()?;
        sheet.replace_sync(STYLE)?;
        Reflect::set(&shadow, &"adoptedStyleSheets".into(), &Array::of1(&sheet))?;

        let dialog: HtmlDialogElement = create("dialog")?.unchecked_into();
        dialog.set_attribute("aria-labelledby", "title")?;
        for (name, value) in sizes {
            dialog.style().set_property(name, value)?;
        }
        // A form of this method closes the dialog by itself, even when a kept container outlives the session.
        let form = create("form")?;
        form.set_attribute("method", "dialog")?;
        let title = create("h2")?;
        title.set_id("title");
        title.set_text_content(Some(locale.title()));
        let button = create("button")?;
        button.set_attribute("aria-label", locale.close())?;
        button.set_text_content(Some("×"));
        let place = create("div")?;
        let status = create("p")?;
        status.set_attribute("role", "status")?;
        status.set_text_content(Some(locale.loading()));
        let slot = create("slot")?;
        for (parent, child) in [
            (&form, &title),
            (&form, &button),
            (&place, &status),
            (&place, &slot),
            (&dialog, &form),
            (&dialog, &place),
        ] {
            parent.append_child(child)?;
        }
        shadow.append_child(&dialog)?;
        let body = property::get(&page.document, "body");
        property::append(body.unchecked_ref(), &host)?;

        let scroll_lock = ScrollLock::lock(page)?;
        let on_close = Listener::new(&dialog, "close", move |_| on_close())?;
        let dialog = Self {
            host,
            dialog,
            status,
            is_kept: Cell::new(false),
            on_close: Some(on_close),
            _scroll_lock: scroll_lock,
            _counted: Counted::new(),
        };
        dialog.dialog.show_modal()?;
        Ok(dialog)
    }

    /// The element in which the container is created.
    pub(crate) fn host(&self) -> &Element {
        &self.host
    }

    /// Closes on Esc in a frame inside, too, which does not pass its keys on to the dialog around it.
    pub(crate) fn close_on_escape_in(&self, frame: &Realm) {
        // Fails for no window.
        let _ = close_on_escape(&self.dialog, &frame.window);
    }

    /// Takes the notice away that the widget is being loaded.
    pub(crate) fn widget_is_there(&self) {
        self.status.set_text_content(None);
    }

    /// Leaves the dialog open; it still closes by its button and by Esc.
    pub(crate) fn keep(&self) {
        self.is_kept.set(true);
    }
}

impl Drop for Dialog {
    fn drop(&mut self) {
        // Closing it from here is not the person's wish.
        self.on_close = None;
        if !self.is_kept.get() {
            self.dialog.close();
            self.host.remove();
        }
    }
}
