//! The vendor's script: loaded once per page, however many sessions, and never given up for good.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use wasm_bindgen::prelude::*;
use web_sys::Element;

use super::realm::Realm;
use super::script_tag::{Injected, find};
use super::{registry, widget};
use crate::error::{Error, ErrorCode};
use crate::flow::{ScriptOptions, growing_pause, milliseconds};
use crate::web::guard::{Listener, Timer, pause};
use crate::web::slot::{Slot, unless};
use crate::web::url::Url;
use crate::web::value;

// In milliseconds.
/// How long a loaded script may take to define its global: it may load parts of itself first.
const GRACE: f64 = 3000.0;
/// How often the global is looked for: the page's own tag may have fired its event before anyone listened.
const LOOK_AGAIN: f64 = 50.0;
/// The pause before the first retry.
const FIRST_PAUSE: f64 = 400.0;

/// What became of an attempt at one URL.
enum Outcome {
    /// The widget is there.
    Ready,
    Failed,
    Late,
    /// The script has come, but no widget.
    Incompatible,
    /// The visitor left the page meanwhile, and is back.
    Left,
}

/// Loads the vendor's script into the realm, unless its widget is there or on its way already.
///
/// `prefix` is what errors put before the names of the options: `script.` for those of a session.
pub(crate) async fn load(
    page: &Realm,
    realm: Realm,
    options: &ScriptOptions,
    prefix: &str,
) -> Result<(), Error> {
    // The vendor's own URLs need no checking.
    if widget::is_there(&realm.window) && *options == ScriptOptions::default() {
        return Ok(());
    }
    let urls = urls_of(&realm, options, prefix)?;
    let mut failure = None;
    let leaving = Leaving::watch(page);
    for url in &urls {
        let mut attempts = 0;
        loop {
            if widget::is_there(&realm.window) {
                return Ok(());
            }
            attempts += 1;
            match attempt(page, &realm, url, options, &leaving).await? {
                Outcome::Ready => return Ok(()),
                Outcome::Left => attempts -= 1,
                outcome if attempts > options.retries || matches!(outcome, Outcome::Incompatible) => {
                    failure = Some(failed(&realm, outcome, url, attempts));
                    break;
                }
                _ => {
                    let wait = growing_pause(FIRST_PAUSE, attempts, value::random());
                    pause_before_retry(page, wait, options.timeout).await;
                }
            }
        }
    }
    // There is at least one URL.
    failure.map_or(Ok(()), Err)
}

/// Whether these are options that a script can be loaded by.
pub(crate) fn check(realm: &Realm, options: &ScriptOptions, prefix: &str) -> Result<(), Error> {
    urls_of(realm, options, prefix).map(drop)
}

/// The URLs as the document resolves them, in the order in which they are tried: what the page loads already is waited for first.
fn urls_of(realm: &Realm, options: &ScriptOptions, prefix: &str) -> Result<Vec<String>, Error> {
    let wrong = |name: &str, problem| Error::invalid_field(&[prefix, name], problem);
    let own = value::text(&realm.window, "origin");
    let mut urls = Vec::new();
    let mut others = Vec::new();
    for text in &options.urls {
        let url = Url::in_document(&realm.document, text).ok_or_else(|| wrong("url", "must be a URL."))?;
        if !url.is_trustworthy(Some(&own)) {
            return Err(wrong(
                "url",
                "must be https; http is for loopback hosts and the page's origin.",
            ));
        }
        let href = url.href();
        match find(realm, &href, options.integrity.as_deref()) {
            Some(_) => urls.push(href),
            None => others.push(href),
        }
    }
    urls.append(&mut others);
    if urls.is_empty() {
        return Err(wrong("url", "must be a URL."));
    }
    if options.integrity.is_some() && urls.len() > 1 {
        return Err(wrong(
            "integrity",
            "is the hash of one file: pass exactly one `script.url` with it.",
        ));
    }
    Ok(urls)
}

/// Tries one URL.
async fn attempt(
    page: &Realm,
    realm: &Realm,
    url: &str,
    options: &ScriptOptions,
    leaving: &Leaving,
) -> Result<Outcome, Error> {
    let tag = Tag::begin(page, realm, url, options).map_err(|thrown| {
        Error::new(
            ErrorCode::ScriptLoad,
            "The page refused the vendor's script element: under `require-trusted-types-for`, add `trusted-types flow-embed` to the Content-Security-Policy.",
        )
        .with("url", &url.into())
        .with("attempts", &1.into())
        .caused_by(&thrown)
    })?;
    let outcome = tag.outcome(realm, options.timeout).await;
    if matches!(outcome, Outcome::Ready) {
        return Ok(outcome);
    }
    // The browser's module map keeps a failure for good.
    registry::remember_failed(&realm.window, &value::text(&tag.script, "src"));
    // A page that the visitor leaves has its requests cut off (Safari tells its scripts): that is no failure. If it is shown again from the
    // browser's cache, it goes on here.
    if !leaving.is_left.get() {
        return Ok(outcome);
    }
    while leaving.is_left.get() {
        pause(LOOK_AGAIN).await;
    }
    Ok(Outcome::Left)
}

/// A tag that is waited for, and what is heard of it.
struct Tag {
    script: Element,
    /// Another's, with whether it was fetched before; ours where there is none.
    found: Option<bool>,
    /// Whether the script has come.
    arrival: Slot<bool>,
    _listeners: [Option<Listener>; 3],
    _injected: Option<Injected>,
}

