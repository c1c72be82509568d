//! The vendor's script: loaded once per page, however many sessions, and never given up for good.

use js_sys::{Array, Math};
use wasm_bindgen::prelude::*;

use crate::error::{Error, ErrorCode};
use crate::flow::{VENDOR_SCRIPTS, growing_pause, is_trustworthy_url};
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
    fn resolved(window: &JsValue, url: &JsValue) -> JsValue;

    #[wasm_bindgen(js_name = inOrder)]
    fn in_order(window: &JsValue, urls: &Array) -> Array;

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
    let urls = checked_urls(realm, options, path)?;
    watch_leaving(&scope.object);
    let timeout = property::number(options, "timeout").unwrap_or(TIMEOUT);
    let retries = property::number(options, "retries").unwrap_or(RETRIES);
    let mut failure = None;
    for url in in_order(realm, &urls) {
        let mut attempts = 0;
        loop {
            attempts += 1;
            let attempt = attempt(&scope.object, realm, &url, options, timeout);
            let end = scope.unless_ended(&attempt).await?;
            let Some(outcome) = end.as_f64() else {
                return Err(Error::caused(
                    ErrorCode::ScriptLoad,
                    "The page refused the vendor's script element. Under `require-trusted-types-for 'script'` add `trusted-types flow-embed` to the page's Content-Security-Policy.",
                    &property::get(&end, "thrown"),
                ));
            };
            if outcome == READY {
                return Ok(());
            }
            if outcome == LEFT {
                attempts -= 1;
                continue;
            }
            if f64::from(attempts) > retries || outcome == INCOMPATIBLE {
                failure = Some((outcome, url, attempts));
                break;
            }
            let pause = growing_pause(FIRST_PAUSE, attempts, Math::random());
            let pause = pause_before_retry(&scope.object, pause, timeout);
            scope.unless_ended(&pause).await?;
        }
    }
    Err(match failure {
        Some((outcome, url, attempts)) => failed(outcome, &url, attempts),
        None => Error::invalid_option(&[path, "url"].concat(), "must name at least one URL."),
    })
}

fn failed(outcome: f64, url: &JsValue, attempts: u32) -> Error {
    let (code, message) = if outcome == FAILED {
        (
            ErrorCode::ScriptLoad,
            "The vendor's script could not be loaded from {}. Check the URL and the network, that the server allows the page's origin (CORS), and that `script-src` of the page's Content-Security-Policy allows the URL.",
        )
    } else if outcome == INCOMPATIBLE {
        (
            ErrorCode::ScriptIncompatible,
            "There is no FlowWidget.startSession after loading {}. Check that `script.url` is the vendor's widget.",
        )
    } else {
        (
            ErrorCode::ScriptTimeout,
            "The vendor's script did not arrive in time from {}. Try again, or raise `script.timeout`; a content blocker may hold it back too.",
        )
    };
    let details = property::object(&[("url", url.clone()), ("attempts", attempts.into())]);
    Error::about(code, message, url, &details, &JsValue::UNDEFINED)
}

/// The URLs as the page resolves them.
fn checked_urls(realm: &JsValue, options: &JsValue, path: &str) -> Result<Array, Error> {
    let invalid = |name: &str, problem| Err(Error::invalid_option(&[path, name].concat(), problem));
    let given = property::get(options, "url");
    let given: Array = match given.is_undefined() {
        true => VENDOR_SCRIPTS.iter().map(|url| JsValue::from_str(url)).collect(),
        false => given.unchecked_into(),
    };
    if !property::get(options, "integrity").is_undefined() && (given.length() != 1) {
        return invalid(
            "integrity",
            "is the hash of one file: pass exactly one `script.url` with it.",
        );
    }
    let urls = Array::new();
    for url in given {
        let url = resolved(realm, &url);
        if !url.is_object() {
            return invalid("url", "must be a URL.");
        }
        let (protocol, hostname) = (property::text(&url, "protocol"), property::text(&url, "hostname"));
        if !is_trustworthy_url(&protocol, &hostname, property::is(&url, "isOwn")) {
            let problem = "must be an https URL; http is for loopback hosts and the page's own origin.";
            return invalid("url", problem);
        }
        urls.push(&property::get(&url, "href"));
    }
    Ok(urls)
}
