//! Binds a session to the visitor who created it, so that nobody reads another's result.
//!
//! The binding is a signed cookie, one for each session. There is no store behind it: any number of instances with the same
//! `COOKIE_SECRET` serve side by side, and a restart loses nothing.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::{HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};

use crate::cookies::Cookies;
use crate::login::Visitor;
use crate::signing::Signer;

const PURPOSE: &str = "flow-session";
const NAME_PREFIX: &str = "flow_";

/// Time enough to go through a flow, and to come back to its result.
const LIFETIME: Duration = Duration::from_secs(2 * 60 * 60);

/// A visitor who starts over and over keeps the newest sessions; older ones are dropped, and cookies stay small.
const MAX_SESSIONS: usize = 5;

#[derive(Serialize, Deserialize)]
struct Binding {
    session_id: String,
    flow: String,
    visitor_id: String,
    /// Seconds since 1970. The browser forgets the cookie by itself, but a copy of it has to expire too.
    expires: u64,
}

/// The sessions of one visitor.
pub struct Bindings<'a> {
    pub signer: &'a Signer,
    pub cookies: Cookies,
    pub visitor: &'a Visitor,
}

impl Bindings<'_> {
    /// The `Set-Cookie` values that bind a new session and drop the visitor's oldest ones.
    pub fn bind(
        &self,
        headers: &HeaderMap,
        session_id: &str,
        flow: &str,
        now: SystemTime,
    ) -> Option<Vec<HeaderValue>> {
        let binding = Binding {
            session_id: session_id.to_owned(),
            flow: flow.to_owned(),
            visitor_id: self.visitor.id.clone(),
            expires: seconds(now + LIFETIME),
        };
        let signed = self.signer.sign(PURPOSE, &binding).ok()?;
        let mut set_cookies = vec![
            self.cookies
                .set(&cookie_name(session_id), &signed, Some(LIFETIME))?,
        ];
        for name in self.superseded(headers) {
            set_cookies.push(self.cookies.remove(&name)?);
        }
        Some(set_cookies)
    }

    /// The name of the session's flow, if the session is this visitor's and the binding is still good.
    pub fn flow_of(&self, headers: &HeaderMap, session_id: &str, now: SystemTime) -> Option<String> {
        let signed = self.cookies.read(headers, &cookie_name(session_id))?;
        let binding = self.signer.verify::<Binding>(PURPOSE, &signed)?;
        let good = binding.session_id == session_id
            && binding.visitor_id == self.visitor.id
            && binding.expires > seconds(now);
        good.then_some(binding.flow)
    }

    /// The cookies that make room for one more session: all but the newest, and whatever is not ours.
    fn superseded(&self, headers: &HeaderMap) -> Vec<String> {
        let mut bound: Vec<(u64, String)> = self
            .cookies
            .all(headers)
            .filter(|(name, _)| name.starts_with(NAME_PREFIX))
            .map(|(name, signed)| {
                let expires = self
                    .signer
                    .verify::<Binding>(PURPOSE, &signed)
                    .map_or(0, |binding| binding.expires);
                (expires, name)
            })
            .collect();
        bound.sort();
        let too_many = (bound.len() + 1).saturating_sub(MAX_SESSIONS);
        bound.into_iter().take(too_many).map(|(_, name)| name).collect()
    }
}

/// Whether the id can be part of a cookie's name and of a URL as it is. The vendor's ids are UUIDs.
pub fn is_session_id(id: &str) -> bool {
    (1..=128).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

fn cookie_name(session_id: &str) -> String {
    format!("{NAME_PREFIX}{session_id}")
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::http::header::COOKIE;

    use super::*;

    struct Browser {
        signer: Signer,
        visitor: Visitor,
        headers: HeaderMap,
    }

    impl Browser {
        fn of(visitor: &str) -> Self {
            let signer = Signer::new(b"a secret of thirty-two bytes or more").unwrap();
            Self {
                signer,
                visitor: Visitor {
                    id: visitor.to_owned(),
                    is_new: false,
                },
                headers: HeaderMap::new(),
            }
        }

        fn bindings(&self) -> Bindings<'_> {
            Bindings {
                signer: &self.signer,
                cookies: Cookies::new(false),
                visitor: &self.visitor,
            }
        }

        /// Keeps the cookies as a browser does.
        fn bind(&mut self, session_id: &str, now: SystemTime) {
            for cookie in self
                .bindings()
                .bind(&self.headers, session_id, "loan", now)
                .unwrap()
            {
                let text = cookie.to_str().unwrap();
                let pair = text.split(';').next().unwrap();
                let name = pair.split('=').next().unwrap();
                let mut kept: Vec<HeaderValue> = self.headers.get_all(COOKIE).iter().cloned().collect();
                kept.retain(|header| !header.to_str().unwrap().starts_with(&format!("{name}=")));
                if !text.contains("Max-Age=0") {
                    kept.push(HeaderValue::try_from(pair).unwrap());
                }
                self.headers = kept.into_iter().map(|header| (COOKIE, header)).collect();
            }
        }

        fn flow_of(&self, session_id: &str, now: SystemTime) -> Option<String> {
            self.bindings().flow_of(&self.headers, session_id, now)
        }
    }

    fn noon() -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_800_000_000)
    }

    #[test]
    fn the_visitor_who_created_a_session_finds_its_flow() {
        let mut browser = Browser::of("a");
        browser.bind("s1", noon());
        assert_eq!(browser.flow_of("s1", noon()).as_deref(), Some("loan"));
    }

    #[test]
    fn another_visitor_with_the_same_cookie_finds_nothing() {
        let mut browser = Browser::of("a");
        browser.bind("s1", noon());
        browser.visitor.id = "b".to_owned();
        assert_eq!(browser.flow_of("s1", noon()), None);
    }

    #[test]
    fn a_binding_renamed_to_another_session_finds_nothing() {
        let mut browser = Browser::of("a");
        browser.bind("s1", noon());
        let renamed = browser
            .headers
            .get(COOKIE)
            .unwrap()
            .to_str()
            .unwrap()
            .replace("flow_s1", "flow_s2");
        browser
            .headers
            .insert(COOKIE, HeaderValue::try_from(renamed).unwrap());
        assert_eq!(browser.flow_of("s2", noon()), None);
    }

    #[test]
    fn an_expired_binding_finds_nothing() {
        let mut browser = Browser::of("a");
        browser.bind("s1", noon());
        assert_eq!(browser.flow_of("s1", noon() + LIFETIME), None);
    }

    #[test]
    fn only_the_newest_sessions_are_kept() {
        let mut browser = Browser::of("a");
        for number in 0..=5 {
            browser.bind(&format!("s{number}"), noon() + Duration::from_secs(number));
        }
        assert_eq!(browser.flow_of("s0", noon()), None);
        assert_eq!(browser.headers.get_all(COOKIE).iter().count(), MAX_SESSIONS);
        assert!((1..=5).all(|number| browser.flow_of(&format!("s{number}"), noon()).is_some()));
    }

    #[test]
    fn an_id_that_would_break_a_cookie_or_a_url_is_not_a_session_id() {
        assert!(is_session_id("3f0f6f58-6c0b-4b1e-9c1a-9a1d3a0b1c2d"));
        for id in ["", "a;b", "a=b", "a b", "a/b", "a&b", "ы"] {
            assert!(!is_session_id(id), "{id}");
        }
        assert!(!is_session_id(&"a".repeat(129)));
    }
}