impl Tag {
    /// Finds the script's tag in the page, or injects one, and listens for its arrival.
    fn begin(page: &Realm, realm: &Realm, url: &str, options: &ScriptOptions) -> Result<Self, JsValue> {
        if let Some(found) = find(realm, url, options.integrity.as_deref()) {
            return Ok(Self::heard(realm, found.script, Some(found.is_fetched), None));
        }
        let injected = Injected::create(page, realm, url, options)?;
        let tag = Self::heard(
            realm,
            injected.script.clone().unchecked_into(),
            None,
            Some(injected),
        );
        if let Some(injected) = &tag._injected {
            injected.insert(realm, url, options)?;
        }
        Ok(tag)
    }

    fn heard(realm: &Realm, script: Element, found: Option<bool>, injected: Option<Injected>) -> Self {
        let arrival = Slot::new();
        let (loaded, failed, broken) = (arrival.clone(), arrival.clone(), arrival.clone());
        let (window, own, parsed) = (realm.window.clone(), script.clone(), script.clone());
        let listeners = [
            Listener::new(&script, "load", move |_| {
                loaded.set(true);
            }),
            Listener::new(&script, "error", move |_| {
                // Another call may look at the tag before this one goes on.
                registry::remember_failed(&window, &value::text(&own, "src"));
                failed.set(false);
            }),
            // In WebKit a module that does not parse fires no event at its tag: that it came is known from its error alone.
            Listener::new(&realm.window, "error", move |event| {
                if value::get(&event, "filename") == value::get(&parsed, "src") {
                    broken.set(true);
                }
            }),
        ];
        Self {
            script,
            found,
            arrival,
            _listeners: listeners,
            _injected: injected,
        }
    }

    async fn outcome(&self, realm: &Realm, timeout: Duration) -> Outcome {
        let is_over = Rc::new(Cell::new(false));
        let over_after = |wait| {
            let is_over = Rc::clone(&is_over);
            Timer::new(wait, move || is_over.set(true))
        };
        let _deadline = over_after(milliseconds(timeout));
        let mut grace = None;
        loop {
            if widget::is_there(&realm.window) {
                return Outcome::Ready;
            }
            if is_over.get() {
                return match (&grace, self.found) {
                    (None, _) => Outcome::Late,
                    // Another's tag may have been there for long: a fetch of our own may bring what it did not.
                    (Some(_), Some(_)) => Outcome::Failed,
                    (Some(_), None) => Outcome::Incompatible,
                };
            }
            let arrived = match unless(self.arrival.take(), pause(LOOK_AGAIN)).await {
                Err(false) => return Outcome::Failed,
                Err(true) => true,
                // Its event comes once or, under some content blockers, never. What was fetched may run only once the page is parsed.
                Ok(()) => self.found == Some(true) && value::get(&realm.document, "readyState") == "complete",
            };
            if arrived && grace.is_none() {
                grace = Some(over_after(GRACE));
            }
        }
    }
}

/// Knows whether the visitor has left the page.
struct Leaving {
    is_left: Rc<Cell<bool>>,
    _listeners: [Option<Listener>; 2],
}

impl Leaving {
    fn watch(page: &Realm) -> Self {
        let is_left = Rc::new(Cell::new(false));
        let (hidden, shown) = (Rc::clone(&is_left), Rc::clone(&is_left));
        Self {
            is_left,
            _listeners: [
                Listener::new(&page.window, "pagehide", move |_| hidden.set(true)),
                Listener::new(&page.window, "pageshow", move |_| shown.set(false)),
            ],
        }
    }
}

/// Waits before a retry, in milliseconds; where the browser knows that there is no network, first for that, but no longer than `most`.
async fn pause_before_retry(page: &Realm, wait: f64, most: Duration) {
    if value::get(&value::get(&page.window, "navigator"), "onLine") == false {
        let online = Slot::new();
        let is_back = online.clone();
        let _listener = Listener::new(&page.window, "online", move |_| {
            is_back.set(());
        });
        let _ = unless(online.take(), pause(milliseconds(most))).await;
    }
    pause(wait).await;
}

/// Files for every kind of loader, such as the vendor's flow-widget.umd.js, give themselves to it in place of the window.
fn has_amd(realm: &Realm) -> bool {
    value::is(&value::get(&realm.window, "define"), "amd")
}

fn failed(realm: &Realm, outcome: Outcome, url: &str, attempts: u32) -> Error {
    let (code, message) = match outcome {
        Outcome::Incompatible if has_amd(realm) => (
            ErrorCode::ScriptIncompatible,
            "The page's AMD loader (`define.amd`, as of RequireJS) took what {} defines, so there is no FlowWidget.startSession. Use `isolate`, or the vendor's flow-widget.js.",
        ),
        Outcome::Incompatible => (
            ErrorCode::ScriptIncompatible,
            "There is no FlowWidget.startSession after loading {}. Check that `script.url` is the vendor's widget.",
        ),
        Outcome::Late => (
            ErrorCode::ScriptTimeout,
            "The vendor's script did not arrive in time from {}. Try again, or raise `script.timeout`; a content blocker may hold it back.",
        ),
        _ => (
            ErrorCode::ScriptLoad,
            "The vendor's script could not be loaded from {}. Check the URL, the network, that the server allows the page's origin (CORS), and `script-src` of the Content-Security-Policy.",
        ),
    };
    Error::new(code, message)
        .about("url", &url.into())
        .with("attempts", &attempts.into())
}
