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
//! Whatever ends a session first settles it; what comes later is not heard. Dropping the future in any state leaves the
//! page as it was: each thing that a session did is held by a guard.

use std::future::pending;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::error::{Error, ErrorCode};
use crate::flow::{Length, Locale, Presentation, ScriptOptions, Status};
use crate::options::{Host, StartOptions};
use crate::page::container::{Container, watch_removal};
use crate::page::dialog::Dialog;
use crate::page::frame::Frame;
use crate::page::realm::Realm;
use crate::page::registry::Registry;
use crate::page::widget::{Widget, start_failed};
use crate::page::{camera, language, script, widget};
use crate::web::guard::Guard;
use crate::web::slot::Slot;
use crate::web::{abort, property};

/// A session that ended with the widget's `finish`.
#[derive(Clone, Debug)]
pub struct FinishResult {
    /// The session's id.
    pub id: String,
    /// `event.detail` of the vendor's `finish`, the very same value. Advisory: it comes from the visitor's browser; the
    /// verdict is what your server reads.
    pub detail: JsValue,
}

/// How a session ended; the first end counts.
pub(crate) enum End {
    Finished(JsValue),
    Failed(Error),
    /// The caller's signal, with its reason.
    #[cfg_attr(not(feature = "npm"), allow(dead_code, reason = "only JavaScript reads it"))]
    Aborted(JsValue),
}

/// Creates the container, loads the vendor's script once, starts the widget and resolves on its `finish`.
///
/// Dropping the future ends the session: nothing of the vendor's is called any more, the widget's cameras are stopped and
/// the page is as it was.
///
/// # Errors
///
/// [`ErrorCode::InvalidOptions`], [`ErrorCode::ContainerNotFound`] and [`ErrorCode::ContainerSize`] where the options do
/// not fit the page, [`ErrorCode::SessionActive`] while another session runs, [`ErrorCode::ScriptLoad`],
/// [`ErrorCode::ScriptTimeout`] and [`ErrorCode::ScriptIncompatible`] for the vendor's script,
/// [`ErrorCode::StartFailed`] if the vendor's `startSession` throws or rejects, and [`ErrorCode::ContainerRemoved`].
pub async fn start_session(options: StartOptions) -> Result<FinishResult, Error> {
    match run(&options).await {
        End::Finished(detail) => Ok(FinishResult {
            id: options.id,
            detail,
        }),
        End::Failed(error) => Err(error),
        // Only JavaScript passes a signal, and it calls `run`.
        End::Aborted(_) => pending().await,
    }
}

/// Loads the vendor's script ahead of time. Calling it again is free; after a failure it tries again.
///
/// # Errors
///
/// [`ErrorCode::InvalidOptions`], [`ErrorCode::ScriptLoad`], [`ErrorCode::ScriptTimeout`] and
/// [`ErrorCode::ScriptIncompatible`].
///
/// ```no_run
/// # async fn example() -> Result<(), flow_embed::Error> {
/// flow_embed::load(&flow_embed::ScriptOptions::default()).await?;
/// # Ok(())
/// # }
/// ```
pub async fn load(options: &ScriptOptions) -> Result<(), Error> {
    script::load(&Realm::page()?, options, "").await.map(drop)
}

/// Runs a session to its end. The caller's signal may end it at any moment.
pub(crate) async fn run(options: &StartOptions) -> End {
    let end = Rc::new(Slot::new());
    story(options, &end).await.unwrap_or_else(End::Failed)
}

async fn story(options: &StartOptions, end: &Rc<Slot<End>>) -> Result<End, Error> {
    if options.id.is_empty() {
        return Err(Error::invalid_option(
            "id",
            "must be the session id that creating a session yielded.",
        ));
    }
    let page = Realm::page()?;
    let _abort = match &options.signal {
        Some(signal) => Some(abort::subscribe(signal, ends(end, End::Aborted))?),
        None => None,
    };
    if let Some(end) = end.now() {
        return Ok(end);
    }
    let place = Place::prepare(&page, options, end)?;

    options.report(Status::Loading);
    let arrival = Box::pin(Stage::load(&page, &place, options, end));
    let (stage, widget) = match end.or(arrival).await {
        Ok(end) => return Ok(end),
        Err(arrival) => arrival?,
    };
    options.report(Status::Starting);
    if !property::get(&place.container.element, "isConnected").is_truthy() {
        end.set(lost(JsValue::UNDEFINED));
    }
    // `on_status` may have aborted: from then on nothing of the vendor's is called.
    if let Some(end) = end.now() {
        return Ok(end);
    }
    if let Some(dialog) = &place.dialog {
        dialog.widget_is_there();
    }
    let running = stage.start(&widget, place.locale, options, end)?;
    if !end.is_set() {
        options.report(Status::Active);
    }
    let end = end.take().await;
    if let End::Finished(_) = end {
        // The widget ended by itself: its camera is its own affair.
        running.camera.keep();
        drop((running.rejection, running.finish));
        place.leave(options.keep_mounted);
        options.report(Status::Finished);
    }
    Ok(end)
}

/// Where the widget will be: the host, or a dialog, and in it a container of real size. The fields are dropped in this order.
struct Place {
    locale: Locale,
    _removal: Option<Guard>,
    dialog: Option<Dialog>,
    container: Container,
    _active: Option<Guard>,
}

