//! The same-origin iframe of an isolated session.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::container::watch_removal;
use super::realm::Realm;
use crate::error::Error;
use crate::flow::Locale;
use crate::web::guard::{Callback, Guard};
use crate::web::property;
use crate::web::slot::Slot;

/// As if the page had no CSS for it, known or unknown.
const FRAME: &str = "all:revert!important;display:block!important;width:100%!important;height:100%!important;border:0!important;";
const ROOT: &str = "margin:0;padding:0;width:100%;height:100%;overflow:hidden";

#[wasm_bindgen(module = "/src/page/sinks.js")]
extern "C" {
    #[wasm_bindgen(js_name = openFrame, catch)]
    fn open_frame(parent: &JsValue, css: &str, title: &str, tell: &Callback) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = enterFrame, catch)]
    fn enter_frame(frame: &JsValue, css: &str, lang: &str) -> Result<JsValue, JsValue>;
}

/// A frame whose window and document are an isolated session's realm. It lives in the container and goes with it.
pub(crate) struct Frame {
    pub(crate) realm: Realm,
    _watches: (Guard, Option<Guard>),
}

impl Frame {
    /// Creates the frame, with a title in the session's language, and waits until its document is there.
    ///
    /// The two callbacks hear it when what runs in the frame is gone: it loaded anew, as it does when it is moved about, or
    /// somebody took it out of the page.
    pub(crate) async fn open(
        parent: &JsValue,
        locale: Locale,
        [mut on_load, on_removal]: [Box<dyn FnMut(JsValue)>; 2],
    ) -> Result<Self, Error> {
        let loaded = Rc::new(Slot::new());
        let tell = {
            let loaded = Rc::clone(&loaded);
            Callback::wrap(Box::new(move |is_first: JsValue| match is_first.is_truthy() {
                true => loaded.set(is_first),
                false => on_load(is_first),
            }))
        };
        let opened = open_frame(parent, FRAME, locale.title(), &tell);
        let opened = opened.map_err(|thrown| unavailable().with_cause(thrown))?;
        let frame = property::get(&opened, "element");
        let load = Guard::around(property::get(&opened, "unwatch"), Some(tell));
        let removal = watch_removal(&frame, on_removal);
        loaded.take().await;
        let window = enter_frame(&frame, ROOT, locale.language_tag()).map_err(|_| unavailable())?;
        Ok(Self {
            realm: Realm::of_window(window).ok_or_else(unavailable)?,
            _watches: (load, removal),
        })
    }

    pub(crate) fn body(&self) -> JsValue {
        property::get(&self.realm.document, "body")
    }
}

fn unavailable() -> Error {
    Error::invalid_option(
        "isolate",
        "is not possible here: the page got no iframe of its own origin. Where the page itself is in a sandboxed iframe, or under the `sandbox` directive of a Content-Security-Policy, add `allow-same-origin`; under `require-trusted-types-for 'script'` add `trusted-types flow-embed`.",
    )
}
