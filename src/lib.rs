//! Puts Biometric.kz's Flow Widget (face liveness, document and e-document checks) into a web page with one awaited call.
//!
//! ```no_run
//! # async fn example() -> Result<(), flow_embed::Error> {
//! use flow_embed::{StartOptions, start_session};
//!
//! let finished = start_session(StartOptions::new("the one-time session id").selector("#kyc")).await?;
//! # Ok(())
//! # }
//! ```
//!
//! The container with its CSS, the vendor's script, the start and the `finish` are this crate's affair; dropping the future
//! in any state leaves the page as it was. Errors say what to do: see [`ErrorCode`].
//!
//! The same session is the npm package `flow-embed`, which the feature `npm` builds; a Rust front end leaves it off.

#![deny(missing_docs)]

mod error;
mod flow;
mod guard_count;
mod http;
#[cfg(feature = "npm")]
mod js;
mod options;
mod page;
mod running;
mod session;
mod web;

pub use error::{Error, ErrorCode};
pub use flow::{
    Camera, CrossOrigin, EDocumentMetadata, Environment, Face2FaceMetadata, GeneralMetadata, Length, Locale,
    PrefilledField, Presentation, Problem, ProblemCode, ScriptOptions, SessionMetadata, Status, is_valid_iin,
};
#[cfg(feature = "guard-count")]
#[doc(hidden)]
pub use guard_count::live_guards;
pub use http::{
    CreateSessionOptions, Credentials, GetResultOptions, RequestOptions, ResultOptions, Session,
    SessionResult, Technology, Wait, create_session, get_result,
};
pub use options::StartOptions;
pub use page::environment::check_environment;
pub use session::{FinishResult, load, start_session};

#[cfg(all(test, target_family = "wasm"))]
#[path = "../tests/browser/guards.rs"]
mod guards;
