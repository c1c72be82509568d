//! A page that the visitor leaves, comes back to, or reads without a network.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use wasm_bindgen::prelude::*;

use super::realm::Realm;
use crate::error::{Error, ErrorCode};
use crate::web::guard::{Callback, Guard, filling};
use crate::web::property;
use crate::web::slot::Slot;
use crate::web::timer::sleep;

/// Timers stand still while a page is in the browser's back/forward cache, so this is the first moment after it.
const NEXT_MOMENT: Duration = Duration::from_millis(50);

#[wasm_bindgen(module = "/src/page/page_life.js")]
extern "C" {
    #[wasm_bindgen(js_name = watchLeaving, catch)]
    fn watch_leaving(window: &JsValue, tell: &Callback) -> Result<JsValue, JsValue>;
}

/// Knows whether the visitor has left the page, until it is dropped.
pub(super) struct PageLife {
    page: Realm,
    is_gone: Rc<Cell<bool>>,
    _watch: Guard,
}

impl PageLife {
    pub(super) fn watch() -> Result<Self, Error> {
        let page = Realm::page()?;
        let is_gone = Rc::new(Cell::new(false));
        let tell = {
            let is_gone = Rc::clone(&is_gone);
            Callback::wrap(Box::new(move |is_leaving: JsValue| {
                is_gone.set(is_leaving.is_truthy())
            }))
        };
        let watch = watch_leaving(&page.window, &tell);
        let watch = Guard::with(tell, watch).map_err(|thrown| {
            Error::new(ErrorCode::ScriptLoad, "The window refused a listener.").with_cause(thrown)
        })?;
        Ok(Self {
            page,
            is_gone,
            _watch: watch,
        })
    }

    pub(super) fn is_gone(&self) -> bool {
        self.is_gone.get()
    }

    pub(super) async fn is_back(&self) {
        while self.is_gone() {
            sleep(NEXT_MOMENT).await;
        }
    }

    /// Waits for the network where the browser knows that there is none, but no longer than this.
    pub(super) async fn is_online(&self, at_most: Duration) {
        let navigator = property::get(&self.page.window, "navigator");
        if property::get(&navigator, "onLine").as_bool() != Some(false) {
            return;
        }
        let online = Rc::new(Slot::new());
        let _listener = Guard::listen(&self.page.window, "online", true, filling(&online));
        sleep(at_most).unless(&online).await;
    }
}
