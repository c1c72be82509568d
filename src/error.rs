//! What can go wrong, as one type whose codes are the public JavaScript contract's.

use std::fmt;

use js_sys::Object;
use wasm_bindgen::JsValue;

use crate::web::{object, value};

/// What happened, as a stable name that programs compare.
///
/// The names are the `FlowErrorCode` of the JavaScript contract: [`ErrorCode::as_str`] yields them. Its `wasm_unavailable` is
/// not among these: where this code runs, WebAssembly does. A call that was given up by dropping its future has no error.
///
/// What is said of details is what [`Error::detail`] yields by the name. Those of a session have its `id`, too, once it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// An option is missing or wrong, and nothing was done. The detail `field` is its path by the JavaScript contract's names,
    /// such as `metadata.edocument.phone.value` or `script.url`.
    InvalidOptions,
    /// No element of the page's document matches the selector, the host is not in the document, the page refused the dialog, or
    /// there is no page at all, as in a worker.
    ContainerNotFound,
    /// The container has no height or no width on the page, and none that could be repaired.
    ContainerSize,
    /// The container left the page while the session ran.
    ContainerRemoved,
    /// Another session without `isolate` is running in this page.
    SessionActive,
    /// What was to yield the session's id failed, or yielded none; the cause is what it failed with. Of JavaScript's functions
    /// alone: in Rust what [`StartOptions::created_by`](crate::StartOptions::created_by) fails with is the session's own error.
    SessionUnavailable,
    /// The vendor's script could not be loaded, after all attempts. Details: `url`, the last one that was tried, and
    /// `attempts`, how often that was. Retryable.
    ScriptLoad,
    /// The vendor's script did not arrive within [`ScriptOptions::timeout`](crate::ScriptOptions::timeout), in any attempt.
    /// Details: `url` and `attempts`. Retryable.
    ScriptTimeout,
    /// The script loaded, but there is no `FlowWidget.startSession`. Details: `url` and `attempts`.
    ScriptIncompatible,
    /// `FlowWidget.startSession` threw or rejected; [`Error::cause`] is what with.
    StartFailed,
    /// The person closed the dialog.
    Cancelled,
    /// The request did not reach the server, CORS refused it, or the answer broke off. Detail: `url`, without its query.
    /// Retryable.
    Network,
    /// The server did not answer within [`RequestOptions::timeout`](crate::RequestOptions::timeout). Detail: `url`, without its
    /// query. Retryable.
    RequestTimeout,
    /// The server refused the request. Details: `url`, without its query, `status`, `body`, at most 2048 UTF-16 units of it without
    /// what was secret, `json`, the same where it is JSON, and `retryAfter` in milliseconds where the server asks for a pause.
    /// Retryable for 429 and from 500 on.
    Http,
    /// The answer is not the JSON that was promised. Details: `url` where it is no JSON object, `field` where that is missing or
    /// of a wrong type.
    Protocol,
    /// The result was not complete within [`Wait::timeout`](crate::Wait::timeout) or, after a session's `finish`,
    /// [`ResultOptions::wait`](crate::ResultOptions::wait). Details: `result`, the last answer, and of a session `detail`, that of
    /// its `finish`. Retryable.
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
/// Messages never hold an API key, an IIN, a phone number or a photo. `Display` writes the message, `Debug` the code before it.
///
/// ```
/// use flow_embed::{Error, ErrorCode};
///
/// /// What is written to the log.
/// fn told(error: &Error) -> String {
///     match error.code() {
///         ErrorCode::InvalidOptions => {
///             let field = error.detail("field").and_then(|field| field.as_string());
///             format!("{}: {error}", field.unwrap_or_default())
///         }
///         _ if error.retryable() => format!("Try again: {error}"),
///         code => format!("{}: {error}", code.as_str()),
///     }
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
    pub(crate) fn invalid_option(path: &str, problem: &'static str) -> Self {
        Self::invalid_field(&[path], problem)
    }

    /// As `invalid_option`, of a path in parts.
    #[inline(never)]
    pub(crate) fn invalid_field(parts: &[&str], problem: &'static str) -> Self {
        Self::invalid_value(in_one(parts).into(), problem)
    }

    /// As `invalid_option`, of a path that is JavaScript's.
    pub(crate) fn invalid_value(path: JsValue, problem: &'static str) -> Self {
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

    /// Whether the same call may succeed if it is simply made again: see [`ErrorCode`] for which.
    pub fn retryable(&self) -> bool {
        self.0.is_retryable
    }

    /// A fact beside the message, such as `field`, `url` or `attempts`: [`ErrorCode`] says which there are. `None` for any other.
    pub fn detail(&self, name: &str) -> Option<JsValue> {
        let detail = value::get(self.0.details.as_ref()?, name);
        (!detail.is_undefined()).then_some(detail)
    }

    /// All facts beside the message, by their names in the JavaScript contract.
    #[cfg(feature = "npm")]
    pub(crate) fn details(&self) -> JsValue {
        self.0.details.clone().into()
    }

    /// The JavaScript value that caused it, where there is one: what the vendor's widget, the browser or the page threw.
    pub fn cause(&self) -> Option<JsValue> {
        (!self.0.cause.is_undefined()).then(|| self.0.cause.clone())
    }
}

/// The parts one after another; what the standard library has for it weighs more.
fn in_one(parts: &[&str]) -> String {
    let mut whole = String::new();
    for part in parts {
        whole.push_str(part);
    }
    whole
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
