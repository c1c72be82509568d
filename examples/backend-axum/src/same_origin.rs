//! Refuses what other sites' pages send in a visitor's name (CSRF), and what reaches this server under a foreign name.
//!
//! tower-http's `csrf` lets pass what is refused here: a POST that says nothing of where it comes from, one with
//! `Sec-Fetch-Site: none`, and every GET.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::{HeaderMap, Method, StatusCode};
use url::Url;

use crate::config::{Config, is_loopback};
use crate::error::{ApiError, refusal};

/// Browsers say where a request comes from: in `Sec-Fetch-Site`, older ones in `Origin` alone. Pages cannot change either.
pub fn check(headers: &HeaderMap, method: &Method, config: &Config) -> Result<(), ApiError> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let (site, origin) = (text("sec-fetch-site"), text("origin"));
    let is_from_here = match (site, origin, &config.allowed_origin) {
        (Some(site), _, _) if site != "same-origin" => false,
        (_, Some(origin), Some(allowed)) => origin == allowed,
        // Old browsers send neither with a page's own GET. The visitor's cookies are SameSite=Lax and the answer is
        // readable for this origin only, so that a cross-site GET gains nothing. A POST always carries `Origin`.
        (None, None, _) => method == Method::GET,
        (None, Some(origin), None) => is_origin_of(origin, text("host")),
        // A browser of today has said it already, and behind a proxy `Host` may be another.
        (Some(_), _, _) => true,
    };
    if !is_from_here {
        return Err(cross_site());
    }
    if config.allowed_origin.is_none() {
        check_local(origin, text("host"), config)?;
    }
    Ok(())
}

/// Without `ALLOWED_ORIGIN` the page is one of this machine. A foreign name that DNS gives this machine's address is the same
/// origin as itself, and any site can do that.
fn check_local(origin: Option<&str>, host: Option<&str>, config: &Config) -> Result<(), ApiError> {
    if !config.cookie_secure() && origin.is_some_and(|origin| origin.starts_with("https://")) {
        tracing::error!(
            "the page is https, but cookies are not Secure: set ALLOWED_ORIGIN to the page's origin"
        );
        let message = "This server is not set up for an https page. Its log says what to set.";
        return Err(refusal(
            StatusCode::INTERNAL_SERVER_ERROR,
            "misconfigured",
            message,
        ));
    }
    let is_here = |host: &str| Url::parse(&format!("http://{host}")).is_ok_and(|url| is_loopback(&url));
    if host.is_some_and(is_here) {
        return Ok(());
    }
    static IS_WARNED: AtomicBool = AtomicBool::new(false);
    if !IS_WARNED.swap(true, Ordering::Relaxed) {
        tracing::warn!(
            "a request names a host other than this machine: set ALLOWED_ORIGIN to the page's origin"
        );
    }
    Err(cross_site())
}

fn is_origin_of(origin: &str, host: Option<&str>) -> bool {
    matches!((origin.split_once("://"), host), (Some((_, authority)), Some(host)) if authority == host)
}

fn cross_site() -> ApiError {
    let message =
        "This request came from another site's page. Call it from a page of this server's own origin.";
    refusal(StatusCode::FORBIDDEN, "cross_site", message)
}
