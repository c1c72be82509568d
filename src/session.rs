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

use std::future::pending;
use std::mem::take;

use wasm_bindgen::JsValue;
use web_sys::Element;

use crate::error::{Error, ErrorCode};
use crate::flow::{Presentation, ScriptOptions, SessionResult, Status};
use crate::http::{Watch, result_of};
use crate::options::{Source, StartOptions};
use crate::page::container::find_host;
use crate::page::end::{End, Ends};
use crate::page::frame::Frame;
use crate::page::realm::Realm;
use crate::page::registry::Claim;
use crate::page::stage::Stage;
use crate::page::texts::texts_in;
use crate::page::{language, script};
use crate::web::slot::{Begun, unless};

/// A session that came to its end.
///
/// ```no_run
/// # async fn example() -> Result<(), flow_embed::Error> {
/// use flow_embed::{FinishResult, StartOptions, start_session};
///
/// let FinishResult { id, detail, .. } = start_session(StartOptions::new("the one-time session id")).await?;
/// println!("{id} has finished; the widget says {detail:?}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct FinishResult {
    /// The session's id.
    pub id: String,
    /// `event.detail` of the vendor's `finish`, the very same value; `undefined` where the server's result ended the session before it. Advisory: it comes
    /// from the visitor's browser; the verdict is what your server reads.
    pub detail: JsValue,
    /// The server's answer, where [`StartOptions::result`] asked for it.
    pub result: Option<SessionResult>,
}

/// Creates the container, loads the vendor's script once, starts the widget and resolves on its `finish`. It has no deadline of
/// its own once the widget has started: a person takes as long as a person takes.
///
/// Dropping the future ends the session: nothing of the vendor's is called any more, the widget's cameras are stopped and
/// the page is as it was.
///
/// ```no_run
/// # async fn example() {
/// use flow_embed::{ErrorCode, StartOptions, start_session};
///
/// // Without a host it is a dialog over the page.
/// match start_session(StartOptions::new("the one-time session id")).await {
///     Ok(finished) => println!("{} has finished: read its result on the server", finished.id),
///     Err(error) if error.code() == ErrorCode::Cancelled => println!("The person closed the dialog"),
///     Err(error) => println!("{error}"),
/// }
/// # }
/// ```
///
/// # Errors
///
/// - [`ErrorCode::InvalidOptions`] before anything is done, as [`StartOptions`] and [`ScriptOptions`] say of each option; for
///   `isolate` also where the page allows no frame of its own origin.
/// - [`ErrorCode::ContainerNotFound`] where no element matches the selector, the host is not in the document, the page has no
///   body for a dialog yet, or there is no page at all.
/// - [`ErrorCode::ContainerSize`] where the host is hidden, or the width or height that was asked for comes to nothing.
/// - [`ErrorCode::SessionActive`] while another session without `isolate` runs in the page.
/// - [`ErrorCode::ScriptLoad`], [`ErrorCode::ScriptTimeout`] and [`ErrorCode::ScriptIncompatible`] as for [`load`].
/// - Whatever [`StartOptions::created_by`] fails with.
/// - [`ErrorCode::StartFailed`] if the vendor's `startSession` throws or rejects.
/// - [`ErrorCode::ContainerRemoved`] if the container, or the frame in it, leaves the page before `finish`.
/// - [`ErrorCode::Cancelled`] if the person closes the dialog.
/// - With [`StartOptions::result`] those of [`get_result`](crate::get_result): [`ErrorCode::ResultPending`] after a `finish`
///   whose result is not complete in time, and [`ErrorCode::Http`] where the server knows no such session.
///
/// From the start of the widget on an id is used up: after an error, create a new session.
///
/// # Panics
///
/// On a native target, where there is no JavaScript.
pub async fn start_session(options: StartOptions) -> Result<FinishResult, Error> {
    let Finished { id, detail, result } = run(options, &Ends::new()).await?;
    Ok(FinishResult {
        id,
        detail,
        result: result.map(result_of).transpose()?,
    })
}

/// Loads the vendor's script ahead of time. Calling it again is free; after a failure it tries again.
///
/// ```no_run
/// # async fn example() -> Result<(), flow_embed::Error> {
/// flow_embed::load(&flow_embed::ScriptOptions::default()).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// - [`ErrorCode::InvalidOptions`] as [`ScriptOptions`] says of each option.
/// - [`ErrorCode::ContainerNotFound`] where there is no page, as in a worker.
/// - [`ErrorCode::ScriptLoad`] where the last URL's last attempt failed, or the page's Content Security Policy or Trusted
///   Types refused the tag.
/// - [`ErrorCode::ScriptTimeout`] where it did not arrive in time.
/// - [`ErrorCode::ScriptIncompatible`] where it came, but brought no `FlowWidget.startSession` within three seconds.
///
/// # Panics
///
/// On a native target, where there is no JavaScript.
pub async fn load(options: &ScriptOptions) -> Result<(), Error> {
    let page = Realm::page()?;
    script::load(&page, page.clone(), options, "").await
}

