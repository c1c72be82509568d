//! What all copies of this package on one page must know of each other.

use js_sys::{Array, Object, Reflect, Symbol};
use wasm_bindgen::{JsCast, JsValue};

use super::realm::Realm;
use crate::error::{Error, ErrorCode};
use crate::guard_count::Counted;
use crate::web::property;

/// One plain object per window, under a registered symbol: two bundles of this package find the same one.
#[derive(Clone)]
pub(crate) struct Registry(JsValue);

const ACTIVE: &str = "active";
const CREATED: &str = "created";
const ENDED: &str = "ended";
#[cfg(feature = "npm")]
const WARNED: &str = "warned";
/// A `finish` comes late by seconds, not by hundreds of sessions.
const REMEMBERED_SESSIONS: usize = 99;

impl Registry {
    pub(crate) fn of(realm: &Realm) -> Self {
        Self::of_window(&realm.window)
    }

    /// For a window, or the global of a worker.
    pub(crate) fn of_window(window: &Object) -> Self {
        let key = Symbol::for_("flow-embed");
        let known = Reflect::get(window, &key).unwrap_or_default();
        if known.is_object() {
            return Self(known);
        }
        // Without the prototype, to which a page may have added anything.
        let registry: JsValue = Object::create(JsValue::NULL.unchecked_ref::<Object>()).into();
        // Not enumerable: whoever lists the window's keys sees what was there before. Fails only on a frozen window; then
        // each copy of the package is alone.
        let _ = property::define(window, &key, &registry, false);
        Self(registry)
    }

    /// A number that no copy of the package was given before on this page.
    pub(crate) fn next_number(&self) -> u32 {
        let number = property::get(&self.0, CREATED).as_f64().unwrap_or(0.0) + 1.0;
        self.set(CREATED, number.into());
        number as u32
    }

    /// Claims the page's one place for a session that is not isolated.
    pub(crate) fn claim(self, session_id: &str) -> Result<ActiveSession, Error> {
        if property::get(&self.0, ACTIVE).is_truthy() {
            return Err(Error::new(
                ErrorCode::SessionActive,
                "Another session is running in this page, and the vendor's `finish` does not tell them apart. Await or abort it first, or run each with `isolate`.",
            ));
        }
        self.set(ACTIVE, JsValue::TRUE);
        Ok(ActiveSession {
            registry: self,
            session_id: session_id.into(),
            _counted: Counted::new(),
        })
    }

    /// Whether nobody was warned of an API key before.
    #[cfg(feature = "npm")]
    pub(crate) fn is_first_warning(&self) -> bool {
        let is_first = !property::get(&self.0, WARNED).is_truthy();
        self.set(WARNED, JsValue::TRUE);
        is_first
    }

    /// Remembers a script URL that the browser will not fetch again: its module map keeps a failure for good.
    pub(crate) fn remember_failed_script(&self, url: &str) {
        self.set(url, JsValue::TRUE);
    }

    pub(crate) fn has_failed_script(&self, url: &str) -> bool {
        property::get(&self.0, url).is_truthy()
    }

    /// Whether a `finish` with this detail is the late one of a session that ran before on this page.
    pub(crate) fn names_ended_session(&self, detail: &JsValue, running: &str) -> bool {
        let nested = property::get(detail, "session");
        let names: Vec<String> = ["id", "session_id", "sessionId"]
            .into_iter()
            .flat_map(|name| [property::get(detail, name), property::get(&nested, name)])
            .chain([detail.clone(), nested.clone()])
            .filter_map(|name| name.as_string())
            .collect();
        let ended = property::get(&self.0, ENDED);
        let has_ended = |name: &String| property::items(&ended).any(|id| id == name.as_str());
        !names.iter().any(|name| name == running) && names.iter().any(has_ended)
    }

    fn remember_ended_session(&self, session_id: &str) {
        let known = property::get(&self.0, ENDED);
        let ended = Array::of1(&session_id.into());
        for id in property::items(&known).take(REMEMBERED_SESSIONS) {
            ended.push(&id);
        }
        self.set(ENDED, ended.into());
    }

    fn set(&self, name: &str, value: JsValue) {
        let _ = Reflect::set(&self.0, &name.into(), &value);
    }
}

/// The page's one place for a session that is not isolated, given back on Drop.
pub(crate) struct ActiveSession {
    registry: Registry,
    session_id: String,
    _counted: Counted,
}

impl Drop for ActiveSession {
    fn drop(&mut self) {
        self.registry.set(ACTIVE, JsValue::FALSE);
        self.registry.remember_ended_session(&self.session_id);
    }
}
