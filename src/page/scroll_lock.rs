//! Keeps the page behind a dialog from scrolling.

use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;
use web_sys::CssStyleSheet;

use super::realm::Realm;
use crate::web::property;

/// In a layer, because what is `!important` there wins over what is outside, however specific.
const LOCK: &str = "@layer{:root{overflow:hidden!important}}";
/// Where the scroll bar takes room, its room stays: the page does not jump.
const LOCK_WITH_GUTTER: &str = "@layer{:root{overflow:hidden!important;scrollbar-gutter:stable!important}}";
const SHEETS: &str = "adoptedStyleSheets";

/// A constructed style sheet, which a strict `style-src` allows, in force until Drop. Each dialog has its own, so that the
/// page scrolls again when the last one is gone, and no style of the page's is written over.
pub(crate) struct ScrollLock {
    page: Realm,
    sheet: JsValue,
}

impl ScrollLock {
    pub(crate) fn lock(page: &Realm) -> Result<Self, JsValue> {
        let root = property::get(&page.document, "documentElement");
        let has_scroll_bar =
            property::get(&page.window, "innerWidth").as_f64() > property::get(&root, "clientWidth").as_f64();
        let sheet = CssStyleSheet::new()?;
        sheet.replace_sync(if has_scroll_bar { LOCK_WITH_GUTTER } else { LOCK })?;
        let lock = Self {
            page: page.clone(),
            sheet: sheet.into(),
        };
        lock.adopt(|sheets| {
            sheets.push(&lock.sheet);
        })?;
        Ok(lock)
    }

    fn adopt(&self, change: impl Fn(&Array)) -> Result<bool, JsValue> {
        let others = Array::new();
        for sheet in property::items(&property::get(&self.page.document, SHEETS)) {
            if sheet != self.sheet {
                others.push(&sheet);
            }
        }
        change(&others);
        Reflect::set(&self.page.document, &SHEETS.into(), &others)
    }
}

impl Drop for ScrollLock {
    fn drop(&mut self) {
        // Fails only where locking failed.
        let _ = self.adopt(|_| {});
    }
}
