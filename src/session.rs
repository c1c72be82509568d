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
//! what an abort does, leaves the page as it was: what a session did is undone by its scope.

use wasm_bindgen::prelude::*;

use crate::error::{Error, ErrorCode};
use crate::flow::{ScriptOptions, Status};
use crate::options::schema::{SCRIPT, START, read};
use crate::options::{StartOptions, to_js};
use crate::page::script;
use crate::page::widget::{find_host, id_of, locale_around, open_frame, page, prepare, start_widget};
use crate::web::property;
use crate::web::scope::{CANCELLED, End, FINISHED, REMOVED, Scope};

#[wasm_bindgen(module = "/src/web/scope.js")]
extern "C" {
    fn tell(scope: &JsValue, listener: &JsValue, status: &str) -> bool;

    #[wasm_bindgen(js_name = goesOn)]
    fn goes_on(scope: &JsValue) -> bool;
}

#[wasm_bindgen(module = "/src/page/registry.js")]
extern "C" {
    fn claim(scope: &JsValue, window: &JsValue, id: &JsValue) -> bool;
}

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
    let result = run(options.as_js()).await?;
    Ok(FinishResult {
        id: property::text(&result, "id"),
        detail: property::get(&result, "detail"),
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
    load_script(&to_js(options)).await
}

pub(crate) async fn load_script(given: &JsValue) -> Result<(), Error> {
    let options = match given.is_undefined() {
        true => JsValue::UNDEFINED,
        false => read(given, "", SCRIPT)?,
    };
    script::load(&Scope::open(), &Error::or(page())?, &options, "").await
}

/// Runs a session to its end: the `FinishResult` of the JavaScript contract.
pub(crate) async fn run(given: &JsValue) -> Result<JsValue, Error> {
    let options = read(given, "", START)?;
    let option = |name| property::get(&options, name);
    let script_options = match option("script").is_undefined() {
        true => JsValue::UNDEFINED,
        false => read(&option("script"), "script.", SCRIPT)?,
    };
    let id = Error::or(id_of(&options))?;
    let page = Error::or(page())?;
    let scope = Scope::open();

    let host = Error::or(find_host(&page, &options))?;
    let locale = match option("locale").is_undefined() {
        true => locale_around(&page, &host),
        false => option("locale"),
    };
    let is_isolated = option("isolate").is_truthy();
    if !is_isolated && !claim(&scope.object, &page, &id) {
        return Err(Error::new(
            ErrorCode::SessionActive,
            "Another session is running in this page. Await or abort it first, or run each with `isolate`.",
        ));
    }
    Error::or(prepare(&scope.object, &page, &host, &options, &locale))?;

    let report = |status: Status| tell(&scope.object, &option("onStatus"), status.as_str());
    // The listener may have aborted or closed the dialog: from then on nothing of the vendor's is called.
    if report(Status::Loading) {
        let window = if is_isolated {
            let frame = open_frame(&scope.object, &locale);
            Error::or(scope.unless_ended(&frame).await?)?
        } else {
            page
        };
        script::load(&scope, &window, &script_options, "script.").await?;
        if report(Status::Starting) {
            start_widget(&scope.object, &window, &id, &locale);
            if goes_on(&scope.object) {
                report(Status::Active);
            }
        }
    }
    let end = scope.end().await;
    if end.how() != FINISHED {
        return Err(end.into());
    }
    scope.finish(option("keepMounted").is_truthy());
    report(Status::Finished);
    Ok(property::object("id", &id, "detail", &end.value()))
}

/// How a session ends without the widget's `finish`.
impl From<End> for Error {
    fn from(end: End) -> Self {
        let how = end.how();
        let (code, message) = if how == REMOVED {
            (
                ErrorCode::ContainerRemoved,
                "The container left the page while the session ran. Keep the host mounted until the session ends, or abort it before.",
            )
        } else if how == CANCELLED {
            (
                ErrorCode::Cancelled,
                "The person closed the dialog. Create a new session before another try: an id is good for one passage.",
            )
        } else {
            (
                ErrorCode::StartFailed,
                "FlowWidget.startSession threw or rejected; `cause` is its own error. Create a new session before another try: an id is good for one passage.",
            )
        };
        Self::caused(code, message, &end.value())
    }
}
