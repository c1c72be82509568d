//! Puts Biometric.kz's Flow Widget (face liveness, document and e-document checks) into a web page with one awaited call.
//!
//! ```no_run
//! # async fn example() -> Result<(), flow_embed::Error> {
//! use flow_embed::{CreateSessionOptions, RequestOptions, StartOptions, create_session, start_session};
//!
//! // Your own backend, which has the API key, creates the session.
//! let session = create_session(CreateSessionOptions {
//!     request: RequestOptions::to("/api/flow/session"),
//!     metadata: None,
//! })
//! .await?;
//! let finished = start_session(StartOptions::new(session.session_id).selector("#kyc")).await?;
//! # Ok(())
//! # }
//! ```
//!
//! The container with its CSS, the vendor's script, the start and the `finish` are this crate's affair; dropping the future
//! in any state leaves the page as it was. Errors say what to do: see [`ErrorCode`].
//!
//! # Where it runs
//!
//! On `wasm32-unknown-unknown` with wasm-bindgen. [`start_session`], [`load`] and [`check_environment`] need a page: elsewhere
//! they are [`ErrorCode::ContainerNotFound`]. [`create_session`] and [`get_result`] need `fetch` alone: workers have it, and
//! servers that run WebAssembly. On a native target all five panic, since wasm-bindgen has no JavaScript to call there; the
//! types of their options, [`is_valid_iin`] and [`Locale`] work everywhere.
//!
//! # Features
//!
//! The same session is the npm package `flow-embed`, which the feature `npm` builds: a Rust front end leaves it off, and ships
//! no JavaScript file of this crate's.

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
    Camera, CrossOrigin, DocumentRecognitionResult, EDocument, EDocumentCommon, EDocumentMetadata,
    EDocumentOwner, EDocumentResult, Environment, Face2FaceMetadata, Face2FaceResult, FlowReason,
    GbdflResult, GeneralMetadata, Length, LivenessResult, Locale, OtherMetadata, PrefilledField,
    Presentation, Problem, ProblemCode, Score, ScriptOptions, SessionMetadata, SessionResult, Status,
    Technology, VendorReason, is_valid_iin,
};
#[cfg(feature = "guard-count")]
#[doc(hidden)]
pub use guard_count::live_guards;
pub use http::{
    CreateSessionOptions, Credentials, GetResultOptions, RequestOptions, ResultOptions, Session, Wait,
    create_session, get_result,
};
pub use options::StartOptions;
pub use page::environment::check_environment;
pub use session::{FinishResult, load, start_session};

#[cfg(all(test, target_family = "wasm"))]
#[path = "../tests/browser/guards.rs"]
mod guards;
