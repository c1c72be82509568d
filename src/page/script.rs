//! The vendor's script: loaded once per page, however many sessions, and never given up for good.

use std::time::Duration;

use js_sys::Math;
use wasm_bindgen::prelude::*;

use super::page_life::PageLife;
use super::realm::Realm;
use super::registry::Registry;
use super::script_tag::{Arrival, ScriptTag, fetched};
use super::widget::Widget;
use crate::error::{Detail, Error, ErrorCode};
use crate::flow::{ScriptOptions, growing_pause, is_trustworthy_url};
use crate::web::property;
use crate::web::timer::{Timer, sleep};

/// How long a loaded script may take to define its global: it may load parts of itself first.
const GRACE: Duration = Duration::from_secs(3);
/// How often the global is looked for: the page's own tag may have fired its event before anyone listened.
const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// The pause before the first retry.
const FIRST_PAUSE: Duration = Duration::from_millis(400);

#[wasm_bindgen(module = "/src/page/sinks.js")]
extern "C" {
    fn resolved(document: &JsValue, url: &str) -> JsValue;

    #[wasm_bindgen(js_name = withOwnQuery)]
    fn with_own_query(url: &str) -> String;
}

/// Why an attempt at a URL failed.
#[derive(Clone, Copy, PartialEq)]
enum Failure {
    Load,
    Timeout,
    Incompatible,
}

/// Loads the vendor's script into the realm, unless its widget is there or on its way already.
///
/// `path` is what errors put before the names of the options: `script.` for those of a session.
pub(crate) async fn load(realm: &Realm, options: &ScriptOptions, path: &str) -> Result<Widget, Error> {
    let registry = Registry::of(realm);
    let urls = resolve_urls(realm, &registry, options, path)?;
    let life = PageLife::watch()?;
    let mut last_error = Error::invalid_option("script.url", "must name at least one URL.");
    for url in &urls {
        let mut attempts = 0;
        let failure = loop {
            if let Some(widget) = Widget::find(realm) {
                return Ok(widget);
            }
            attempts += 1;
            let failure = match attempt(realm, url, &registry, options).await? {
                Ok(widget) => return Ok(widget),
                Err(failure) => failure,
            };
            // A page that the visitor leaves has its requests cut off (Safari tells its scripts): that is no failure. If it is
            // shown again from the browser's cache, it goes on here.
            if life.is_gone() {
                life.is_back().await;
                attempts -= 1;
                continue;
            }
            if attempts > options.retries || failure == Failure::Incompatible {
                break failure;
            }
            life.is_online(options.timeout).await;
            sleep(growing_pause(FIRST_PAUSE, attempts, Math::random())).await;
        };
        last_error = failure.into_error(url, attempts);
    }
    Err(last_error)
}

async fn attempt(
    realm: &Realm,
    url: &str,
    registry: &Registry,
    options: &ScriptOptions,
) -> Result<Result<Widget, Failure>, Error> {
    let deadline = Timer::start(options.timeout);
    let tag = tag_for(realm, url, registry, options)?;
    let mut grace: Option<Timer> = None;
    let failure = loop {
        if let Some(widget) = Widget::find(realm) {
            tag.keep();
            return Ok(Ok(widget));
        }
        if deadline.has_fired() || grace.as_ref().is_some_and(Timer::has_fired) {
            break match grace {
                None => Failure::Timeout,
                // Another's tag may have been there for long: a fetch of our own may bring what it did not.
                Some(_) if !tag.is_injected() => Failure::Load,
                Some(_) => Failure::Incompatible,
            };
        }
        match sleep(LOOK_AGAIN).unless(&tag.arrival).await {
            Some(has_come) if has_come.is_truthy() => grace = Some(Timer::start(GRACE)),
            Some(_) => break Failure::Load,
            None => {}
        }
    };
    registry.remember_failed_script(&tag.src());
    Ok(Err(failure))
}

/// The tag that is there, or one of our own.
fn tag_for(
    realm: &Realm,
    url: &str,
    registry: &Registry,
    options: &ScriptOptions,
) -> Result<ScriptTag, Error> {
    if let Some(tag) = ScriptTag::find(realm, url, registry) {
        return Ok(tag);
    }
    if registry.has_failed_script(url) || fetched(realm, url, true) == Some(Arrival::Failed) {
        ScriptTag::inject(realm, url, &with_own_query(url), options)
    } else {
        ScriptTag::inject(realm, url, url, options)
    }
}

impl Failure {
    fn into_error(self, url: &str, attempts: u32) -> Error {
        let (code, what, advice) = match self {
            Self::Load => (
                ErrorCode::ScriptLoad,
                "The vendor's script could not be loaded from ",
                ". Check the URL and the network, that the server allows the page's origin (CORS), and that `script-src` of the page's Content-Security-Policy allows the URL.",
            ),
            Self::Timeout => (
                ErrorCode::ScriptTimeout,
                "The vendor's script did not arrive in time from ",
                ". Try again, or raise `script.timeout`; a content blocker may hold it back too.",
            ),
            Self::Incompatible => (
                ErrorCode::ScriptIncompatible,
                "There is no FlowWidget.startSession after loading ",
                ". Check that `script.url` is the vendor's widget.",
            ),
        };
        Error::new(code, [what, url, advice].concat())
            .with_detail("url", Detail::Text(url.into()))
            .with_detail("attempts", Detail::Number(attempts))
    }
}

/// The URLs in the order in which they are tried: what the page loads already is waited for first.
fn resolve_urls(
    realm: &Realm,
    registry: &Registry,
    options: &ScriptOptions,
    path: &str,
) -> Result<Vec<String>, Error> {
    let invalid = |name: &str, problem| Err(Error::invalid_option(&[path, name].concat(), problem));
    if options.urls.is_empty() {
        return invalid("url", "must name at least one URL.");
    }
    if options.integrity.is_some() && options.urls.len() != 1 {
        return invalid(
            "integrity",
            "is the hash of one file: pass exactly one `script.url` with it.",
        );
    }
    let page_origin = property::get(&realm.window, "origin");
    let mut on_their_way = Vec::new();
    let mut others = Vec::new();
    for text in &options.urls {
        let url = resolved(&realm.document, text);
        if !url.is_object() {
            return invalid("url", "must be a URL.");
        }
        if !is_trustworthy_url(
            &property::text(&url, "protocol"),
            &property::text(&url, "hostname"),
            property::get(&url, "origin") == page_origin,
        ) {
            return invalid(
                "url",
                "must be an https URL; http is for loopback hosts and the page's own origin.",
            );
        }
        let url = property::text(&url, "href");
        match ScriptTag::find(realm, &url, registry) {
            Some(_) => on_their_way.push(url),
            None => others.push(url),
        }
    }
    on_their_way.append(&mut others);
    Ok(on_their_way)
}
