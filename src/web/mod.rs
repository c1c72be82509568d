//! What every JavaScript host has: pages, workers and servers.

pub(crate) mod promise;
pub(crate) mod property;
pub(crate) mod scope;
