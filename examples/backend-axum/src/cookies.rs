//! The attributes that every cookie of this server has.

use std::time::Duration;

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use cookie::{Cookie, SameSite};

/// Reads and writes cookies. A Secure cookie's name starts with `__Host-`: browsers then accept it only over https, from
/// this very host, and for no other path or subdomain.
#[derive(Clone, Copy)]
pub struct Cookies {
    secure: bool,
}

impl Cookies {
    pub fn new(secure: bool) -> Self {
        Self { secure }
    }

    pub fn read(self, headers: &HeaderMap, name: &str) -> Option<String> {
        self.all(headers)
            .find_map(|(found, value)| (found == name).then_some(value))
    }

    /// Every cookie of this server in the request: its name without the prefix, and its value.
    pub fn all(self, headers: &HeaderMap) -> impl Iterator<Item = (String, String)> {
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|header| header.to_str().ok())
            .flat_map(|header| Cookie::split_parse(header.to_owned()))
            .filter_map(Result::ok)
            .filter_map(move |cookie| {
                let name = cookie.name().strip_prefix(self.prefix())?;
                Some((name.to_owned(), cookie.value().to_owned()))
            })
    }

    /// Without `max_age` the cookie ends with the browser's session.
    pub fn set(self, name: &str, value: &str, max_age: Option<Duration>) -> Option<HeaderValue> {
        let mut cookie = Cookie::build((format!("{}{name}", self.prefix()), value))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.secure);
        if let Some(max_age) = max_age {
            cookie = cookie.max_age(max_age.try_into().ok()?);
        }
        HeaderValue::try_from(cookie.build().to_string()).ok()
    }

    pub fn remove(self, name: &str) -> Option<HeaderValue> {
        self.set(name, "", Some(Duration::ZERO))
    }

    fn prefix(self) -> &'static str {
        if self.secure { "__Host-" } else { "" }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_secure_cookie_has_the_host_prefix_and_every_attribute() {
        let cookie = Cookies::new(true).set("visitor", "value", None).unwrap();
        assert_eq!(
            cookie,
            "__Host-visitor=value; HttpOnly; SameSite=Lax; Secure; Path=/"
        );
    }

    #[test]
    fn a_cookie_for_loopback_has_neither_prefix_nor_secure() {
        let cookie = Cookies::new(false).set("visitor", "value", None).unwrap();
        assert_eq!(cookie, "visitor=value; HttpOnly; SameSite=Lax; Path=/");
    }

    #[test]
    fn a_removed_cookie_expires_at_once() {
        let cookie = Cookies::new(false).remove("visitor").unwrap();
        assert_eq!(cookie, "visitor=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0");
    }

    #[test]
    fn a_secure_server_does_not_read_a_cookie_without_the_prefix() {
        let headers = HeaderMap::from_iter([(COOKIE, HeaderValue::from_static("visitor=value"))]);
        assert_eq!(Cookies::new(true).read(&headers, "visitor"), None);
    }

    #[test]
    fn cookies_are_read_from_every_cookie_header() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("first=1"));
        headers.append(COOKIE, HeaderValue::from_static("other=x; second=2"));
        assert_eq!(Cookies::new(false).read(&headers, "second").as_deref(), Some("2"));
    }
}
