//! What the vendor's contract says, as plain data. Nothing here knows a browser, so all of it is tested natively.

mod edocument;
mod environment;
mod iin;
mod locale;
mod metadata;
mod options;
mod pause;
mod phone;
mod photo;
#[cfg(all(test, not(target_family = "wasm")))]
mod properties;

pub(crate) use edocument::{EDocument, Prefilled, check_edocument};
pub use environment::{Camera, Environment, Problem, ProblemCode};
pub use iin::is_valid_iin;
pub use locale::Locale;
pub use metadata::{EDocumentMetadata, Face2FaceMetadata, GeneralMetadata, PrefilledField, SessionMetadata};
pub(crate) use options::as_milliseconds;
pub use options::{CrossOrigin, Length, Presentation, ScriptOptions, Status};
pub(crate) use pause::growing_pause;
