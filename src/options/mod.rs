//! The options of a session, as Rust builds them and as JavaScript's are read.

#[cfg(feature = "npm")]
pub(crate) mod read;
#[cfg(feature = "npm")]
mod source;
#[cfg(feature = "npm")]
mod start;

use std::pin::Pin;
use std::rc::Rc;

use web_sys::Element;

use crate::error::Error;
use crate::flow::{Length, Locale, Presentation, ScriptOptions, Status};
use crate::http::ResultOptions;

/// Where a session's id comes from.
pub(crate) enum Source {
    Known(String),
    /// Polled once the session has its place.
    Created(Pin<Box<dyn Future<Output = Result<String, Error>>>>),
}

impl Default for Source {
    fn default() -> Self {
        Self::Known(String::new())
    }
}

/// Where the container is created.
pub(crate) enum Host {
    Selector(String),
    Element(Element),
}

/// What a session needs: an id, and whatever differs from the defaults. They are checked when the session starts: what is said
/// to be refused is [`ErrorCode::InvalidOptions`](crate::ErrorCode::InvalidOptions).
///
/// ```no_run
/// # async fn example() -> Result<(), flow_embed::Error> {
/// use flow_embed::{Locale, StartOptions, start_session};
///
/// let options = StartOptions::new("2569aadc-9ff2-4da3-a1c8-44057520e1d6")
///     .selector("#kyc")
///     .locale(Locale::Kz)
///     .height("80vh")
///     .on_status(|status| println!("{}", status.as_str()));
/// let finished = start_session(options).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Default)]
pub struct StartOptions {
    pub(crate) id: Source,
    pub(crate) host: Option<Host>,
    pub(crate) locale: Option<Locale>,
    pub(crate) presentation: Option<Presentation>,
    pub(crate) width: Option<Length>,
    pub(crate) height: Option<Length>,
    pub(crate) isolate: bool,
    pub(crate) keep_mounted: bool,
    pub(crate) script: ScriptOptions,
    pub(crate) result: Option<ResultOptions>,
    pub(crate) on_status: Option<Rc<dyn Fn(Status)>>,
}

impl StartOptions {
    /// Options with all defaults. `id` is the one-time session id that creating a session yielded; an empty one is refused.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: Source::Known(id.into()),
            ..Self::default()
        }
    }

    /// Options with all defaults, and what yields the one-time session id. It is polled once the session has its place in the page, while the vendor's script
    /// is on its way: where the session cannot start, nothing was created, and nothing is paid for. What it fails with is the session's own error.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), flow_embed::Error> {
    /// use flow_embed::{CreateSessionOptions, RequestOptions, StartOptions, create_session, start_session};
    ///
    /// let options = StartOptions::created_by(async {
    ///     let session = create_session(CreateSessionOptions {
    ///         request: RequestOptions::to("/api/flow/session"),
    ///         metadata: None,
    ///     });
    ///     Ok(session.await?.session_id)
    /// });
    /// let finished = start_session(options.selector("#kyc")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn created_by(id: impl Future<Output = Result<String, Error>> + 'static) -> Self {
        Self {
            id: Source::Created(Box::pin(id)),
            ..Self::default()
        }
    }

    /// A CSS selector of the host element, in which the container is created. What is no selector is refused; what matches
    /// nothing is [`ErrorCode::ContainerNotFound`](crate::ErrorCode::ContainerNotFound). The last of `selector` and `host` counts.
    #[must_use]
    pub fn selector(mut self, selector: impl Into<String>) -> Self {
        self.host = Some(Host::Selector(selector.into()));
        self
    }

    /// The host element, in which the container is created. One that is not in the page's document, or, without `isolate`, is
    /// in a shadow root, is [`ErrorCode::ContainerNotFound`](crate::ErrorCode::ContainerNotFound); one that takes no children is
    /// refused.
    #[must_use]
    pub fn host(mut self, host: Element) -> Self {
        self.host = Some(Host::Element(host));
        self
    }

    /// The widget's language. Left out: the nearest `lang` attribute around the host, then the browser's languages, then
    /// Russian.
    #[must_use]
    pub fn locale(mut self, locale: Locale) -> Self {
        self.locale = Some(locale);
        self
    }

    /// How the widget is presented. Left out: inline where there is a host, otherwise a dialog. [`Presentation::Inline`] without
    /// a host is refused.
    #[must_use]
    pub fn presentation(mut self, presentation: Presentation) -> Self {
        self.presentation = Some(presentation);
        self
    }

    /// The container's width, or the dialog's. Left out: the host's own where it has one, otherwise 400 pixels. What is no
    /// [`Length`] is refused.
    #[must_use]
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = Some(width.into());
        self
    }

    /// The container's height, or the dialog's. Left out: the host's own where it has one, otherwise 600 pixels. What is no
    /// [`Length`] is refused.
    #[must_use]
    pub fn height(mut self, height: impl Into<Length>) -> Self {
        self.height = Some(height.into());
        self
    }

    /// Runs the widget in a same-origin iframe of its own: the page's CSS cannot reach it, its `finish` cannot be mistaken for
    /// another session's, several can run at once, and it works inside a shadow root. Default false: the way the vendor
    /// documents. Where the page allows no such frame, as in a sandbox without `allow-same-origin`, it is refused.
    #[must_use]
    pub fn isolate(mut self, isolate: bool) -> Self {
        self.isolate = isolate;
        self
    }

    /// Leaves the container in the page after the widget finished. Default false: the page is left as it was found.
    #[must_use]
    pub fn keep_mounted(mut self, keep_mounted: bool) -> Self {
        self.keep_mounted = keep_mounted;
        self
    }

    /// Where the vendor's script comes from, and how patiently it is loaded. Default: [`ScriptOptions::default`].
    #[must_use]
    pub fn script(mut self, script: ScriptOptions) -> Self {
        self.script = script;
        self
    }

    /// Asks your server for the result, too: calmly while the person is at the checks, and after the widget's `finish` until it is complete. The
    /// session then ends with it, also where the page never hears `finish`: the person went on with a phone, or the widget lost its connection.
    #[must_use]
    pub fn result(mut self, result: ResultOptions) -> Self {
        self.result = Some(result);
        self
    }

    /// Called on each change of status, before the future goes on. The last one that is set is called, no other.
    #[must_use]
    pub fn on_status(mut self, on_status: impl Fn(Status) + 'static) -> Self {
        self.on_status = Some(Rc::new(on_status));
        self
    }

    pub(crate) fn report(&self, status: Status) {
        if let Some(on_status) = &self.on_status {
            on_status(status);
        }
    }
}
