//! The vendor's script, as a Rust app loads it.

use std::time::Duration;

use flow_embed::{ErrorCode, ScriptOptions, load};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{TestPage, element, poll_once};

fn missing_script() -> ScriptOptions {
    ScriptOptions {
        urls: vec!["/no-such-widget.js".into()],
        retries: 0,
        ..ScriptOptions::default()
    }
}

#[wasm_bindgen_test]
async fn a_widget_that_is_there_already_needs_no_script() {
    let _page = TestPage::with_widget("");
    load(&missing_script()).await.unwrap();
    assert!(element("script[data-flow-embed-script]").is_none());
}

#[wasm_bindgen_test]
async fn a_script_that_is_missing_is_script_load_with_its_url_and_the_number_of_attempts() {
    let error = load(&ScriptOptions {
        retries: 1,
        ..missing_script()
    })
    .await
    .unwrap_err();
    assert_eq!(error.code(), ErrorCode::ScriptLoad);
    assert!(error.retryable());
    let url = error.detail("url").and_then(|url| url.as_string()).unwrap();
    assert!(url.ends_with("/no-such-widget.js"));
    assert_eq!(
        error.detail("attempts").and_then(|attempts| attempts.as_f64()),
        Some(2.0)
    );
    assert!(element("script[data-flow-embed-script]").is_none());
}

#[wasm_bindgen_test]
async fn dropping_a_load_takes_its_script_tag_away() {
    let options = missing_script();
    let mut loading = Box::pin(load(&options));
    assert!(poll_once(loading.as_mut()).is_pending());
    assert!(element("script[data-flow-embed-script]").is_some());
    drop(loading);
    assert!(element("script[data-flow-embed-script]").is_none());
}

#[wasm_bindgen_test]
async fn a_script_from_elsewhere_over_plain_http_is_refused_before_anything_is_loaded() {
    let error = load(&ScriptOptions {
        urls: vec![
            "https://remote.biometric.kz/widget/flow-widget.js".into(),
            "http://example.com/w.js".into(),
        ],
        timeout: Duration::from_secs(1),
        ..ScriptOptions::default()
    })
    .await
    .unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidOptions);
    assert!(element("script[data-flow-embed-script]").is_none());
}
