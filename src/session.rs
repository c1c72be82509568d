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
use web_sys::Element;

use crate::error::{Error, ErrorCode};
use crate::flow::{Locale, Presentation, ScriptOptions, Status};
use crate::options::{Host, StartOptions};
use crate::page::abort::Abort;
use crate::page::camera::CameraGuard;
use crate::page::container::Container;
use crate::page::property;
use crate::page::realm::Realm;
use crate::page::registry::Registry;
use crate::page::{script, widget};
use crate::slot::{Slot, race};

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
pub(crate) enum End<T = JsValue> {
    Finished(T),
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
    script::load(&Realm::page()?, options).await.map(drop)
}

/// [`load`] for callers in JavaScript, whose signal may end it at any moment.
#[cfg(feature = "npm")]
pub(crate) async fn load_until(options: &ScriptOptions, signal: Option<&JsValue>) -> End<()> {
    let end = Rc::new(Slot::new());
    let _abort = match signal.map(|signal| Abort::subscribe(signal, ends(&end, End::Aborted))) {
        Some(Err(error)) => return End::Failed(error),
        subscription => subscription,
    };
    let loaded = async {
        match load(options).await {
            Ok(()) => End::Finished(()),
            Err(error) => End::Failed(error),
        }
    };
    race(end.take(), loaded).await
}

/// Runs a session to its end. The caller's signal may end it at any moment.
pub(crate) async fn run(options: &StartOptions) -> End {
    let end = Rc::new(Slot::new());
    story(options, &end).await.unwrap_or_else(End::Failed)
}

async fn story(options: &StartOptions, end: &Rc<Slot<End>>) -> Result<End, Error> {
    check(options)?;
    let realm = Realm::page()?;
    let _abort = match &options.signal {
        Some(signal) => Some(Abort::subscribe(signal, ends(end, End::Aborted))?),
        None => None,
    };
    if end.is_set() {
        return Ok(end.take().await);
    }

    let host = find_host(&realm, options)?;
    let registry = Registry::of(&realm);
    let number = registry.next_number();
    let active = registry.claim()?;
    let sizes = (options.width.as_ref(), options.height.as_ref());
    let container = Container::create(&realm, &host, sizes, number)?;
    let removal = container.watch_removal({
        let ended = ends(end, End::Failed);
        move || ended(container_removed())
    });
    let locale = options
        .locale
        .unwrap_or_else(|| locale_of(&realm, container.element()));

    options.report(Status::Loading);
    let loaded = race(async { Err(end.take().await) }, async {
        Ok(script::load(&realm, &options.script).await)
    });
    let widget = match loaded.await {
        Ok(loaded) => loaded?,
        Err(end) => return Ok(end),
    };

    options.report(Status::Starting);
    // `on_status` may have aborted: from then on nothing of the vendor's is called.
    if end.is_set() {
        return Ok(end.take().await);
    }
    // From here on there may be a camera, and a `finish` even before `startSession` returns.
    let camera = CameraGuard::new(container.element());
    let finish = widget::on_finish(&realm, container.element(), ends(end, End::Finished))?;
    let selector = container.mount_selector();
    let rejection = match widget.start(&options.id, &selector, locale, ends(end, End::Failed)) {
        Ok(rejection) => Some(rejection),
        Err(error) => {
            end.set(End::Failed(error));
            None
        }
    };

    if !end.is_set() {
        options.report(Status::Active);
    }
    let end = end.take().await;
    if let End::Finished(_) = end {
        camera.release();
        if options.keep_mounted {
            container.keep();
        }
        drop((finish, rejection, removal, container, active));
        options.report(Status::Finished);
    }
    Ok(end)
}

/// A callback that ends the session, unless something did so before.
fn ends<T, R: 'static, F: Fn(T) -> End<R>>(end: &Rc<Slot<End<R>>>, how: F) -> impl Fn(T) + use<T, R, F> {
    let end = Rc::clone(end);
    move |value| end.set(how(value))
}

fn check(options: &StartOptions) -> Result<(), Error> {
    if options.id.is_empty() {
        return Err(Error::invalid_option(
            "id",
            "must be the session id that creating a session yielded.",
        ));
    }
    if options.isolate {
        return Err(Error::invalid_option(
            "isolate",
            "is not available in this version.",
        ));
    }
    let presentation = match (&options.presentation, &options.host) {
        (Some(presentation), _) => *presentation,
        (None, Some(_)) => Presentation::Inline,
        (None, None) => Presentation::Dialog,
    };
    if presentation == Presentation::Dialog {
        return Err(Error::invalid_option(
            "presentation",
            "\"dialog\" is not available in this version; pass `selector` and \"inline\".",
        ));
    }
    Ok(())
}

fn find_host(realm: &Realm, options: &StartOptions) -> Result<Element, Error> {
    match &options.host {
        None => Err(Error::invalid_option(
            "selector",
            "must be given: the host in which the widget appears.",
        )),
        Some(Host::Selector(selector)) => realm
            .document
            .query_selector(selector)
            .map_err(|thrown| {
                Error::invalid_option("selector", "must be a CSS selector or an element.")
                    .with_cause(thrown)
            })?
            .ok_or_else(|| {
                Error::new(
                    ErrorCode::ContainerNotFound,
                    "No element matches `selector`. Call once the host is in the page, or pass the element itself.",
                )
            }),
        Some(Host::Element(host)) if realm.contains(host) => Ok(host.clone()),
        Some(Host::Element(_)) => Err(Error::new(
            ErrorCode::ContainerNotFound,
            "The element given as `selector` is not in this page's document: it is detached, of another document, or inside a shadow root, where the vendor's widget cannot find its container.",
        )),
    }
}

/// The nearest language around the container that the widget speaks, else the browser's first one, else Russian.
fn locale_of(realm: &Realm, container: &Element) -> Locale {
    let from_page = container
        .closest("[lang]")
        .ok()
        .flatten()
        .and_then(|element| element.get_attribute("lang"));
    let navigator = property::get(&realm.window, "navigator");
    let languages = property::get(&navigator, "languages");
    from_page
        .into_iter()
        .chain(property::items(&languages).filter_map(|language| language.as_string()))
        .find_map(|tag| Locale::from_tag(&tag))
        .unwrap_or_default()
}

fn container_removed() -> Error {
    Error::new(
        ErrorCode::ContainerRemoved,
        "The container left the page while the session ran. Keep the host mounted until the promise settles, or abort the session before removing it.",
    )
}
