//! What the vendor's contract says, as plain data. Nothing here knows a browser, so all of it is tested natively.

mod edocument;
mod environment;
mod iin;
pub(crate) mod json;
mod locale;
mod metadata;
mod options;
pub(crate) mod other_metadata;
mod pause;
mod phone;
pub(crate) mod photo;
#[cfg(all(test, not(target_family = "wasm")))]
mod properties;
mod result;
mod spelling;
mod url;

pub use environment::{Camera, Environment, Problem, ProblemCode};
pub use iin::is_valid_iin;
pub use locale::Locale;
pub use metadata::{EDocumentMetadata, Face2FaceMetadata, GeneralMetadata, PrefilledField, SessionMetadata};
pub use options::{CrossOrigin, Length, Presentation, ScriptOptions, Status};
pub use other_metadata::OtherMetadata;
pub(crate) use pause::{calm_pause, growing_pause, milliseconds};
pub use result::{
    DocumentRecognitionResult, EDocument, EDocumentCommon, EDocumentOwner, EDocumentResult, Face2FaceResult,
    FlowReason, GbdflResult, LivenessResult, Score, SessionResult, Technology, VendorReason,
};
pub(crate) use url::is_trustworthy;
