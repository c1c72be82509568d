//! What the vendor's contract says, as plain data. Nothing here knows a browser, so all of it is tested natively.

mod locale;
mod options;
mod pause;

pub use locale::Locale;
pub(crate) use options::is_allowed_script_url;
pub use options::{CrossOrigin, Length, Presentation, ScriptOptions, Status};
pub(crate) use pause::growing_pause;
