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
use crate::flow::{Locale, ScriptOptions, Status};
use crate::options::{self, StartOptions, to_js};
use crate::page::place::{self, Stage};
use crate::page::{language, realm, script};
use crate::web::property;
use crate::web::scope::{End, Scope};

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
/// not fit the page, [`ErrorCode::SessionActive`] while another session runs, [`ErrorCode::ScriptLoad`],
/// [`ErrorCode::ScriptTimeout`] and [`ErrorCode::ScriptIncompatible`] for the vendor's script,
/// [`ErrorCode::StartFailed`] if the vendor's `startSession` throws or rejects, and [`ErrorCode::ContainerRemoved`].
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
    load_script(&to_js(options)).await
}

pub(crate) async fn load_script(given: &JsValue) -> Result<(), Error> {
    let options = options::script(given)?;
    script::load(&Scope::open(), &realm::page()?, &options, "").await
}

/// Runs a session to its end: the `FinishResult` of the JavaScript contract.
pub(crate) async fn run(given: &JsValue) -> Result<JsValue, Error> {
    let options = options::start(given)?;
    let option = |name| property::get(&options, name);
    let id = one_id(option("id"), option("session_id"))?;
    let page = realm::page()?;
    let scope = Scope::open();

    let is_isolated = option("isolate").is_truthy();
    let is_inline = match option("presentation").is_undefined() {
        true => !option("selector").is_undefined(),
        false => option("presentation") == "inline",
    };
    let host = match is_inline {
        true => place::find_host(&page, &option("selector"), is_isolated)?,
        false => JsValue::UNDEFINED,
    };
    let given_locale = Locale::from_tag(&property::text(&options, "locale"));
    let locale = given_locale.unwrap_or_else(|| language::locale_around(&page, &host));
    if !is_isolated && !claim(&scope.object, &page, &id) {
        return Err(Error::new(
            ErrorCode::SessionActive,
            "Another session is running in this page, and the vendor's `finish` does not tell them apart. Await or abort it first, or run each with `isolate`.",
        ));
    }
    let width = place::css_length(&page, &options, "width")?;
    let height = place::css_length(&page, &options, "height")?;
    let container = place::prepare(&scope, &page, &host, &width, &height, locale)?;

    let report = |status: Status| tell(&scope.object, &option("onStatus"), status.as_str());
    // The listener may have aborted or closed the dialog: from then on nothing of the vendor's is fetched or called.
    if !report(Status::Loading) {
        return Err(scope.end().await.into());
    }
    let stage = match is_isolated {
        true => Stage::frame(&scope, &container, locale).await?,
        false => Stage::page(&page, &container),
    };
    script::load(&scope, &stage.window, &option("script"), "script.").await?;

    if !report(Status::Starting) {
        return Err(scope.end().await.into());
    }
    stage.start(&scope, &container, &id, locale);
    if goes_on(&scope.object) {
        report(Status::Active);
    }
    let end = scope.end().await;
    if end.how() != "finished" {
        return Err(end.into());
    }
    scope.finish(option("keepMounted").is_truthy());
    report(Status::Finished);
    Ok(property::object(&[("id", id), ("detail", end.value())]))
}

/// The vendor's table calls it `session_id`, its examples `id`.
fn one_id(id: JsValue, session_id: JsValue) -> Result<JsValue, Error> {
    let is_one = id.is_undefined() || session_id.is_undefined() || id == session_id;
    let chosen = if id.is_undefined() { session_id } else { id };
    if !is_one {
        return Err(Error::invalid_option(
            "id",
            "and `session_id` differ: pass one of them.",
        ));
    }
    match chosen.is_truthy() {
        true => Ok(chosen),
        false => Err(Error::invalid_option(
            "id",
            "must be the session id that creating a session yielded.",
        )),
    }
}

/// How a session ends without the widget's `finish`.
impl From<End> for Error {
    fn from(end: End) -> Self {
        let (code, message) = match &*end.how() {
            "removed" => (
                ErrorCode::ContainerRemoved,
                "The container left the page while the session ran. Keep the host mounted until the promise settles, or abort the session before removing it.",
            ),
            "cancelled" => (
                ErrorCode::Cancelled,
                "The person closed the dialog. A session id is good for one passage: create a new session before another try.",
            ),
            _ => (
                ErrorCode::StartFailed,
                "FlowWidget.startSession threw or rejected; `cause` is the vendor's own error. A session id is good for one passage: create a new session before another try.",
            ),
        };
        Self::caused(code, message, &end.value())
    }
}
