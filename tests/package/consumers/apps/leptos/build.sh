#!/bin/sh
# The crate comes from the repository, and wasm-bindgen's CLI is the one of the crate's version.
set -e
cargo build --release --target wasm32-unknown-unknown --config "patch.crates-io.flow-embed.path='$REPOSITORY'"
"$WASM_BINDGEN" target/wasm32-unknown-unknown/release/app.wasm --target web --no-typescript --out-dir dist
