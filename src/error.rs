//! What can go wrong, as one type whose codes are the public JavaScript contract's.

use std::fmt;

use wasm_bindgen::JsValue;

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
}

/// A fact that an [`Error`] carries beside its message.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Detail {
    /// A name, a URL or a text.
    Text(String),
    /// A count or a status.
    Number(u32),
    /// A JavaScript value, such as an answer.
    Value(JsValue),
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

/// Boxed: a `Result` is handed up through many functions, and a pointer is cheaper to hand than all this.
#[derive(Clone)]
struct Failure {
    code: ErrorCode,
    message: String,
    details: Vec<(&'static str, Detail)>,
    cause: Option<JsValue>,
}

impl Error {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self(Box::new(Failure {
            code,
            message: message.into(),
            details: Vec::new(),
            cause: None,
        }))
    }

    /// `field` is the option's path, as JavaScript writes it.
    pub(crate) fn invalid_option(field: &str, problem: &str) -> Self {
        Self::new(ErrorCode::InvalidOptions, ["`", field, "` ", problem].concat())
            .with_detail("field", Detail::Text(field.into()))
    }

    pub(crate) fn with_detail(mut self, name: &'static str, detail: Detail) -> Self {
        self.0.details.push((name, detail));
        self
    }

    pub(crate) fn with_cause(mut self, cause: JsValue) -> Self {
        self.0.cause = Some(cause);
        self
    }

    /// What happened, as a name that programs compare.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// What happened and what to do, in English, for developers.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Whether the same call may succeed if it is simply made again.
    pub fn retryable(&self) -> bool {
        match self.0.code {
            ErrorCode::ScriptLoad
            | ErrorCode::ScriptTimeout
            | ErrorCode::Network
            | ErrorCode::RequestTimeout
            | ErrorCode::ResultPending => true,
            ErrorCode::Http => self
                .0
                .details
                .iter()
                .any(|(name, detail)| *name == "status" && matches!(detail, Detail::Number(429 | 500..))),
            _ => false,
        }
    }

    /// Facts beside the message, such as `field`, `url` or `attempts`.
    pub fn details(&self) -> impl Iterator<Item = (&'static str, &Detail)> {
        self.0.details.iter().map(|(name, detail)| (*name, detail))
    }

    /// The JavaScript value that caused it, where there is one.
    pub fn cause(&self) -> Option<&JsValue> {
        self.0.cause.as_ref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.code.as_str())?;
        formatter.write_str(": ")?;
        formatter.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_second_call_may_mend_is_retryable() {
        assert!(Error::new(ErrorCode::ScriptLoad, "").retryable());
        assert!(Error::new(ErrorCode::ScriptTimeout, "").retryable());
        assert!(!Error::new(ErrorCode::ScriptIncompatible, "").retryable());
        assert!(!Error::new(ErrorCode::StartFailed, "").retryable());
    }

    #[test]
    fn an_invalid_option_names_its_field_in_the_message_and_in_the_details() {
        let error = Error::invalid_option("script.timeout", "must be a number.");
        assert_eq!(error.message(), "`script.timeout` must be a number.");
        let details: Vec<_> = error.details().collect();
        assert!(matches!(&details[..], [("field", Detail::Text(field))] if field == "script.timeout"));
    }
}
