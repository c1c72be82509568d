//! The browser's side. Every thing that must be undone is a guard whose Drop undoes it.

pub(crate) mod camera;
pub(crate) mod container;
pub(crate) mod dialog;
pub(crate) mod environment;
pub(crate) mod frame;
pub(crate) mod language;
mod page_life;
pub(crate) mod realm;
pub(crate) mod registry;
pub(crate) mod script;
mod script_tag;
pub(crate) mod widget;
