//! The attributes that every cookie of this server has.

use std::time::Duration;

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use cookie::{Cookie, SameSite};

/// Reads and writes cookies. A Secure cookie's name starts with `__Host-`: browsers then accept it only over https, from
/// this very host, and for no other path or subdomain.
#[derive(Clone, Copy)]
pub struct Cookies {
    pub secure: bool,
}

impl Cookies {
    /// Every cookie in the request that may be this server's: its name without the prefix, and its value. Other
    /// applications' cookies may hold any bytes.
    pub fn all(self, headers: &HeaderMap) -> Vec<(String, String)> {
        let texts = headers.get_all(COOKIE).iter();
        texts
            .map(|header| String::from_utf8_lossy(header.as_bytes()).into_owned())
            .flat_map(Cookie::split_parse)
            .filter_map(Result::ok)
            .filter_map(|cookie| {
                let name = cookie.name().strip_prefix(self.prefix())?;
                Some((name.to_owned(), cookie.value().to_owned()))
            })
            .collect()
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
