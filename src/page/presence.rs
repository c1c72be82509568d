//! Whether an element is still in the page.

use std::cell::Cell;
use std::rc::{Rc, Weak};

use web_sys::Element;

use super::end::{End, Ends};
use super::realm::Realm;
use crate::web::guard::{Listener, Resizes, Timer};
use crate::web::value;

/// How often a hidden element is looked at, in milliseconds.
const LOOK_AGAIN: f64 = 1000.0;

/// Ends the session when the element has left its document.
///
/// A removed element's size becomes zero, which its own observer sees: nothing has to watch the whole document. What is hidden has no size to
/// lose, and a hidden tab hears of none: only then it is looked at now and again. A move within one task ends with the element in the
/// document, and is no removal.
#[must_use]
pub(crate) struct Presence {
    _resizes: Option<Resizes>,
    _visibility: Option<Listener>,
    _look: Rc<Look>,
}

struct Look {
    page: Realm,
    element: Element,
    ends: Ends,
    is_hidden: Cell<bool>,
    again: Cell<Option<Timer>>,
}

impl Presence {
    /// `page` is the one whose tab may be hidden.
    pub(crate) fn watch(page: &Realm, element: &Element, ends: &Ends) -> Self {
        let look = Rc::new(Look {
            page: page.clone(),
            element: element.clone(),
            ends: ends.clone(),
            is_hidden: Cell::new(false),
            again: Cell::new(None),
        });
        // What is hidden is looked at already.
        let on_change = || {
            let look = Rc::downgrade(&look);
            move || {
                with(&look, |look| {
                    if !look.is_hidden.get() {
                        look.now()
                    }
                })
            }
        };
        let (on_resize, on_visibility) = (on_change(), on_change());
        let presence = Self {
            _resizes: Resizes::observe(element, on_resize),
            _visibility: Listener::new(&page.document, "visibilitychange", move |_| on_visibility()),
            _look: Rc::clone(&look),
        };
        if page.is_hidden() {
            look.now();
        }
        presence
    }
}

impl Look {
    fn now(self: &Rc<Self>) {
        if !value::is(&self.element, "isConnected") {
            self.ends.set(End::Removed);
            return;
        }
        let is_hidden = self.page.is_hidden() || value::number(&self.element, "offsetWidth") == 0.0;
        self.is_hidden.set(is_hidden);
        let look = Rc::downgrade(self);
        let again = is_hidden.then(|| Timer::new(LOOK_AGAIN, move || with(&look, Look::now)));
        drop(self.again.replace(again));
    }
}

fn with(look: &Weak<Look>, action: impl FnOnce(&Rc<Look>)) {
    if let Some(look) = look.upgrade() {
        action(&look);
    }
}
