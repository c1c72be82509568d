//! The browser's side. Every thing that must be undone is a guard whose Drop undoes it.

pub(crate) mod abort;
pub(crate) mod camera;
pub(crate) mod container;
pub(crate) mod listener;
pub(crate) mod property;
pub(crate) mod realm;
pub(crate) mod registry;
pub(crate) mod script;
mod script_tag;
pub(crate) mod widget;
