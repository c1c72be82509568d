//! What all copies of this package on one page must know of each other.

use js_sys::{Object, Reflect, Symbol};
use wasm_bindgen::JsValue;

use super::property;
use super::realm::Realm;
use crate::error::{Error, ErrorCode};

/// One plain object per window, under a registered symbol: two bundles of this package find the same one.
pub(crate) struct Registry(JsValue);

const ACTIVE: &str = "active";
const CREATED: &str = "created";

impl Registry {
    pub(crate) fn of(realm: &Realm) -> Self {
        let key = Symbol::for_("flow-embed");
        let known = Reflect::get(&realm.window, &key).unwrap_or_default();
        if known.is_object() {
            return Self(known);
        }
        let registry: JsValue = Object::new().into();
        let property = Object::new();
        // Not enumerable: whoever lists the window's keys sees what was there before.
        let _ = Reflect::set(&property, &"value".into(), &registry);
        // Fails only on a frozen window; then each copy of the package is alone.
        let _ = Reflect::define_property(realm.window.as_ref(), &key, &property);
        Self(registry)
    }

    /// A number that no copy of the package was given before on this page.
    pub(crate) fn next_number(&self) -> u32 {
        let number = property::get(&self.0, CREATED).as_f64().unwrap_or(0.0) + 1.0;
        self.set(CREATED, number.into());
        number as u32
    }

    /// Claims the page's one place for a session that is not isolated.
    pub(crate) fn claim(self) -> Result<ActiveSession, Error> {
        if property::get(&self.0, ACTIVE).is_truthy() {
            return Err(Error::new(
                ErrorCode::SessionActive,
                "Another session is running in this page, and the vendor's `finish` does not tell them apart. Await or abort it first.",
            ));
        }
        self.set(ACTIVE, JsValue::TRUE);
        Ok(ActiveSession(self))
    }

    /// Remembers a script URL that the browser will not fetch again: its module map keeps a failure for good.
    pub(crate) fn remember_failed_script(&self, url: &str) {
        self.set(url, JsValue::TRUE);
    }

    pub(crate) fn has_failed_script(&self, url: &str) -> bool {
        property::get(&self.0, url).is_truthy()
    }

    fn set(&self, name: &str, value: JsValue) {
        let _ = Reflect::set(&self.0, &name.into(), &value);
    }
}

/// The page's one place for a session that is not isolated, given back on Drop.
pub(crate) struct ActiveSession(Registry);

impl Drop for ActiveSession {
    fn drop(&mut self) {
        self.0.set(ACTIVE, JsValue::FALSE);
    }
}
