//! Sessions over HTTP: creating one, and reading its result. No page is needed: workers will do, and WebAssembly on a
//! server. On a native target the calls panic.

mod answer;
mod complete;
mod create;
mod endpoint;
mod options;
mod photo;
mod plain;
#[cfg(feature = "npm")]
mod read;
mod request;
mod result;
mod secrets;
mod text;
mod visibility;
mod watch;

#[cfg(feature = "npm")]
pub(crate) use create::create_session_value;
pub use create::{CreateSessionOptions, Session, create_session};
pub use options::{Credentials, RequestOptions};
#[cfg(feature = "npm")]
pub(crate) use result::get_result_value;
pub(crate) use result::result_of;
pub use result::{GetResultOptions, Wait, get_result};
pub use watch::ResultOptions;
pub(crate) use watch::Watch;
