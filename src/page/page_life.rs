//! A page that the visitor leaves, comes back to, or reads without a network.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use super::realm::Realm;
use crate::error::{Error, ErrorCode};
use crate::web::listener::Listener;
use crate::web::property;
use crate::web::slot::{Slot, race};
use crate::web::timer::{Timer, sleep};

/// Timers stand still while a page is in the browser's back/forward cache, so this is the first moment after it.
const NEXT_MOMENT: Duration = Duration::from_millis(50);

/// Knows whether the visitor has left the page, until it is dropped.
pub(super) struct PageLife {
    page: Realm,
    is_gone: Rc<Cell<bool>>,
    _listeners: [Listener; 2],
}

impl PageLife {
    pub(super) fn watch() -> Result<Self, Error> {
        let page = Realm::page()?;
        let is_gone = Rc::new(Cell::new(false));
        let listen = |name, gone| {
            let is_gone = Rc::clone(&is_gone);
            Listener::new(&page.window, name, move |_| is_gone.set(gone)).map_err(|thrown| {
                Error::new(ErrorCode::ScriptLoad, "The window refused a listener.").with_cause(thrown)
            })
        };
        let listeners = [listen("pagehide", true)?, listen("pageshow", false)?];
        Ok(Self {
            page,
            is_gone,
            _listeners: listeners,
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
        let _listener = Listener::new(&self.page.window, "online", {
            let online = Rc::clone(&online);
            move |_| online.set(())
        });
        let deadline = Timer::start(at_most);
        race(online.take(), deadline.fired()).await;
    }
}
