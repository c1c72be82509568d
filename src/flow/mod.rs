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
mod texts;

pub(crate) use edocument::{Prefilled, check_edocument};
pub use environment::{Camera, Environment, Problem, ProblemCode};
pub use iin::is_valid_iin;
pub use locale::Locale;
pub use metadata::{EDocumentMetadata, Face2FaceMetadata, GeneralMetadata, PrefilledField, SessionMetadata};
pub use options::{CrossOrigin, Length, Presentation, ScriptOptions, Status};
pub(crate) use options::{VENDOR_SCRIPTS, as_milliseconds, is_trustworthy_url};
pub(crate) use pause::growing_pause;
pub(crate) use photo::{LARGEST, TOO_LARGE, check_photo};
