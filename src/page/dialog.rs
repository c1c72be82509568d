//! The modal dialog of a session without a host: a native `<dialog>` in the top layer, which gives the focus back when it closes.
//!
//! It stands in the shadow root of an element of its own, out of reach of the page's CSS. The container is that element's child, slotted into
//! the dialog: the vendor finds it with a selector in the page's document.

use wasm_bindgen::prelude::*;
use web_sys::{CssStyleSheet, HtmlDialogElement, HtmlElement};

use super::container::Size;
use super::end::{End, Ends};
use super::realm::{Realm, append, set_style};
use super::texts::Texts;
use crate::error::{Error, ErrorCode};
use crate::guard_count::Counted;
use crate::web::guard::{Listener, listen_for_good};
use crate::web::{object, value};

/// Nothing of the page's is inherited, and lengths are in em: a page may make its rem any size. The widget's place is light: it does not know of
/// dark, and would have its dark text on our dark ground.
const STYLE: &str = include_str!("dialog.css");

/// An open dialog, until it is dropped.
#[must_use]
pub(crate) struct Dialog {
    /// In which the container is created.
    pub(crate) host: HtmlElement,
    dialog: HtmlDialogElement,
    notice: HtmlElement,
    lock: ScrollLock,
    closing: Option<Listener>,
    is_kept: bool,
    _counted: Counted,
}

impl Dialog {
    /// Opens it. Its closing by the person ends the session.
    pub(crate) fn open(page: &Realm, texts: &Texts, size: &Size, ends: &Ends) -> Result<Self, Error> {
        Self::try_open(page, texts, size, ends).map_err(|thrown| {
            Error::new(
                ErrorCode::ContainerNotFound,
                "The page refused the dialog. Call once its body is there.",
            )
            .caused_by(&thrown)
        })
    }

    fn try_open(page: &Realm, texts: &Texts, size: &Size, ends: &Ends) -> Result<Self, JsValue> {
        let create = |name, attributes: &[(&str, &str)], children: &[&HtmlElement]| {
            let element = page.element(name, "")?;
            for (attribute, text) in attributes {
                element.set_attribute(attribute, text)?;
            }
            for child in children {
                append(&element, child)?;
            }
            Ok::<_, JsValue>(element)
        };
        let notice = create("p", &[("role", "status")], &[])?;
        let heading = create("h2", &[], &[])?;
        let button = create("button", &[("type", "button"), ("aria-label", texts.close)], &[])?;
        for (element, text) in [(&notice, texts.loading), (&heading, texts.title), (&button, "×")] {
            value::write(element, "textContent", &text.into())?;
        }
        let form = create("form", &[], &[&heading, &button])?;
        let slot = create("slot", &[], &[])?;
        let content = create("div", &[], &[&notice, &slot])?;
        let dialog = create("dialog", &[("aria-label", texts.title)], &[&form, &content])?;
        for (name, length, default) in [
            ("--width", &size.width, "400px"),
            ("--height", &size.height, "600px"),
        ] {
            set_style(&dialog, name, length.as_ref().unwrap_or(&default.into()), "")?;
        }
        // Not by a form that is submitted, which a sandbox may forbid. A kept dialog outlives the session and still closes.
        let closed = dialog.clone();
        listen_for_good(&button, "click", move |_| {
            let _ = value::call(&closed, "close", &JsValue::UNDEFINED);
        });
        let host = create("div", &[("lang", texts.lang)], &[])?;
        let init = object::bare(&[("mode", &"open".into())])?;
        let shadow = host.attach_shadow(init.unchecked_ref())?;
        append(&shadow, &dialog)?;
        let sheet = sheet_of(STYLE)?;
        let mut opened = Self {
            lock: ScrollLock::of(page)?,
            dialog: dialog.unchecked_into(),
            host,
            notice,
            closing: None,
            is_kept: false,
            _counted: Counted::new(),
        };
        let body = page.body()?;
        append(&body, &opened.host)?;
        // WebKit may not hear of a sheet that came before the shadow root was in the page.
        value::write(
            &shadow,
            "adoptedStyleSheets",
            &object::list(&[sheet.into()])?.into(),
        )?;
        opened.lock.close()?;
        let ends = ends.clone();
        let own = JsValue::from(&opened.dialog);
        opened.closing = Some(Listener::try_new(&opened.dialog, "close", move |event| {
            if value::get(&event, "target") == own {
                ends.set(End::Cancelled);
            }
        })?);
        opened.dialog.show_modal()?;
        Ok(opened)
    }

