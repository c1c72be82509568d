//! The backend over real HTTP: in front of a stub of the vendor, of the sandbox, and as a process.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod addresses;
mod configuration;
mod files;
mod limits;
mod origin;
mod places;
mod process;
mod results;
mod sandbox;
mod sessions;
mod support;
mod vendor_failures;
