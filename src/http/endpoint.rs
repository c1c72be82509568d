//! Where requests go.

use wasm_bindgen::prelude::*;
use web_sys::Document;

use super::options::RequestOptions;
use crate::error::Error;
use crate::page::registry;
use crate::web::url::Url;
use crate::web::value;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = console, js_name = warn)]
    fn console_warn(message: &str) -> Result<(), JsValue>;
}

impl RequestOptions {
    /// Whether there is a key that somebody could read.
    pub(super) fn has_api_key(&self) -> bool {
        self.api_key.as_ref().is_some_and(|api_key| !api_key.is_empty())
    }

    /// The vendor's endpoint, or what stands in for it. As `fetch` has it: a page's base URL may be another than its own, a worker's is its own, and
    /// outside a page a relative URL has nothing to be relative to.
    pub(super) fn url(&self, vendors: &str, prefix: &str) -> Result<Url, Error> {
        let wrong = |problem| Error::invalid_field(&[prefix, "endpoint"], problem);
        if self.endpoint.is_none() && !self.has_api_key() {
            return Err(wrong(
                "must be given: the URL of your backend, which has the API key. Only a server asks the vendor itself, with `apiKey`.",
            ));
        }
        let text = self.endpoint.as_deref().unwrap_or(vendors);
        let document = value::get(&js_sys::global(), "document");
        let url = match document.is_object() {
            true => Url::in_document(document.unchecked_ref::<Document>(), text),
            false => Url::outside_of_pages(text),
        };
        let Some(url) = url else {
            return Err(wrong("must be a URL, outside a page an absolute one."));
        };
        if !matches!(url.part("protocol").as_str(), "http:" | "https:") {
            return Err(wrong("must be an http or https URL."));
        }
        if !url.part("username").is_empty() || !url.part("password").is_empty() {
            return Err(wrong("must hold no user name or password; use `headers`."));
        }
        if self.has_api_key() {
            if !url.is_trustworthy(None) {
                return Err(wrong(
                    "must be https (or a loopback host) to be sent an `apiKey`.",
                ));
            }
            warn_of_api_key();
        }
        Ok(url)
    }
}

/// Once per page: whoever reads the page's source reads the key. Pages and their workers have a `location`; servers have none, though Cloudflare's
/// have the `WorkerGlobalScope` of a browser's worker.
fn warn_of_api_key() {
    if value::is(&js_sys::global(), "location") {
        warn_once(
            "warned",
            "flow-embed: every visitor can read an apiKey in a page, create sessions at your cost and read their results. Keep it on your server, and pass the URL of your server as `endpoint`.",
        );
    }
}

/// Once per page, or server, whatever the copy of the package: `what` tells one warning from others.
pub(super) fn warn_once(what: &str, message: &str) {
    if registry::is_first(&js_sys::global(), what) {
        // A page, or its test runner, may have put a `console` in place that throws.
        let _ = console_warn(message);
    }
}