    /// What is to be read where the widget is not.
    pub(crate) fn notice(&self, text: &str) {
        value::set(&self.notice, "textContent", &text.into());
    }

    /// As the browser does it in the page: an Esc that the widget has a use for is the widget's. The listener holds nothing of the session and
    /// goes when the frame does, so that a dialog that is kept still closes.
    pub(crate) fn close_on_escape_in(&self, frame: &Realm) {
        let dialog = self.dialog.clone();
        let document = frame.document.clone();
        listen_for_good(&frame.window, "keydown", move |event| {
            // One of the two may be unknown to the browser, which `:is` forgives.
            let has_own = || {
                document
                    .query_selector(":is(:modal,:popover-open)")
                    .is_ok_and(|own| own.is_some())
            };
            let is_taken = value::is(&event, "defaultPrevented") || value::is(&event, "isComposing");
            if value::get(&event, "key") == "Escape" && !is_taken && !has_own() {
                let _ = value::call(&dialog, "close", &JsValue::UNDEFINED);
            }
        });
    }

    /// Leaves it open. It still closes, and is then gone; its closing is no longer the session's end.
    pub(crate) fn keep(mut self) {
        self.is_kept = true;
        let (dialog, host) = (JsValue::from(&self.dialog), JsValue::from(&self.host));
        listen_for_good(&self.dialog, "close", move |event| {
            if value::get(&event, "target") == dialog {
                let _ = value::call(&host, "remove", &JsValue::UNDEFINED);
            }
        });
    }
}

impl Drop for Dialog {
    fn drop(&mut self) {
        // Closing it from here is not the person's wish.
        self.closing = None;
        if self.is_kept {
            return;
        }
        if value::is(&self.dialog, "open") {
            let _ = value::call(&self.dialog, "close", &JsValue::UNDEFINED);
        }
        let _ = value::call(&self.host, "remove", &JsValue::UNDEFINED);
    }
}

/// Keeps the page behind a dialog from scrolling, with a sheet, which a strict `style-src` allows. In a layer, because what is `!important`
/// there wins over what is outside, however specific. Where the scroll bar takes room, its room stays: the page does not jump. Each dialog has
/// its own, so that the page scrolls again when the last one is gone, and no style of the page's is written over.
struct ScrollLock {
    page: Realm,
    sheet: JsValue,
}

impl ScrollLock {
    fn of(page: &Realm) -> Result<Self, JsValue> {
        let root = page.root()?;
        let has_bar = value::number(&page.window, "innerWidth") > value::number(&root, "clientWidth");
        let sheet = sheet_of(match has_bar {
            true => "@layer{:root{overflow:hidden!important;scrollbar-gutter:stable!important}}",
            false => "@layer{:root{overflow:hidden!important}}",
        })?;
        Ok(Self {
            page: page.clone(),
            sheet: sheet.into(),
        })
    }

    fn close(&self) -> Result<(), JsValue> {
        self.adopt(&self.sheet)
    }

    /// All of the document's sheets but ours, and `last` behind them, if it is one.
    fn adopt(&self, last: &JsValue) -> Result<(), JsValue> {
        let mut sheets = Vec::new();
        value::each(&value::get(&self.page.document, "adoptedStyleSheets"), |sheet| {
            if sheet != self.sheet {
                sheets.push(sheet);
            }
        });
        if last.is_object() {
            sheets.push(last.clone());
        }
        value::write(
            &self.page.document,
            "adoptedStyleSheets",
            &object::list(&sheets)?.into(),
        )
    }
}

impl Drop for ScrollLock {
    fn drop(&mut self) {
        let _ = self.adopt(&JsValue::UNDEFINED);
    }
}

fn sheet_of(css: &str) -> Result<CssStyleSheet, JsValue> {
    let sheet = CssStyleSheet::new()?;
    sheet.replace_sync(css)?;
    Ok(sheet)
}