impl Place {
    fn prepare(page: &Realm, options: &StartOptions, end: &Rc<Slot<End>>) -> Result<Self, Error> {
        let host = match options.chosen_presentation() {
            Presentation::Inline => find_host(page, options)?,
            Presentation::Dialog => JsValue::UNDEFINED,
        };
        let locale = options
            .locale
            .unwrap_or_else(|| language::locale_around(page, &host));
        let active = match options.isolate {
            true => None,
            false => Some(Registry::of(page).claim(&options.id)?),
        };
        let sizes = (options.width.as_ref(), options.height.as_ref());
        let (container, dialog) = if host.is_object() {
            (Container::create(page, &host, sizes)?, None)
        } else {
            let dialog = Dialog::open(page, locale, sizes, ends(end, |_| End::Failed(cancelled())))?;
            // The dialog has the size that was asked for; the container fills it.
            let all = Length::from("100%");
            let container = Container::create(page, &dialog.host(), (Some(&all), Some(&all)))?;
            (container, Some(dialog))
        };
        Ok(Self {
            locale,
            _removal: watch_removal(&container.element, ends(end, lost)),
            dialog,
            container,
            _active: active,
        })
    }

    /// Gives the place back, but leaves in the page what is to be kept.
    fn leave(self, keep_mounted: bool) {
        if keep_mounted {
            self.container.keep();
            self.dialog.iter().for_each(Dialog::keep);
        }
    }
}

/// The realm that the widget runs in, and the element that is its own.
struct Stage {
    realm: Realm,
    selector: JsValue,
    /// All of the widget's elements are below it.
    root: JsValue,
    /// Held for its watches.
    _frame: Option<Frame>,
}

/// A started widget, until it is dropped.
struct Running {
    rejection: Option<Guard>,
    finish: Guard,
    camera: Guard,
}

impl Stage {
    /// Sets the stage, in the page or in a frame of its own, and loads the vendor's script into its realm.
    async fn load(
        page: &Realm,
        place: &Place,
        options: &StartOptions,
        end: &Rc<Slot<End>>,
    ) -> Result<(Self, Widget), Error> {
        let container = &place.container;
        let frame = match options.isolate {
            true => {
                let on_loss = [ends(end, lost), ends(end, lost)];
                Some(Frame::open(&container.element, place.locale, on_loss).await?)
            }
            false => None,
        };
        if let (Some(dialog), Some(frame)) = (&place.dialog, &frame) {
            dialog.close_on_escape_in(&frame.realm);
        }
        let realm = frame.as_ref().map_or(page, |frame| &frame.realm).clone();
        let widget = script::load(&realm, &options.script, "script.").await?;
        let (selector, root) = match &frame {
            None => (container.mount(&realm)?, container.element.clone()),
            // In the frame, too, the vendor finds what its guide asks for: a parent of real size, and the element in it.
            Some(frame) => {
                let body = frame.body();
                let inner = Container::create(&realm, &body, (None, None))?;
                let selector = inner.mount(&realm)?;
                // It goes with the frame, which goes with the outer container.
                inner.keep();
                (selector, body)
            }
        };
        let stage = Self {
            realm,
            selector,
            root,
            _frame: frame,
        };
        Ok((stage, widget))
    }

    /// From here on there may be a camera, and a `finish` even before `startSession` returns.
    fn start(
        &self,
        widget: &Widget,
        locale: Locale,
        options: &StartOptions,
        end: &Rc<Slot<End>>,
    ) -> Result<Running, Error> {
        let camera = camera::guard(&self.root);
        let finish = widget::on_finish(&self.realm, &self.root, &options.id, ends(end, End::Finished))?;
        let on_rejection = ends(end, |cause| End::Failed(start_failed("rejected", cause)));
        let rejection = widget
            .start(&options.id, &self.selector, locale, on_rejection)
            .map_err(|error| end.set(End::Failed(error)));
        Ok(Running {
            rejection: rejection.ok(),
            finish,
            camera,
        })
    }
}

/// A callback that ends the session, unless something did so before.
fn ends(end: &Rc<Slot<End>>, how: fn(JsValue) -> End) -> Box<dyn FnMut(JsValue)> {
    let end = Rc::clone(end);
    Box::new(move |value| end.set(how(value)))
}

fn find_host(page: &Realm, options: &StartOptions) -> Result<JsValue, Error> {
    let not_found = |message| Err(Error::new(ErrorCode::ContainerNotFound, message));
    match &options.host {
        None => Err(Error::invalid_option(
            "selector",
            "must be given: the host in which the widget appears.",
        )),
        Some(Host::Selector(selector)) => {
            let found = page.query(selector).map_err(|thrown| {
                Error::invalid_option("selector", "must be a CSS selector or an element.").with_cause(thrown)
            })?;
            if !found.is_object() {
                return not_found(
                    "No element matches `selector`. Call once the host is in the page, or pass the element itself.",
                );
            }
            Ok(found)
        }
        Some(Host::Element(host)) => {
            // A shadow root hides its elements from the vendor's selector, but not a frame in it.
            if page.contains(host) || (options.isolate && page.is_connected(host)) {
                return Ok(host.into());
            }
            not_found(
                "The element given as `selector` is not in this page's document: it is detached, of another document, or inside a shadow root, where only a session with `isolate` can run.",
            )
        }
    }
}

fn lost(_: JsValue) -> End {
    End::Failed(container_removed())
}

fn container_removed() -> Error {
    Error::new(
        ErrorCode::ContainerRemoved,
        "The container left the page while the session ran. Keep the host mounted until the promise settles, or abort the session before removing it.",
    )
}

fn cancelled() -> Error {
    Error::new(
        ErrorCode::Cancelled,
        "The person closed the dialog. A session id is good for one passage: create a new session before another try.",
    )
}
