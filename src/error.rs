//! What can go wrong, as one type whose codes are the public JavaScript contract's.

use std::fmt;

use wasm_bindgen::prelude::*;

use crate::web::property;

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
    const ALL: [Self; 15] = [
        Self::InvalidOptions,
        Self::ContainerNotFound,
        Self::ContainerSize,
        Self::ContainerRemoved,
        Self::SessionActive,
        Self::ScriptLoad,
        Self::ScriptTimeout,
        Self::ScriptIncompatible,
        Self::StartFailed,
        Self::Cancelled,
        Self::Network,
        Self::RequestTimeout,
        Self::Http,
        Self::Protocol,
        Self::ResultPending,
    ];

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

    /// Whether the same call may succeed if it is simply made again. Of an HTTP status it is for the status to say.
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

// JavaScript's `FlowError`: an exported struct cannot extend the native `Error`, so the class is JavaScript's.
#[wasm_bindgen(module = "/src/js/flow_error.js")]
extern "C" {
    /// Not by its properties: a window has those of the elements that are named so in its page.
    #[wasm_bindgen(js_name = isError)]
    fn is_error(value: &JsValue) -> bool;

    fn refused(field: &str, problem: &str, cause: &JsValue) -> JsValue;

    #[wasm_bindgen(js_name = rustError)]
    fn failure(
        code: &str,
        message: &str,
        name: &str,
        subject: &JsValue,
        retryable: bool,
        others: &JsValue,
        cause: &JsValue,
    ) -> JsValue;
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
pub struct Error(JsValue);

impl Error {
    /// What the JavaScript beside the Rust yields where it may also yield a `FlowError`.
    pub(crate) fn or(value: JsValue) -> Result<JsValue, Self> {
        match is_error(&value) {
            true => Err(Self(value)),
            false => Ok(value),
        }
    }

    pub(crate) fn new(code: ErrorCode, message: &str) -> Self {
        Self::caused(code, message, &JsValue::UNDEFINED)
    }

    pub(crate) fn caused(code: ErrorCode, message: &str, cause: &JsValue) -> Self {
        Self::about(code, message, "", &JsValue::UNDEFINED, &JsValue::UNDEFINED, cause)
    }

    /// `{}` in the message stands for the subject, which is the detail of this name; `others` are further details.
    pub(crate) fn about(
        code: ErrorCode,
        message: &str,
        name: &str,
        subject: &JsValue,
        others: &JsValue,
        cause: &JsValue,
    ) -> Self {
        Self(failure(
            code.as_str(),
            message,
            name,
            subject,
            code.is_retryable(),
            others,
            cause,
        ))
    }

    /// `field` is the option's path, as JavaScript writes it.
    pub(crate) fn invalid_option(field: &str, problem: &str) -> Self {
        Self(refused(field, problem, &JsValue::UNDEFINED))
    }

    /// What happened, as a name that programs compare.
    pub fn code(&self) -> ErrorCode {
        let name = property::text(&self.0, "code");
        let known = ErrorCode::ALL.into_iter().find(|code| code.as_str() == name);
        known.unwrap_or(ErrorCode::Protocol)
    }

    /// What happened and what to do, in English, for developers.
    pub fn message(&self) -> String {
        property::text(&self.0, "message")
    }

    /// Whether the same call may succeed if it is simply made again.
    pub fn retryable(&self) -> bool {
        property::is(&self.0, "retryable")
    }

    /// A fact beside the message, such as `field`, `url` or `attempts`.
    pub fn detail(&self, name: &str) -> Option<JsValue> {
        let detail = property::get(&property::get(&self.0, "details"), name);
        (!detail.is_undefined()).then_some(detail)
    }

    /// The JavaScript value that caused it, where there is one.
    pub fn cause(&self) -> Option<JsValue> {
        let cause = property::get(&self.0, "cause");
        (!cause.is_undefined()).then_some(cause)
    }
}

/// The `FlowError` of the JavaScript contract.
impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        error.0
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