/// A session's id, the `detail` of the widget's `finish`, and the server's answer where it was asked for.
pub(crate) struct Finished {
    pub(crate) id: String,
    pub(crate) detail: JsValue,
    pub(crate) result: Option<JsValue>,
}

/// Runs a session to its end. The caller may end it, too.
pub(crate) async fn run(options: StartOptions, ends: &Ends) -> Result<Finished, Error> {
    let mut id = String::new();
    match story(options, ends, &mut id).await {
        Ok((detail, result)) => Ok(Finished { id, detail, result }),
        Err(error) => Err(error.of_session(&id)),
    }
}

const NO_ID: &str = "What was to yield the session's id yielded neither an id nor an object with `session_id`. Return what creating a session resolves with.";

/// Tells the id as soon as there is one.
async fn story(
    mut options: StartOptions,
    ends: &Ends,
    id: &mut String,
) -> Result<(JsValue, Option<JsValue>), Error> {
    let source = take(&mut options.id);
    let is_known = match &source {
        Source::Known(known) if known.is_empty() => {
            return Err(Error::invalid_option("id", "must be the session's id."));
        }
        Source::Known(known) => {
            id.clone_from(known);
            true
        }
        Source::Created(_) => false,
    };
    let page = Realm::page()?;
    let host = host_of(&page, &options)?;
    let locale = options
        .locale
        .unwrap_or_else(|| language::around(&page, host.as_ref()));
    let texts = texts_in(locale);
    let watch = match &options.result {
        Some(result) => Some(Watch::of(result, is_known)?),
        None => None,
    };
    let mut stage = Stage::default();
    let mut script = None;
    if !options.isolate {
        stage.claim = Some(Claim::of(&page.window)?);
        // It is on its way while the container is made.
        let load = script::load(&page, page.clone(), &options.script, "script.");
        script = Some(Begun::begin(load).await);
    }
    let container = stage.prepare(&page, host, &options, locale, ends)?;

    if let Source::Created(created) = source {
        script::check(&page, &options.script, "script.")?;
        options.report(Status::Creating);
        // A page that the browser renders ahead of time may never be opened, and a session is paid for.
        let created = async {
            page.opened().await;
            created.await
        };
        // A script that fails meanwhile is no reason to lose the id.
        let created = match &mut script {
            Some(script) => unless(ends.take(), script.beside(created)).await,
            None => unless(ends.take(), created).await,
        };
        *id = created??;
        if id.is_empty() {
            return Err(Error::new(ErrorCode::SessionUnavailable, NO_ID));
        }
    }
    if let Some(claim) = &mut stage.claim {
        claim.set_id(id);
    }
    if let Some(watch) = &watch {
        watch.set_id(id)?;
    }
    options.report(Status::Loading);
    // The listener may have aborted or closed the dialog: from then on nothing of the vendor's is called.
    if options.isolate {
        let opening = Frame::open(&page, &container, texts, ends);
        let frame = unless(ends.take(), opening).await?.map_err(no_frame)?;
        let load = script::load(&page, frame.realm.clone(), &options.script, "script.");
        script = Some(Begun::later(load));
        stage.enter(frame);
    }
    if let Some(script) = script {
        unless(ends.take(), script.output()).await??;
    }
    // The id is good for one passage.
    unless(ends.take(), page.opened()).await?;
    options.report(Status::Starting);
    if !ends.is_set() {
        stage.start(&page, &container, id, locale, ends);
    }
    if !ends.is_set() {
        options.report(Status::Active);
    }
    let answered = async {
        match &watch {
            Some(watch) => watch.while_active().await,
            None => pending().await,
        }
    };
    let (detail, result) = match unless(ends.take(), answered).await {
        Ok(answer) => {
            let answer = answer?;
            // The widget knows nothing of its end.
            stage.clear(&page, None);
            (JsValue::UNDEFINED, Some(answer))
        }
        Err(End::Finished(detail)) => {
            let result = match &watch {
                None => None,
                Some(watch) => {
                    // The person may still close the dialog, and the caller abort.
                    ends.reopen();
                    stage.clear(&page, Some(texts.checking));
                    options.report(Status::Checking);
                    let checked = unless(ends.take(), watch.after_finish()).await;
                    let checked = checked.unwrap_or_else(|end| Err(unchecked(end)));
                    Some(checked.map_err(|error| error.with("detail", &detail))?)
                }
            };
            (detail, result)
        }
        Err(end) => return Err(end.into()),
    };
    stage.leave(&page, options.keep_mounted);
    options.report(Status::Finished);
    Ok((detail, result))
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

/// How a session ends after the widget's `finish`, but before its result is there.
fn unchecked(end: End) -> Error {
    match end {
        End::Cancelled => Error::new(
            ErrorCode::Cancelled,
            "The person closed the dialog while the result was awaited. The checks are over: read their result with `getResult`.",
        ),
        end => end.into(),
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
