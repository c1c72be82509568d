//! The vendor's global `FlowWidget`: starting it, and hearing its `finish`.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Window};

use super::camera::Cameras;
use super::container::mount;
use super::end::{End, Ends};
use super::realm::Realm;
use super::registry;
use crate::flow::Locale;
use crate::web::guard::Listener;
use crate::web::promise::Reaction;
use crate::web::{object, value};

/// Whether the vendor's script has run in this window.
pub(crate) fn is_there(window: &Window) -> bool {
    start_of(window).1.is_function()
}

/// The vendor's object, and its `startSession`.
fn start_of(window: &Window) -> (JsValue, JsValue) {
    let widget = value::get(window, "FlowWidget");
    let start = value::get(&widget, "startSession");
    (widget, start)
}

/// A started widget: heard until it is dropped, and then its cameras are stopped.
#[must_use]
pub(crate) struct Widget {
    answer: Option<Reaction>,
    finish: Option<Listener>,
    cameras: Cameras,
}

impl Widget {
    /// Calls the vendor's `startSession`, once: an id is good for one passage. The session ends with the `detail` of its `finish`, the very same
    /// value, or with what the vendor threw.
    pub(crate) fn start(realm: &Realm, root: &Element, id: &str, locale: Locale, ends: &Ends) -> Self {
        // From here on there may be a camera, and a `finish` even before `startSession` returns.
        let mut widget = Self {
            cameras: Cameras::below(root),
            finish: None,
            answer: None,
        };
        if let Err(thrown) = widget.call(realm, root, id, locale, ends) {
            ends.set(End::Failed(thrown));
        }
        widget
    }

    /// A `finish` that cannot be heard would be waited for in vain: then the vendor's is not called.
    fn call(
        &mut self,
        realm: &Realm,
        root: &Element,
        id: &str,
        locale: Locale,
        ends: &Ends,
    ) -> Result<(), JsValue> {
        self.finish = Some(on_finish(realm, root, id, ends)?);
        let answer = call(realm, root, id, locale)?;
        // Most often a promise, or nothing.
        self.answer = answer.is_object().then(|| on_rejection(&answer, ends));
        Ok(())
    }

    /// The widget has ended by itself: nothing is heard of it any more, and its camera is its own affair.
    pub(crate) fn leave(self) {
        drop((self.answer, self.finish));
        self.cameras.keep();
    }
}

/// Exactly these options: the guide's table calls the first one `session_id`; every example of it passes `id`.
fn call(realm: &Realm, root: &Element, id: &str, locale: Locale) -> Result<JsValue, JsValue> {
    let options = object::plain(&[
        ("id", &id.into()),
        ("selector", &mount(realm, root)?),
        ("locale", &locale.as_str().into()),
    ])?;
    let (widget, start) = start_of(&realm.window);
    start.unchecked_ref::<Function>().call1(&widget, &options)
}

fn on_rejection(answer: &JsValue, ends: &Ends) -> Reaction {
    let ends = ends.clone();
    Reaction::to(answer, move |outcome| {
        if let Err(cause) = outcome {
            ends.set(End::Failed(cause));
        }
    })
}

/// Only an event dispatched on the window, on the document or inside the root is the widget's: other elements dispatch `finish` too, and theirs
/// may bubble up to here.
fn on_finish(realm: &Realm, root: &Element, id: &str, ends: &Ends) -> Result<Listener, JsValue> {
    let (own, root, id, ends) = (realm.clone(), root.clone(), id.to_owned(), ends.clone());
    Listener::try_new(&realm.window, "finish", move |event| {
        let (target, detail) = (value::get(&event, "target"), value::get(&event, "detail"));
        // A micro-frontend's window is a proxy: the event is heard at the real one.
        let is_of_widget = target == value::get(&event, "currentTarget")
            || target == *AsRef::<JsValue>::as_ref(&own.document)
            || value::call(&root, "contains", &target).is_ok_and(|is_inside| is_inside.is_truthy());
        if is_of_widget && !registry::is_of_ended_session(&own.window, &detail, &id) {
            ends.set(End::Finished(detail));
        }
    })
}
