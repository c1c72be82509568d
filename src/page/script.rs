//! The vendor's script: loaded once per page, however many sessions, and never given up for good.

use js_sys::{Array, Math};
use wasm_bindgen::prelude::*;

use crate::error::{Error, ErrorCode};
use crate::flow::growing_pause;
use crate::web::property;
use crate::web::scope::Scope;

/// For one attempt at one URL, in milliseconds.
const TIMEOUT: f64 = 15_000.0;
/// Further attempts after a failed one.
const RETRIES: f64 = 2.0;
/// The pause before the first retry, in milliseconds.
const FIRST_PAUSE: f64 = 400.0;

// What became of an attempt, as src/page/script.js has it.
const READY: f64 = 0.0;
const FAILED: f64 = 1.0;
const INCOMPATIBLE: f64 = 3.0;
const LEFT: f64 = 4.0;

#[wasm_bindgen(module = "/src/page/script.js")]
extern "C" {
    #[wasm_bindgen(js_name = urlsOf)]
    fn urls_of(window: &JsValue, prefix: &str, options: &JsValue) -> JsValue;

    #[wasm_bindgen(js_name = watchLeaving)]
    fn watch_leaving(scope: &JsValue);

    fn attempt(scope: &JsValue, window: &JsValue, url: &JsValue, options: &JsValue, timeout: f64) -> JsValue;

    #[wasm_bindgen(js_name = pauseBeforeRetry)]
    fn pause_before_retry(scope: &JsValue, milliseconds: f64, most: f64) -> JsValue;
}

/// Loads the vendor's script into the realm, unless its widget is there or on its way already.
///
/// `path` is what errors put before the names of the options: `script.` for those of a session.
pub(crate) async fn load(scope: &Scope, realm: &JsValue, options: &JsValue, path: &str) -> Result<(), Error> {
    let urls: Array = Error::or(urls_of(realm, path, options))?.unchecked_into();
    if urls.length() == 0 {
        return Ok(());
    }
    watch_leaving(&scope.object);
    let timeout = property::number(options, "timeout", TIMEOUT);
    let retries = property::number(options, "retries", RETRIES);
    let mut failure = (FAILED, JsValue::UNDEFINED, 0);
    for index in 0..urls.length() {
        let url = urls.get(index);
        let mut attempts = 0;
        loop {
            attempts += 1;
            let attempt = attempt(&scope.object, realm, &url, options, timeout);
            let end = Error::or(scope.unless_ended(&attempt).await?)?;
            let outcome = property::number(&end, "outcome", FAILED);
            if outcome == READY {
                return Ok(());
            }
            if outcome == LEFT {
                attempts -= 1;
                continue;
            }
            if f64::from(attempts) > retries || outcome == INCOMPATIBLE {
                failure = (outcome, url, attempts);
                break;
            }
            let pause = growing_pause(FIRST_PAUSE, attempts, Math::random());
            let pause = pause_before_retry(&scope.object, pause, timeout);
            scope.unless_ended(&pause).await?;
        }
    }
    let (outcome, url, attempts) = failure;
    Err(failed(outcome, &url, attempts))
}

fn failed(outcome: f64, url: &JsValue, attempts: u32) -> Error {
    let (code, message) = if outcome == FAILED {
        (
            ErrorCode::ScriptLoad,
            "The vendor's script could not be loaded from {}. Check the URL, the network, that the server allows the page's origin (CORS), and `script-src` of the Content-Security-Policy.",
        )
    } else if outcome == INCOMPATIBLE {
        (
            ErrorCode::ScriptIncompatible,
            "There is no FlowWidget.startSession after loading {}. Check that `script.url` is the vendor's widget.",
        )
    } else {
        (
            ErrorCode::ScriptTimeout,
            "The vendor's script did not arrive in time from {}. Try again, or raise `script.timeout`; a content blocker may hold it back.",
        )
    };
    let others = property::object("attempts", &attempts.into(), "", &JsValue::UNDEFINED);
    Error::about(code, message, "url", url, &others, &JsValue::UNDEFINED)
}
