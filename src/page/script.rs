//! The vendor's script: loaded once per page, however many sessions, and never given up for good.

use std::time::Duration;

use js_sys::Math;
use web_sys::Url;

use super::page_life::PageLife;
use super::realm::Realm;
use super::registry::Registry;
use super::script_tag::{Arrival, ScriptTag, fetched};
use super::widget::Widget;
use crate::error::{Detail, Error, ErrorCode};
use crate::flow::{ScriptOptions, growing_pause, is_trustworthy_url};
use crate::web::property;
use crate::web::slot::race;
use crate::web::timer::{Timer, sleep};

/// How long a loaded script may take to define its global: it may load parts of itself first.
const GRACE: Duration = Duration::from_secs(3);
/// How often the global is looked for: the page's own tag may have fired its event before anyone listened.
const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// The pause before the first retry.
const FIRST_PAUSE: Duration = Duration::from_millis(400);

/// Why an attempt at a URL failed.
#[derive(Clone, Copy)]
enum Failure {
    Load,
    Timeout,
    Incompatible,
}

/// Loads the vendor's script into the realm, unless its widget is there or on its way already.
///
/// `path` is what errors put before the names of the options: `script.` for those of a session.
pub(crate) async fn load(realm: &Realm, options: &ScriptOptions, path: &str) -> Result<Widget, Error> {
    let mut urls = resolve_urls(realm, options, path)?;
    let registry = Registry::of(realm);
    // What the page loads already is waited for first, whichever of the URLs it is.
    urls.sort_by_key(|url| ScriptTag::find(realm, &url.href(), &registry).is_none());
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
            if attempts > options.retries || matches!(failure, Failure::Incompatible) {
                break failure;
            }
            life.is_online(options.timeout).await;
            sleep(growing_pause(FIRST_PAUSE, attempts, Math::random())).await;
        };
        last_error = failure.into_error(&url.href(), attempts);
    }
    Err(last_error)
}

async fn attempt(
    realm: &Realm,
    url: &Url,
    registry: &Registry,
    options: &ScriptOptions,
) -> Result<Result<Widget, Failure>, Error> {
    let href = url.href();
    let deadline = Timer::start(options.timeout);
    let tag = match ScriptTag::find(realm, &href, registry) {
        Some(tag) => tag,
        None => {
            let has_failed =
                registry.has_failed_script(&href) || fetched(realm, &href, true) == Some(Arrival::Failed);
            let src = if has_failed {
                with_own_query(&href).unwrap_or_else(|| href.clone())
            } else {
                href.clone()
            };
            ScriptTag::inject(realm, &href, &src, options)?
        }
    };
    let outcome = widget_on_arrival(realm, &tag, &deadline).await;
    match outcome {
        Ok(_) => tag.keep(),
        Err(_) => registry.remember_failed_script(&tag.src()),
    }
    // Another's tag may have been there for long: a fetch of our own may bring what it did not.
    Ok(outcome.map_err(|failure| match failure {
        Failure::Incompatible if !tag.is_injected() => Failure::Load,
        failure => failure,
    }))
}

async fn widget_on_arrival(realm: &Realm, tag: &ScriptTag, deadline: &Timer) -> Result<Widget, Failure> {
    let mut grace: Option<Timer> = None;
    loop {
        if let Some(widget) = Widget::find(realm) {
            return Ok(widget);
        }
        if grace.as_ref().is_some_and(Timer::has_fired) {
            return Err(Failure::Incompatible);
        }
        if deadline.has_fired() {
            return Err(match grace {
                Some(_) => Failure::Incompatible,
                None => Failure::Timeout,
            });
        }
        let look_again = async {
            sleep(LOOK_AGAIN).await;
            None
        };
        match race(async { Some(tag.arrival().await) }, look_again).await {
            Some(Arrival::Failed) => return Err(Failure::Load),
            Some(Arrival::Loaded) => grace = Some(Timer::start(GRACE)),
            None => {}
        }
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

fn resolve_urls(realm: &Realm, options: &ScriptOptions, path: &str) -> Result<Vec<Url>, Error> {
    let invalid = |problem| Err(Error::invalid_option(&[path, "url"].concat(), problem));
    if options.urls.is_empty() {
        return invalid("must name at least one URL.");
    }
    if options.integrity.is_some() && options.urls.len() != 1 {
        return Err(Error::invalid_option(
            &[path, "integrity"].concat(),
            "is the hash of one file: pass exactly one `script.url` with it.",
        ));
    }
    let base = property::get(&realm.document, "baseURI")
        .as_string()
        .unwrap_or_default();
    let page_origin = property::get(&realm.window, "origin").as_string();
    let mut urls = Vec::new();
    for text in &options.urls {
        // An empty URL would be the page's own.
        let url = match text.trim_ascii() {
            "" => None,
            text => Url::new_with_base(text, &base).ok(),
        };
        let Some(url) = url else {
            return invalid("must be a URL.");
        };
        let is_same_origin = page_origin.as_deref() == Some(&url.origin());
        if !is_trustworthy_url(&url.protocol(), &url.hostname(), is_same_origin) {
            return invalid("must be an https URL; http is for loopback hosts and the page's own origin.");
        }
        urls.push(url);
    }
    Ok(urls)
}

/// The same URL with a query of its own, for the browser's module map keeps a failed script for good.
fn with_own_query(href: &str) -> Option<String> {
    let url = Url::new(href).ok()?;
    let search = url.search();
    let separator = if search.is_empty() { "?" } else { "&" };
    let token = property::digits(Math::random(), 36);
    url.set_search(&[&search, separator, "flow-embed-retry=", &token].concat());
    Some(url.href())
}
