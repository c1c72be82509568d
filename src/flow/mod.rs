//! What the vendor's contract says, as plain data. Nothing here knows a browser, so all of it is tested natively.

mod environment;
mod iin;
pub(crate) mod json;
mod locale;
mod metadata;
mod options;
mod pause;
mod phone;
mod photo;
#[cfg(all(test, not(target_family = "wasm")))]
mod properties;
mod redaction;
mod texts;

pub use environment::{Camera, Environment, Problem, ProblemCode};
pub use iin::is_valid_iin;
pub use locale::Locale;
pub use metadata::{EDocumentMetadata, Face2FaceMetadata, GeneralMetadata, PrefilledField, SessionMetadata};
pub(crate) use options::is_trustworthy_url;
pub use options::{CrossOrigin, Length, Presentation, ScriptOptions, Status};
pub(crate) use pause::growing_pause;
#[cfg(feature = "npm")]
pub(crate) use photo::{check_image, check_image_size, to_base64};
pub(crate) use redaction::redact;
