//! The story of one session, top to bottom: options, container, script, start, finish.
//!
//! ```text
//!             claim the page        script there         startSession called
//!   (options) ──────────────> loading ──────────> starting ──────────────────> active
//!       │                        │                    │                           │ finish
//!       │ error                  │ error, abort       │ error, abort, finish      │ error, abort
//!       v                        v                    v                           v
//!    rejected <──────────── page restored <───────────┴──────────────────── page restored ──> finished
//! ```
//!
//! Whatever ends a session first settles it; what comes later is not heard. Dropping the future in any state, which is also
//! what an abort does, leaves the page as it was: each thing that a session did is held by a guard.

use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

use crate::error::{Error, ErrorCode};
use crate::flow::{Locale, Presentation, ScriptOptions, Status};
use crate::options::StartOptions;
use crate::page::container::{Container, Size, find_host};
use crate::page::dialog::Dialog;
use crate::page::end::{End, Ends};
use crate::page::frame::Frame;
use crate::page::presence::Presence;
use crate::page::realm::Realm;
use crate::page::registry::Claim;
use crate::page::texts::texts_in;
use crate::page::widget::Widget;
use crate::page::{language, script};
use crate::web::slot::{Begun, unless};
use crate::web::value;

/// A session that ended with the widget's `finish`.
#[derive(Clone, Debug)]
pub struct FinishResult {
    /// The session's id.
    pub id: String,
    /// `event.detail` of the vendor's `finish`, the very same value. Advisory: it comes from the visitor's browser; the
    /// verdict is what your server reads.
    pub detail: JsValue,
}

/// Creates the container, loads the vendor's script once, starts the widget and resolves on its `finish`.
///
/// Dropping the future ends the session: nothing of the vendor's is called any more, the widget's cameras are stopped and
/// the page is as it was.
///
/// # Errors
///
/// [`ErrorCode::InvalidOptions`], [`ErrorCode::ContainerNotFound`] and [`ErrorCode::ContainerSize`] where the options do
/// not fit the page, [`ErrorCode::SessionActive`] while another session runs, [`ErrorCode::ScriptLoad`], [`ErrorCode::ScriptTimeout`]
/// and [`ErrorCode::ScriptIncompatible`] for the vendor's script, [`ErrorCode::StartFailed`] if the vendor's `startSession` throws or
/// rejects, [`ErrorCode::ContainerRemoved`], and [`ErrorCode::Cancelled`] if the person closes the dialog.
pub async fn start_session(options: StartOptions) -> Result<FinishResult, Error> {
    let detail = run(&options, &Ends::new()).await?;
    Ok(FinishResult {
        id: options.id,
        detail,
    })
}

/// Loads the vendor's script ahead of time. Calling it again is free; after a failure it tries again.
///
/// # Errors
///
/// [`ErrorCode::InvalidOptions`], [`ErrorCode::ContainerNotFound`] where there is no page, [`ErrorCode::ScriptLoad`],
/// [`ErrorCode::ScriptTimeout`] and [`ErrorCode::ScriptIncompatible`].
///
/// ```no_run
/// # async fn example() -> Result<(), flow_embed::Error> {
/// flow_embed::load(&flow_embed::ScriptOptions::default()).await?;
/// # Ok(())
/// # }
/// ```
pub async fn load(options: &ScriptOptions) -> Result<(), Error> {
    let page = Realm::page()?;
    script::load(&page, page.clone(), options, "").await
}

