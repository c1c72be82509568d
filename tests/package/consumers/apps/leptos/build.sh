#!/bin/sh
# The crate comes from the repository, and wasm-bindgen's CLI is of the app's own version.
set -e
cargo build --release --target wasm32-unknown-unknown --config "patch.crates-io.flow-embed.path='$REPOSITORY'"
app=target/wasm32-unknown-unknown/release/app.wasm
"$WASM_BINDGEN" $app --target web --no-typescript --out-dir dist
"$WASM_BINDGEN" $app --target no-modules --no-typescript --out-dir no-modules
# JavaScript files of crates would lie there: ours has none.
test ! -e dist/snippets
test ! -e no-modules/snippets
