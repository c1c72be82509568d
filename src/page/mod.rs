//! The browser's side: what Rust asks of a page, and what an answer means. The work itself is the JavaScript's beside it; whatever
//! it changes, the scope undoes.

pub(crate) mod environment;
pub(crate) mod language;
pub(crate) mod place;
pub(crate) mod realm;
pub(crate) mod script;
