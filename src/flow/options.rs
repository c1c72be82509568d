//! The options of a session that are plain data.

use std::time::Duration;

use serde::{Serialize, Serializer};
use wasm_bindgen::JsValue;

/// Where a session stands, as `onStatus` reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// The vendor's script is on its way.
    Loading,
    /// The widget is being started.
    Starting,
    /// The person goes through the widget.
    Active,
    /// The widget dispatched `finish`.
    Finished,
}

impl Status {
    /// The status's name in the JavaScript contract.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Starting => "starting",
            Self::Active => "active",
            Self::Finished => "finished",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [Self::Loading, Self::Starting, Self::Active, Self::Finished]
            .into_iter()
            .find(|status| status.as_str() == name)
    }
}

/// How the widget is presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presentation {
    /// In a host element of the page.
    Inline,
    /// In a modal `<dialog>` over the page.
    Dialog,
}

impl Presentation {
    /// The presentation's name in the JavaScript contract.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inline => "inline",
            Self::Dialog => "dialog",
        }
    }
}

/// A container's width or height.
#[derive(Clone, Debug, PartialEq)]
pub enum Length {
    /// CSS pixels.
    Pixels(f64),
    /// Any CSS length or percentage, such as `"50vh"` or `"100%"`.
    Css(String),
}

impl From<Length> for JsValue {
    fn from(length: Length) -> Self {
        match length {
            Length::Pixels(pixels) => pixels.into(),
            Length::Css(css) => css.into(),
        }
    }
}

impl From<f64> for Length {
    fn from(pixels: f64) -> Self {
        Self::Pixels(pixels)
    }
}

impl From<&str> for Length {
    fn from(css: &str) -> Self {
        Self::Css(css.into())
    }
}

/// The `crossorigin` attribute of the vendor's script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CrossOrigin {
    /// Without credentials.
    Anonymous,
    /// With cookies and other credentials.
    UseCredentials,
}

impl CrossOrigin {
    /// The attribute's value.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::UseCredentials => "use-credentials",
        }
    }
}

/// The two files that the vendor's guide names, in section 4.2 and in its final example.
pub(crate) const VENDOR_SCRIPTS: [&str; 2] = [
    "https://remote.biometric.kz/widget/flow-widget.js",
    "https://remote.biometric.kz/widget/flow-widget.umd.js",
];

/// As JavaScript has durations.
pub(crate) fn as_milliseconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(duration.as_millis() as f64)
}

/// Where the vendor's script comes from, and how patiently it is loaded.
///
/// ```
/// use flow_embed::ScriptOptions;
/// use std::time::Duration;
/// let script = ScriptOptions {
///     timeout: Duration::from_secs(30),
///     ..ScriptOptions::default()
/// };
/// assert_eq!(script.urls[0], "https://remote.biometric.kz/widget/flow-widget.js");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ScriptOptions {
    /// Tried in this order until one yields `FlowWidget.startSession`. Default: the two files that the vendor's guide
    /// names (section 4.2 and the final example). https only; http for loopback hosts and same-origin URLs.
    #[serde(rename = "url")]
    pub urls: Vec<String>,
    /// Nonce for the page's Content Security Policy. Left out, the nonce of a script already in the page is used.
    pub nonce: Option<String>,
    /// Subresource integrity of the script, with one URL only.
    pub integrity: Option<String>,
    /// The `crossorigin` attribute.
    pub cross_origin: Option<CrossOrigin>,
    /// For one attempt at one URL. Default 15 s.
    #[serde(serialize_with = "as_milliseconds")]
    pub timeout: Duration,
    /// Further attempts after a failed one, per URL. Default 2.
    pub retries: u32,
}

impl Default for ScriptOptions {
    fn default() -> Self {
        Self {
            urls: VENDOR_SCRIPTS.map(Into::into).into(),
            nonce: None,
            integrity: None,
            cross_origin: None,
            timeout: Duration::from_secs(15),
            retries: 2,
        }
    }
}

/// Whether nobody on the way can change what comes from there, or read what goes there.
pub(crate) fn is_trustworthy_url(protocol: &str, hostname: &str, same_origin: bool) -> bool {
    match protocol {
        "https:" => true,
        "http:" => same_origin || is_loopback(hostname),
        _ => false,
    }
}

/// Hosts that never leave the machine, as the Secure Contexts specification names them.
fn is_loopback(hostname: &str) -> bool {
    hostname == "localhost" || hostname.ends_with(".localhost") || hostname == "[::1]" || is_127(hostname)
}

fn is_127(hostname: &str) -> bool {
    let mut count = 0;
    for octet in hostname.as_bytes().split(|byte| *byte == b'.') {
        let value = octet.iter().fold(0_u32, |value, digit| {
            let digit = u32::from(digit.wrapping_sub(b'0'));
            if digit > 9 {
                256
            } else {
                value.saturating_mul(10).saturating_add(digit)
            }
        });
        if octet.is_empty() || value > 255 || (count == 0 && value != 127) {
            return false;
        }
        count += 1;
    }
    count == 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_scripts_are_allowed_from_anywhere() {
        assert!(is_trustworthy_url("https:", "remote.biometric.kz", false));
    }

    #[test]
    fn http_scripts_are_allowed_from_loopback_hosts_and_from_the_pages_own_origin() {
        for hostname in ["localhost", "app.localhost", "127.0.0.1", "127.8.9.10", "[::1]"] {
            assert!(is_trustworthy_url("http:", hostname, false), "{hostname}");
        }
        assert!(is_trustworthy_url("http:", "intranet", true));
    }

    #[test]
    fn http_scripts_from_elsewhere_and_other_protocols_are_refused() {
        for hostname in [
            "example.com",
            "127.0.0.1.example.com",
            "127.0.0",
            "127.0.0.256",
            "127.0.0.4294967297",
            "127.0..1",
            "127.0.0.x1",
            "127.0.0.1x",
            "localhost.example.com",
            "notlocalhost",
            "",
        ] {
            assert!(!is_trustworthy_url("http:", hostname, false), "{hostname}");
        }
        for protocol in ["data:", "blob:", "javascript:", "file:", ""] {
            assert!(!is_trustworthy_url(protocol, "localhost", true), "{protocol}");
        }
    }
}
