//! The tags that bring the vendor's script: the page's own, another call's, or one that is injected here.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlScriptElement, Window};

use super::realm::Realm;
use super::registry;
use super::trusted;
use super::widget;
use crate::flow::ScriptOptions;
use crate::web::guard::Removal;
use crate::web::url::Url;
use crate::web::value;

/// The URL that an injected tag stands for: a retry's `src` differs from it.
const SOURCE: &str = "data-flow-embed-script";

/// A tag of the page, or of another call, that brings the script.
pub(crate) struct Found {
    pub(crate) script: Element,
    /// Its events may be long gone, but what was fetched is on record.
    pub(crate) is_fetched: bool,
}

/// A tag for the URL that is checked against the `integrity`, if there is one, and has not failed.
pub(crate) fn find(realm: &Realm, url: &str, integrity: Option<&str>) -> Option<Found> {
    let scripts = value::call(&realm.document, "querySelectorAll", &"script".into()).ok()?;
    value::find(&scripts, |script| {
        let text = |name| value::get(&script, name);
        let (src, kind) = (text("src"), value::text(&script, "type"));
        let is_of_url = src == url
            || value::call_inherited(&script, "getAttribute", &SOURCE.into())
                .is_ok_and(|source| source == url);
        let is_checked = integrity.is_none_or(|integrity| text("integrity") == integrity);
        // `nomodule` scripts run in no browser of today.
        if !(is_of_url && is_checked && runs(&kind)) || value::is(&script, "noModule") {
            return None;
        }
        let src = src.as_string()?;
        if registry::has_failed(&realm.window, &src) {
            return None;
        }
        let is_cors = kind == "module" || text("crossOrigin").is_string();
        let fetch = last_fetch(&realm.window, &src, is_cors);
        (fetch != Fetch::Failed).then(|| Found {
            script: script.unchecked_into(),
            is_fetched: fetch == Fetch::Succeeded,
        })
    })
}

/// What became of a URL's last fetch.
#[derive(PartialEq)]
enum Fetch {
    Succeeded,
    Failed,
    /// It is still under way, or the record is full.
    Unknown,
}

/// The status of a module's request, or of that of a tag with `crossorigin`, is known, and 0 if it failed; a classic script of another origin tells
/// nothing but that it came to an end.
fn last_fetch(window: &Window, url: &str, is_cors: bool) -> Fetch {
    let performance = value::get(window, "performance");
    let entries = value::call(&performance, "getEntriesByName", &url.into()).unwrap_or_default();
    let mut last = None;
    value::each(&entries, |entry| last = Some(entry));
    let Some(last) = last else {
        return Fetch::Unknown;
    };
    // Not every browser tells it. A link that preloads or prefetches the file need not have fetched it as a module is.
    let is_cors = is_cors && value::get(&last, "initiatorType") == "script";
    match value::get(&last, "responseStatus").as_f64() {
        Some(status) if status >= 400.0 || (status == 0.0 && is_cors) => Fetch::Failed,
        _ => Fetch::Succeeded,
    }
}

/// A tag of ours, in the page from its insertion until it is dropped; but where its script runs, it stays.
#[must_use]
pub(crate) struct Injected {
    pub(crate) script: HtmlScriptElement,
    window: Window,
    removal: Option<Removal>,
}

impl Injected {
    /// As the vendor's guide has it (section 4.2): `type="module"`. It is yet to be inserted.
    pub(crate) fn create(
        page: &Realm,
        realm: &Realm,
        url: &str,
        options: &ScriptOptions,
    ) -> Result<Self, JsValue> {
        let script: HtmlScriptElement = realm.element("script", "")?.unchecked_into();
        script.set_attribute("type", "module")?;
        script.set_attribute(SOURCE, url)?;
        // Not the property: it is emptied when the element is connected. A frame inherits the policy of the page that it is in.
        let nonce = options.nonce.clone().or_else(|| nonce_in(page));
        for (name, text) in [
            ("nonce", nonce.as_deref()),
            ("integrity", options.integrity.as_deref()),
            (
                "crossorigin",
                options.cross_origin.map(crate::flow::CrossOrigin::as_str),
            ),
        ] {
            if let Some(text) = text {
                script.set_attribute(name, text)?;
            }
        }
        Ok(Self {
            removal: Some(Removal::of(&script)),
            window: realm.window.clone(),
            script,
        })
    }

    /// Inserts it; by another URL where the browser would not fetch this one again.
    pub(crate) fn insert(&self, realm: &Realm, url: &str, options: &ScriptOptions) -> Result<(), JsValue> {
        let src = match is_spent(realm, url, options) {
            true => with_own_query(realm, url),
            false => url.to_owned(),
        };
        value::write(&self.script, "src", &trusted::script_url(&src))?;
        let head = realm.head()?;
        let parent = if head.is_object() { head } else { realm.root()? };
        value::call(&parent, "appendChild", &self.script)?;
        // The first look at any element's styles takes some engines up to a millisecond: now, while this script is on its way.
        value::get(&self.script, "style");
        Ok(())
    }
}

impl Drop for Injected {
    fn drop(&mut self) {
        if widget::is_there(&self.window)
            && let Some(removal) = self.removal.take()
        {
            removal.keep();
        }
    }
}

/// That of the page's first script that has one and runs: blocks of data may have another, and templates leave some empty.
fn nonce_in(page: &Realm) -> Option<String> {
    let scripts = value::call(&page.document, "querySelectorAll", &"script[nonce]".into()).ok()?;
    value::find(&scripts, |script| {
        let nonce = value::text(&script, "nonce");
        (runs(&value::text(&script, "type")) && !nonce.is_empty()).then_some(nonce)
    })
}

/// Consent tools park scripts under another type.
fn runs(kind: &str) -> bool {
    kind.is_empty() || kind == "module" || kind.ends_with("javascript")
}

/// Whether the browser's module map has the URL as failed, or from a tag that checks it otherwise.
fn is_spent(realm: &Realm, url: &str, options: &ScriptOptions) -> bool {
    registry::has_failed(&realm.window, url)
        || last_fetch(&realm.window, url, true) == Fetch::Failed
        || (options.integrity.is_some() && find(realm, url, None).is_some())
}

/// The same URL with a query of its own.
fn with_own_query(realm: &Realm, url: &str) -> String {
    let Some(own) = Url::in_document(&realm.document, url) else {
        return url.to_owned();
    };
    let query = own.part("search");
    let separator = if query.is_empty() { "?" } else { "&" };
    let parts = [&query, separator, "flow-embed-retry="].map(JsValue::from);
    let [query, separator, name] = &parts;
    own.set_query(&value::joined(&[query, separator, name, &value::random().into()]));
    own.href()
}
