//! The vendor's global `FlowWidget`: starting it, and hearing its `finish`.

use wasm_bindgen::prelude::*;

use super::realm::Realm;
use super::registry::Registry;
use crate::error::{Error, ErrorCode};
use crate::flow::Locale;
use crate::web::guard::Guard;
use crate::web::{promise, property};

/// `FlowWidget` with its `startSession` (the vendor's guide, section 4.3).
pub(crate) struct Widget {
    object: JsValue,
    start_session: JsValue,
}

#[wasm_bindgen(module = "/src/page/widget.js")]
extern "C" {
    #[wasm_bindgen(js_name = startWidget, catch)]
    fn start_widget(
        widget: &JsValue,
        start_session: &JsValue,
        id: &str,
        selector: &JsValue,
        locale: &str,
    ) -> Result<JsValue, JsValue>;
}

impl Widget {
    /// The realm's `FlowWidget`, if it is there and can start sessions.
    pub(crate) fn find(realm: &Realm) -> Option<Self> {
        let object = property::get(&realm.window, "FlowWidget");
        let start_session = property::get(&object, "startSession");
        start_session.is_function().then_some(Self {
            object,
            start_session,
        })
    }

    /// Calls the vendor's `startSession`, once: an id is good for one passage.
    ///
    /// `on_rejection` hears the cause if the vendor answers with a promise that rejects later, until the guard is dropped.
    pub(crate) fn start(
        &self,
        id: &str,
        selector: &JsValue,
        locale: Locale,
        mut on_rejection: Box<dyn FnMut(JsValue)>,
    ) -> Result<Guard, Error> {
        let answer = start_widget(&self.object, &self.start_session, id, selector, locale.as_str())
            .map_err(|thrown| start_failed("threw", thrown))?;
        Ok(promise::watch(
            &answer,
            Box::new(move |told| {
                if let Err(cause) = promise::outcome(&told) {
                    on_rejection(cause);
                }
            }),
        ))
    }
}

pub(crate) fn start_failed(how: &str, cause: JsValue) -> Error {
    Error::new(
        ErrorCode::StartFailed,
        [
            "FlowWidget.startSession ", how,
            "; `cause` is the vendor's own error. A session id is good for one passage: create a new session before another try.",
        ]
        .concat(),
    )
    .with_cause(cause)
}

/// Listens for the vendor's `finish` (the guide, section 4.4) and hands out its `detail`, the very same value.
///
/// Only an event dispatched on the window, on the document or inside the container is the widget's: other elements
/// dispatch `finish` too, and theirs may bubble up to here. A `detail` that names a session which ended before on this page
/// is that one's, come late.
pub(crate) fn on_finish(
    realm: &Realm,
    container: &JsValue,
    session_id: &str,
    mut finished: Box<dyn FnMut(JsValue)>,
) -> Result<Guard, Error> {
    let own = realm.clone();
    let container = container.clone();
    let registry = Registry::of(realm);
    let session_id = session_id.to_owned();
    let callback = Box::new(move |event: JsValue| {
        let target = property::get(&event, "target");
        let is_a_widgets = target == own.window
            || target == own.document
            || property::call(&container, "contains", &target).is_truthy();
        let detail = property::get(&event, "detail");
        if is_a_widgets && !registry.names_ended_session(&detail, &session_id) {
            finished(detail);
        }
    });
    Guard::listen(&realm.window, "finish", true, callback).map_err(|thrown| {
        Error::new(
            ErrorCode::StartFailed,
            "The window refused the listener for `finish`.",
        )
        .with_cause(thrown)
    })
}
