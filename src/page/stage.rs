//! What a session does to the page, and how it is undone.

use web_sys::{Element, HtmlElement};

use super::container::{Container, Size};
use super::dialog::Dialog;
use super::end::{End, Ends};
use super::frame::Frame;
use super::presence::Presence;
use super::realm::Realm;
use super::registry::Claim;
use super::texts::texts_in;
use super::widget::Widget;
use crate::error::Error;
use crate::flow::Locale;
use crate::options::StartOptions;
use crate::web::value;

/// What a session has done to the page, until it is dropped: what is undone first stands first.
#[derive(Default)]
pub(crate) struct Stage {
    widget: Option<Widget>,
    frame: Option<Frame>,
    presence: Option<Presence>,
    container: Option<Container>,
    dialog: Option<Dialog>,
    pub(crate) claim: Option<Claim>,
}

impl Stage {
    /// Puts a container of real size into the host, or into a dialog.
    pub(crate) fn prepare(
        &mut self,
        page: &Realm,
        host: Option<Element>,
        options: &StartOptions,
        locale: Locale,
        ends: &Ends,
    ) -> Result<HtmlElement, Error> {
        let mut size = Size::of(page, options.width.as_ref(), options.height.as_ref())?;
        let host = match host {
            Some(host) => host,
            None => {
                let dialog = Dialog::open(page, texts_in(locale), &size, ends)?;
                let host = dialog.host.clone();
                self.dialog = Some(dialog);
                // The dialog has the size that was asked for; the container fills it.
                size = Size::full();
                host.into()
            }
        };
        let container = Container::create(page, &host, &size)?;
        let element = container.element.clone();
        self.container = Some(container);
        self.presence = Some(Presence::watch(page, &element, ends));
        Ok(element)
    }

    /// The widget will run in the frame.
    pub(crate) fn enter(&mut self, frame: Frame) {
        if let Some(dialog) = &self.dialog {
            dialog.close_on_escape_in(&frame.realm);
        }
        self.frame = Some(frame);
    }

    /// Starts the widget in the frame or, where there is none, in the page's container.
    pub(crate) fn start(
        &mut self,
        page: &Realm,
        container: &HtmlElement,
        id: &str,
        locale: Locale,
        ends: &Ends,
    ) {
        if !value::is(container, "isConnected") {
            ends.set(End::Removed);
            return;
        }
        if let Some(dialog) = &self.dialog {
            dialog.notice("");
        }
        let (realm, root) = match &self.frame {
            Some(frame) => (&frame.realm, &frame.root),
            None => (page, container),
        };
        self.widget = Some(Widget::start(realm, root, id, locale, ends));
    }

    /// Takes the widget away, camera and all, and leaves a notice in its place.
    pub(crate) fn clear(&mut self, page: &Realm, notice: Option<&str>) {
        drop((self.widget.take(), self.frame.take()));
        let in_container = match &self.dialog {
            Some(dialog) => {
                dialog.notice(notice.unwrap_or_default());
                None
            }
            None => notice,
        };
        if let Some(container) = &self.container {
            // A page that does not let us say so still gets its result.
            let _ = container.clear(page, in_container);
        }
    }

    /// Gives the place back, but leaves in the page what is to be kept. A widget that has ended by itself is its own affair, but for a notice in its place.
    pub(crate) fn leave(mut self, page: &Realm, is_kept: bool) {
        match self.widget.take() {
            Some(widget) => widget.leave(),
            None => self.clear(page, None),
        }
        if is_kept {
            self.container.take().into_iter().for_each(Container::keep);
            self.dialog.take().into_iter().for_each(Dialog::keep);
        }
    }
}
