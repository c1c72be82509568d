//! Refuses what other sites' pages send in a visitor's name (CSRF).

use axum::http::header::ORIGIN;
use axum::http::{HeaderMap, Method};

use crate::config::Config;
use crate::error::ApiError;

/// Browsers say where a request comes from: in `Sec-Fetch-Site`, older ones in `Origin` alone. Pages cannot change either.
pub fn check(headers: &HeaderMap, method: &Method, allowed_origin: Option<&str>) -> Result<(), ApiError> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let site = text("sec-fetch-site");
    let allowed = match (site, text("origin")) {
        (Some(site), _) if site != "same-origin" => false,
        (_, Some(origin)) => match allowed_origin {
            Some(allowed) => origin == allowed,
            // Behind a proxy `Host` may be another; `Sec-Fetch-Site` has then already said the same.
            None => site.is_some() || is_origin_of(origin, text("host")),
        },
        (Some(_), None) => true,
        // Old browsers send neither with a page's own GET. The visitor's cookies are SameSite=Lax and the answer is
        // readable for this origin only, so that a cross-site GET gains nothing. A POST always carries `Origin`.
        (None, None) => method == Method::GET,
    };
    if allowed { Ok(()) } else { Err(ApiError::CrossSite) }
}

/// Without `ALLOWED_ORIGIN` a server on loopback takes the page for one of this machine: its cookies are not Secure.
pub fn check_https(headers: &HeaderMap, config: &Config) -> Result<(), ApiError> {
    let is_https = headers
        .get(ORIGIN)
        .is_some_and(|origin| origin.as_bytes().starts_with(b"https://"));
    if config.cookie_secure || config.allowed_origin.is_some() || !is_https {
        return Ok(());
    }
    tracing::error!("the page is https, but cookies are not Secure: set ALLOWED_ORIGIN to the page's origin");
    Err(ApiError::Misconfigured)
}

fn is_origin_of(origin: &str, host: Option<&str>) -> bool {
    matches!((origin.split_once("://"), host), (Some((_, authority)), Some(host)) if authority == host)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn is_allowed(
        method: Method,
        allowed_origin: Option<&str>,
        headers: &[(&'static str, &'static str)],
    ) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect();
        check(&headers, &method, allowed_origin).is_ok()
    }

    #[test]
    fn a_post_of_the_same_origin_is_allowed() {
        assert!(is_allowed(
            Method::POST,
            None,
            &[("sec-fetch-site", "same-origin"), ("origin", "https://a.kz")]
        ));
    }

    #[test]
    fn a_post_of_another_site_is_refused_by_sec_fetch_site() {
        for site in ["cross-site", "same-site", "none"] {
            assert!(
                !is_allowed(Method::POST, None, &[("sec-fetch-site", site)]),
                "{site}"
            );
        }
    }

    #[test]
    fn without_sec_fetch_site_the_origin_is_compared_with_the_host() {
        let host = ("host", "a.kz");
        assert!(is_allowed(
            Method::POST,
            None,
            &[("origin", "https://a.kz"), host]
        ));
        assert!(!is_allowed(
            Method::POST,
            None,
            &[("origin", "https://b.kz"), host]
        ));
        assert!(!is_allowed(Method::POST, None, &[("origin", "null"), host]));
    }

    #[test]
    fn the_configured_origin_decides_where_there_is_one() {
        let origin = ("origin", "https://a.kz");
        let host = ("host", "10.0.0.7:8080");
        assert!(is_allowed(Method::POST, Some("https://a.kz"), &[origin, host]));
        assert!(!is_allowed(
            Method::POST,
            Some("https://b.kz"),
            &[origin, host, ("sec-fetch-site", "same-origin")]
        ));
    }

    #[test]
    fn a_post_that_does_not_say_where_it_comes_from_is_refused() {
        assert!(!is_allowed(Method::POST, None, &[("host", "a.kz")]));
    }

    #[test]
    fn a_get_of_an_old_browser_is_allowed() {
        assert!(is_allowed(Method::GET, None, &[("host", "a.kz")]));
    }

    #[test]
    fn a_get_of_another_site_is_refused() {
        assert!(!is_allowed(
            Method::GET,
            None,
            &[("sec-fetch-site", "cross-site")]
        ));
    }
}
