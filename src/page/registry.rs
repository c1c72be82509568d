//! What all copies of this package on one page must know of each other: one plain object per window, under a registered symbol.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::Window;

use crate::error::{Error, ErrorCode};
use crate::guard_count::Counted;
use crate::web::{object, value};

/// A `finish` comes late by seconds, not by hundreds of sessions.
const REMEMBERED_SESSIONS: usize = 100;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Symbol, js_name = for)]
    fn symbol_for(name: &str) -> Result<JsValue, JsValue>;
}

/// The window's registry. Without a prototype, to which a page may have added anything; not enumerable, so that whoever lists the window's
/// keys sees what was there before. It cannot be defined on a frozen window; then each copy of the package is alone.
fn of(window: &JsValue) -> JsValue {
    let key = symbol_for("flow-embed").unwrap_or_default();
    let known = Reflect::get(window, &key).unwrap_or_default();
    if known.is_object() {
        return known;
    }
    let registry = object::bare(&[]).map(JsValue::from).unwrap_or_default();
    let _ = object::define_hidden(window, &key, &registry);
    registry
}

/// Whether this URL's fetch has failed in this window: its module map keeps that for good.
pub(crate) fn has_failed(window: &Window, url: &str) -> bool {
    value::is(&of(window), url)
}

pub(crate) fn remember_failed(window: &Window, url: &str) {
    value::set(&of(window), url, &JsValue::TRUE);
}

/// A number that no copy of the package has had in this window.
pub(crate) fn next_number(window: &Window) -> f64 {
    let registry = of(window);
    let number = value::number(&registry, "created") + 1.0;
    value::set(&registry, "created", &number.into());
    number
}

/// Whether nobody was warned of this before.
pub(crate) fn is_first(global: &JsValue, warning: &str) -> bool {
    let registry = of(global);
    let is_first = !value::is(&registry, warning);
    value::set(&registry, warning, &JsValue::TRUE);
    is_first
}

/// The page's one place for a session. Given back, the session is remembered as one that has ended.
#[must_use]
pub(crate) struct Claim {
    registry: JsValue,
    /// Not there while it is being created.
    id: Option<JsValue>,
    _counted: Counted,
}

impl Claim {
    pub(crate) fn of(window: &Window) -> Result<Self, Error> {
        let registry = of(window);
        if value::is(&registry, "active") {
            return Err(Error::new(
                ErrorCode::SessionActive,
                "Another session is running in this page. Await or abort it first, or run each with `isolate`.",
            ));
        }
        value::set(&registry, "active", &JsValue::TRUE);
        Ok(Self {
            registry,
            id: None,
            _counted: Counted::new(),
        })
    }

    /// The session that has the place.
    pub(crate) fn set_id(&mut self, id: &str) {
        self.id = Some(id.into());
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        value::set(&self.registry, "active", &JsValue::FALSE);
        let Some(id) = self.id.take() else {
            return;
        };
        let mut ids = vec![id];
        value::each(&value::get(&self.registry, "ended"), |id| ids.push(id));
        ids.truncate(REMEMBERED_SESSIONS);
        if let Ok(ended) = object::list(&ids) {
            value::set(&self.registry, "ended", &ended);
        }
    }
}

/// Whether a `finish` with this detail is the late one of a session that ran before on this page.
pub(crate) fn is_of_ended_session(window: &Window, detail: &JsValue, id: &str) -> bool {
    let session = value::get(detail, "session");
    let mut names = Vec::new();
    for target in [detail, &session] {
        names.push(target.clone());
        names.extend(["id", "session_id", "sessionId"].map(|name| value::get(target, name)));
    }
    let ended = value::get(&of(window), "ended");
    let is_among = |ended: JsValue| (ended.is_string() && names.contains(&ended)).then_some(());
    !names.iter().any(|name| *name == id) && value::find(&ended, is_among).is_some()
}