/// Runs a session to its end, and yields the `detail` of the widget's `finish`. The caller may end it, too.
pub(crate) async fn run(options: &StartOptions, ends: &Ends) -> Result<JsValue, Error> {
    if options.id.is_empty() {
        return Err(Error::invalid_option("id", "must be the session's id."));
    }
    let page = Realm::page()?;
    let host = host_of(&page, options)?;
    let locale = options
        .locale
        .unwrap_or_else(|| language::around(&page, host.as_ref()));
    let mut stage = Stage::default();
    let mut script = None;
    if !options.isolate {
        stage.claim = Some(Claim::of(&page.window, &options.id)?);
        // It is on its way while the container is made.
        let load = script::load(&page, page.clone(), &options.script, "script.");
        script = Some(Begun::begin(load).await);
    }
    let container = stage.prepare(&page, host, options, locale, ends)?;

    options.report(Status::Loading);
    // The listener may have aborted or closed the dialog: from then on nothing of the vendor's is called.
    if options.isolate {
        let opening = Frame::open(&page, &container, texts_in(locale), ends);
        let frame = unless(ends.take(), opening).await?.map_err(no_frame)?;
        let load = script::load(&page, frame.realm.clone(), &options.script, "script.");
        script = Some(Begun::later(load));
        stage.enter(frame);
    }
    if let Some(script) = script {
        unless(ends.take(), script.output()).await??;
    }
    // A page that the browser renders ahead of time may never be opened, and the id is good for one passage.
    unless(ends.take(), page.opened()).await?;
    options.report(Status::Starting);
    if !ends.is_set() {
        stage.start(&page, &container, options, locale, ends);
    }
    if !ends.is_set() {
        options.report(Status::Active);
    }
    let detail = match ends.take().await {
        End::Finished(detail) => detail,
        end => return Err(end.into()),
    };
    stage.leave(options.keep_mounted);
    options.report(Status::Finished);
    Ok(detail)
}

/// The host that the options name; `None` where there is to be a dialog.
fn host_of(page: &Realm, options: &StartOptions) -> Result<Option<Element>, Error> {
    let default = match options.host {
        Some(_) => Presentation::Inline,
        None => Presentation::Dialog,
    };
    match (options.presentation.unwrap_or(default), &options.host) {
        (Presentation::Dialog, _) => Ok(None),
        (Presentation::Inline, Some(host)) => find_host(page, host, options.isolate).map(Some),
        (Presentation::Inline, None) => Err(Error::invalid_option("selector", "must be given.")),
    }
}

fn no_frame(_: JsValue) -> Error {
    Error::invalid_option(
        "isolate",
        "needs an iframe of the page's own origin. Where the page is sandboxed, add `allow-same-origin`; under `require-trusted-types-for`, add `trusted-types flow-embed`.",
    )
}

/// What a session has done to the page, until it is dropped: what is undone first stands first.
#[derive(Default)]
struct Stage {
    widget: Option<Widget>,
    frame: Option<Frame>,
    presence: Option<Presence>,
    container: Option<Container>,
    dialog: Option<Dialog>,
    claim: Option<Claim>,
}

impl Stage {
    /// Puts a container of real size into the host, or into a dialog.
    fn prepare(
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
    fn enter(&mut self, frame: Frame) {
        if let Some(dialog) = &self.dialog {
            dialog.close_on_escape_in(&frame.realm);
        }
        self.frame = Some(frame);
    }

    /// Starts the widget in the frame or, where there is none, in the page's container.
    fn start(
        &mut self,
        page: &Realm,
        container: &HtmlElement,
        options: &StartOptions,
        locale: Locale,
        ends: &Ends,
    ) {
        if !value::is(container, "isConnected") {
            ends.set(End::Removed);
            return;
        }
        if let Some(dialog) = &self.dialog {
            dialog.widget_is_there();
        }
        let (realm, root) = match &self.frame {
            Some(frame) => (&frame.realm, &frame.root),
            None => (page, container),
        };
        self.widget = Some(Widget::start(realm, root, &options.id, locale, ends));
    }

    /// The widget has ended by itself: gives the place back, but leaves in the page what is to be kept.
    fn leave(mut self, is_kept: bool) {
        self.widget.take().into_iter().for_each(Widget::leave);
        if is_kept {
            self.container.take().into_iter().for_each(Container::keep);
            self.dialog.take().into_iter().for_each(Dialog::keep);
        }
    }
}

/// How a session ends without the widget's `finish`.
impl From<End> for Error {
    fn from(end: End) -> Self {
        match end {
            End::Removed => Self::new(
                ErrorCode::ContainerRemoved,
                "The container left the page while the session ran. Keep the host mounted until the session ends, or abort it before.",
            ),
            End::Failed(cause) => Self::new(
                ErrorCode::StartFailed,
                "FlowWidget.startSession threw or rejected; `cause` is its own error. Create a new session before another try: an id is good for one passage.",
            )
            .caused_by(&cause),
            End::Finished(_) | End::Cancelled | End::Aborted => Self::new(
                ErrorCode::Cancelled,
                "The person closed the dialog. Create a new session before another try: an id is good for one passage.",
            ),
        }
    }
}
