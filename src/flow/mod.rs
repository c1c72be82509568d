//! What the vendor's contract says, as plain data. Nothing here knows a browser, so all of it is tested natively.

mod environment;
mod locale;
mod options;
mod pause;
mod texts;

pub use environment::{Camera, Environment, Problem, ProblemCode};
pub use locale::Locale;
pub(crate) use options::is_allowed_script_url;
pub use options::{CrossOrigin, Length, Presentation, ScriptOptions, Status};
pub(crate) use pause::growing_pause;
