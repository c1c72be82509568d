//! The browser's side: what Rust asks of a page. The work itself is the JavaScript's beside it; whatever it changes, the scope
//! undoes.

pub(crate) mod environment;
pub(crate) mod script;
pub(crate) mod widget;
