//! What can go wrong, as one type whose codes are the public JavaScript contract's.

use std::fmt;

use js_sys::Object;
use wasm_bindgen::JsValue;

use crate::web::{object, value};

/// What happened, as a stable name that programs compare.
///
/// The names are the `FlowErrorCode` of the JavaScript contract: [`ErrorCode::as_str`] yields them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// An option is missing or wrong; `details.field` is its path.
    InvalidOptions,
    /// No element of the page matches `selector`, or there is no page at all.
    ContainerNotFound,
    /// The container has no height or no width on the page.
    ContainerSize,
    /// The container left the page while the session ran.
    ContainerRemoved,
    /// Another session without `isolate` is running in this page.
    SessionActive,
    /// What was to yield the session's id failed, or yielded none; the cause is what it failed with.
    SessionUnavailable,
    /// The vendor's script could not be loaded.
    ScriptLoad,
    /// The vendor's script did not arrive in time.
    ScriptTimeout,
    /// The script loaded, but there is no `FlowWidget.startSession`.
    ScriptIncompatible,
    /// `FlowWidget.startSession` threw or rejected; the cause is what it threw.
    StartFailed,
    /// The person closed the dialog.
    Cancelled,
    /// The request did not reach the server, or CORS refused it.
    Network,
    /// The server did not answer in time.
    RequestTimeout,
    /// The server refused the request; `details.status` and `details.body`.
    Http,
    /// The answer is not the JSON that was promised.
    Protocol,
    /// The result was not complete in time; `details.result` is the last answer.
    ResultPending,
}

impl ErrorCode {
    /// The code's name in the JavaScript contract.
    ///
    /// ```
    /// use flow_embed::ErrorCode;
    /// assert_eq!(ErrorCode::ScriptLoad.as_str(), "script_load");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidOptions => "invalid_options",
            Self::ContainerNotFound => "container_not_found",
            Self::ContainerSize => "container_size",
            Self::ContainerRemoved => "container_removed",
            Self::SessionActive => "session_active",
            Self::SessionUnavailable => "session_unavailable",
            Self::ScriptLoad => "script_load",
            Self::ScriptTimeout => "script_timeout",
            Self::ScriptIncompatible => "script_incompatible",
            Self::StartFailed => "start_failed",
            Self::Cancelled => "cancelled",
            Self::Network => "network",
            Self::RequestTimeout => "request_timeout",
            Self::Http => "http",
            Self::Protocol => "protocol",
            Self::ResultPending => "result_pending",
        }
    }

    /// Whether the same call may succeed if it is simply made again. Of `Http` it is for the status to say.
    const fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::ScriptLoad
                | Self::ScriptTimeout
                | Self::Network
                | Self::RequestTimeout
                | Self::ResultPending
        )
    }
}

/// Why a call failed: what happened, in which option or at which URL, and what to do.
///
/// Messages never hold an API key, an IIN, a phone number or a photo.
///
/// ```
/// use flow_embed::{Error, ErrorCode};
/// fn try_again_later(error: &Error) -> bool {
///     error.retryable() && error.code() != ErrorCode::ScriptTimeout
/// }
/// ```
#[derive(Clone)]
pub struct Error(Box<Failure>);

#[derive(Clone)]
struct Failure {
    code: ErrorCode,
    /// `{}` in it stands for the subject.
    template: &'static str,
    subject: JsValue,
    is_retryable: bool,
    /// Facts by their names in the JavaScript contract.
    details: Option<Object>,
    cause: JsValue,
}

impl Error {
    #[inline(never)]
    pub(crate) fn new(code: ErrorCode, template: &'static str) -> Self {
        Self(Box::new(Failure {
            code,
            template,
            subject: JsValue::UNDEFINED,
            is_retryable: code.is_retryable(),
            details: None,
            cause: JsValue::UNDEFINED,
        }))
    }

    /// `problem` goes on after the option's path.
    #[inline(never)]
    pub(crate) fn invalid_option(path: impl Into<JsValue>, problem: &'static str) -> Self {
        let path = path.into();
        let mut error = Self::new(ErrorCode::InvalidOptions, problem).with("field", &path);
        error.0.subject = path;
        error
    }

    /// What the message is about, which is the detail of this name.
    #[inline(never)]
    pub(crate) fn about(mut self, name: &str, subject: &JsValue) -> Self {
        self.0.subject = subject.clone();
        self.with(name, subject)
    }

    /// One more detail.
    #[inline(never)]
    pub(crate) fn with(mut self, name: &str, detail: &JsValue) -> Self {
        if let Some(details) = self.0.details.take().or_else(|| object::bare(&[]).ok()) {
            value::set(&details, name, detail);
            self.0.details = Some(details);
        }
        self
    }

    #[inline(never)]
    pub(crate) fn caused_by(mut self, cause: &JsValue) -> Self {
        self.0.cause = cause.clone();
        self
    }

    /// Of the session with this id: a person can read it out to the support desk.
    pub(crate) fn of_session(self, id: &str) -> Self {
        match id.is_empty() {
            true => self,
            false => self.with("id", &id.into()),
        }
    }

    /// Where it is for a status to say.
    pub(crate) fn retryable_if(mut self, is_retryable: bool) -> Self {
        self.0.is_retryable = is_retryable;
        self
    }

    /// What happened, as a name that programs compare.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// What happened and what to do, in English, for developers.
    pub fn message(&self) -> String {
        self.message_value().as_string().unwrap_or_default()
    }

    /// The message as JavaScript's text: its subject may hold half characters.
    pub(crate) fn message_value(&self) -> JsValue {
        let Failure {
            code,
            template,
            subject,
            ..
        } = &*self.0;
        if subject.is_undefined() {
            return (*template).into();
        }
        if *code == ErrorCode::InvalidOptions {
            // An option's path, and what is wrong with it.
            return value::joined(&[&"`".into(), subject, &"` ".into(), &(*template).into()]);
        }
        // Not by a search for a text, which would weigh a kilobyte.
        let place = template.bytes().position(|byte| byte == b'{').unwrap_or_default();
        let part = |text: Option<&'static str>| JsValue::from(text.unwrap_or_default());
        value::joined(&[
            &part(template.get(..place)),
            subject,
            &part(template.get(place + 2..)),
        ])
    }

    /// Whether the same call may succeed if it is simply made again.
    pub fn retryable(&self) -> bool {
        self.0.is_retryable
    }

    /// A fact beside the message, such as `field`, `url` or `attempts`.
    pub fn detail(&self, name: &str) -> Option<JsValue> {
        let detail = value::get(self.0.details.as_ref()?, name);
        (!detail.is_undefined()).then_some(detail)
    }

    /// All facts beside the message, by their names in the JavaScript contract.
    #[cfg(feature = "npm")]
    pub(crate) fn details(&self) -> JsValue {
        self.0.details.clone().into()
    }

    /// The JavaScript value that caused it, where there is one.
    pub fn cause(&self) -> Option<JsValue> {
        (!self.0.cause.is_undefined()).then(|| self.0.cause.clone())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code().as_str())?;
        formatter.write_str(": ")?;
        formatter.write_str(&self.message())
    }
}

impl std::error::Error for Error {}
