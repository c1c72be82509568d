//! The browser's side: each thing that must be undone is a guard whose Drop undoes it.

pub(crate) mod camera;
pub(crate) mod container;
pub(crate) mod dialog;
pub(crate) mod end;
pub(crate) mod environment;
pub(crate) mod frame;
pub(crate) mod language;
pub(crate) mod presence;
pub(crate) mod realm;
pub(crate) mod registry;
pub(crate) mod script;
mod script_tag;
pub(crate) mod stage;
pub(crate) mod texts;
mod trusted;
pub(crate) mod widget;
