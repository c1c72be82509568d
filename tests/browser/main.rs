//! The Rust API in a real browser: what an app that uses the crate sees.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, clippy::unwrap_used)]

mod page;
mod photo;
mod request_errors;
mod requests;
mod script;
mod session;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
