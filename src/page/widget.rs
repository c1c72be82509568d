//! The vendor's global `FlowWidget`: starting it, and hearing its `finish`.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::{Event, Node};

use super::realm::Realm;
use super::registry::Registry;
use crate::error::{Error, ErrorCode};
use crate::flow::Locale;
use crate::guard_count::Counted;
use crate::web::listener::Listener;
use crate::web::property;

/// `FlowWidget` with its `startSession` (the vendor's guide, section 4.3).
pub(crate) struct Widget {
    object: JsValue,
    start_session: Function,
}

#[wasm_bindgen(inline_js = "
export const vendorOptions = (id, selector, locale) => ({ id, selector, locale });
export const onRejection = (value, callback) => {
  const listener = { callback };
  Promise.resolve(value).then(undefined, (cause) => listener.callback?.(cause));
  return listener;
};
")]
extern "C" {
    /// What `FlowWidget.startSession` is called with: exactly this. The guide's table calls the first field `session_id`;
    /// every example of it passes `id`.
    #[wasm_bindgen(js_name = vendorOptions)]
    fn vendor_options(id: &str, selector: &str, locale: &str) -> JsValue;

    // The promise holds the plain object, never a closure of ours: a promise that never settles keeps nothing alive.
    #[wasm_bindgen(js_name = onRejection, catch)]
    fn on_rejection(value: &JsValue, callback: &Closure<dyn FnMut(JsValue)>) -> Result<JsValue, JsValue>;
}

/// Hears a rejection of what `startSession` returned, until it is dropped.
pub(crate) struct RejectionWatch {
    listener: JsValue,
    _callback: Closure<dyn FnMut(JsValue)>,
    _counted: Counted,
}

impl Widget {
    /// The realm's `FlowWidget`, if it is there and can start sessions.
    pub(crate) fn find(realm: &Realm) -> Option<Self> {
        let object = property::get(&realm.window, "FlowWidget");
        let start_session = property::function(&object, "startSession")?;
        Some(Self {
            object,
            start_session,
        })
    }

    /// Calls the vendor's `startSession`, once: an id is good for one passage.
    ///
    /// `on_rejection` hears it if the vendor answers with a promise that rejects later.
    pub(crate) fn start(
        &self,
        id: &str,
        selector: &str,
        locale: Locale,
        on_rejection: impl Fn(Error) + 'static,
    ) -> Result<RejectionWatch, Error> {
        let options = vendor_options(id, selector, locale.as_str());
        let answer = self
            .start_session
            .call1(&self.object, &options)
            .map_err(|thrown| start_failed("threw", thrown))?;
        RejectionWatch::new(&answer, move |cause| {
            on_rejection(start_failed("rejected", cause));
        })
    }
}

fn start_failed(how: &str, cause: JsValue) -> Error {
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

impl RejectionWatch {
    fn new(answer: &JsValue, on_cause: impl Fn(JsValue) + 'static) -> Result<Self, Error> {
        let callback = Closure::new(on_cause);
        let listener = on_rejection(answer, &callback).map_err(|thrown| start_failed("rejected", thrown))?;
        Ok(Self {
            listener,
            _callback: callback,
            _counted: Counted::new(),
        })
    }
}

impl Drop for RejectionWatch {
    fn drop(&mut self) {
        let _ = js_sys::Reflect::set(&self.listener, &"callback".into(), &JsValue::UNDEFINED);
    }
}

/// Listens for the vendor's `finish` (the guide, section 4.4) and hands out its `detail`, the very same value.
///
/// Only an event dispatched on the window, on the document or inside the container is the widget's: other elements
/// dispatch `finish` too, and theirs may bubble up to here. A `detail` that names a session which ended before on this page
/// is that one's, come late.
pub(crate) fn on_finish(
    realm: &Realm,
    container: &Node,
    session_id: &str,
    finished: impl Fn(JsValue) + 'static,
) -> Result<Listener, Error> {
    let own: [JsValue; 2] = [realm.window.clone().into(), realm.document.clone().into()];
    let container = container.clone();
    let registry = Registry::of(realm);
    let session_id = session_id.to_owned();
    Listener::new(&realm.window, "finish", move |event: Event| {
        let target = property::get(&event, "target");
        let is_a_widgets = own.contains(&target)
            || property::call(&container, "contains", &target).is_some_and(|inside| inside.is_truthy());
        let detail = property::get(&event, "detail");
        if is_a_widgets && !registry.names_ended_session(&detail, &session_id) {
            finished(detail);
        }
    })
    .map_err(|thrown| {
        Error::new(
            ErrorCode::StartFailed,
            "The window refused the listener for `finish`.",
        )
        .with_cause(thrown)
    })
}
