//! What every JavaScript host has: pages, workers and servers.

pub(crate) mod abort;
pub(crate) mod guard;
pub(crate) mod promise;
pub(crate) mod property;
pub(crate) mod slot;
pub(crate) mod timer;
