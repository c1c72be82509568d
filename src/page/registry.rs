//! What all copies of this package on one page must know of each other.

use wasm_bindgen::prelude::*;

use super::realm::Realm;
use crate::error::{Error, ErrorCode};
use crate::web::guard::Guard;
use crate::web::property;

#[wasm_bindgen(module = "/src/page/registry.js")]
extern "C" {
    #[wasm_bindgen(js_name = registryOf)]
    fn registry_of(window: &JsValue) -> JsValue;

    fn write(registry: &JsValue, name: &str, value: bool) -> bool;

    #[wasm_bindgen(js_name = takePlace)]
    fn take_place(registry: &JsValue, session_id: &str) -> JsValue;

    #[wasm_bindgen(js_name = namesIn)]
    fn names_in(detail: &JsValue) -> JsValue;
}

/// One plain object per window, under a registered symbol: two bundles of this package find the same one.
#[derive(Clone)]
pub(crate) struct Registry(JsValue);

#[cfg(feature = "npm")]
const WARNED: &str = "warned";

impl Registry {
    pub(crate) fn of(realm: &Realm) -> Self {
        Self::of_window(&realm.window)
    }

    /// For a window, or the global of a worker.
    pub(crate) fn of_window(window: &JsValue) -> Self {
        Self(registry_of(window))
    }

    pub(crate) fn object(&self) -> &JsValue {
        &self.0
    }

    /// Claims the page's one place for a session that is not isolated; it is given back on Drop.
    pub(crate) fn claim(&self, session_id: &str) -> Result<Guard, Error> {
        if self.has("active") {
            return Err(Error::new(
                ErrorCode::SessionActive,
                "Another session is running in this page, and the vendor's `finish` does not tell them apart. Await or abort it first, or run each with `isolate`.",
            ));
        }
        Ok(Guard::new(take_place(&self.0, session_id)))
    }

    /// Whether nobody was warned of an API key before.
    #[cfg(feature = "npm")]
    pub(crate) fn is_first_warning(&self) -> bool {
        let is_first = !self.has(WARNED);
        write(&self.0, WARNED, true);
        is_first
    }

    /// Remembers a script URL that the browser will not fetch again: its module map keeps a failure for good.
    pub(crate) fn remember_failed_script(&self, url: &str) {
        write(&self.0, url, true);
    }

    pub(crate) fn has_failed_script(&self, url: &str) -> bool {
        self.has(url)
    }

    /// Whether a `finish` with this detail is the late one of a session that ran before on this page.
    pub(crate) fn names_ended_session(&self, detail: &JsValue, running: &str) -> bool {
        let ended = property::get(&self.0, "ended");
        let mut has_ended = false;
        for name in property::items(&names_in(detail)) {
            if name == running {
                return false;
            }
            has_ended |= name.is_string() && property::items(&ended).any(|id| id == name);
        }
        has_ended
    }

    fn has(&self, name: &str) -> bool {
        property::get(&self.0, name).is_truthy()
    }
}
