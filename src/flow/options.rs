//! The options of a session that are plain data.

use std::time::Duration;

/// Where a session stands, as [`StartOptions::on_status`](crate::StartOptions::on_status) is told, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// The session is being created: its id is waited for.
    Creating,
    /// The vendor's script is on its way.
    Loading,
    /// The widget is being started.
    Starting,
    /// The person goes through the widget.
    Active,
    /// The widget dispatched `finish`, and the server's result is waited for.
    Checking,
    /// The session has come to its end.
    Finished,
}

impl Status {
    /// The status's name in the JavaScript contract.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Creating => "creating",
            Self::Loading => "loading",
            Self::Starting => "starting",
            Self::Active => "active",
            Self::Checking => "checking",
            Self::Finished => "finished",
        }
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

/// A container's width or height. A negative or infinite number, and a text that is no CSS length in this browser, are
/// [`ErrorCode::InvalidOptions`](crate::ErrorCode::InvalidOptions) when the session starts.
///
/// ```
/// use flow_embed::{Length, StartOptions};
///
/// let options = StartOptions::new("the one-time session id").width(400).height("min(80vh, 40rem)");
/// assert_eq!(Length::from(400), Length::Pixels(400.0));
/// assert_eq!(Length::from("100%"), Length::Css("100%".into()));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Length {
    /// CSS pixels.
    Pixels(f64),
    /// Any CSS length or percentage, such as `"50vh"` or `"100%"`; no keyword, and no number without a unit.
    Css(String),
}

impl From<f64> for Length {
    fn from(pixels: f64) -> Self {
        Self::Pixels(pixels)
    }
}

impl From<i32> for Length {
    fn from(pixels: i32) -> Self {
        Self::Pixels(pixels.into())
    }
}

impl From<u32> for Length {
    fn from(pixels: u32) -> Self {
        Self::Pixels(pixels.into())
    }
}

impl From<&str> for Length {
    fn from(css: &str) -> Self {
        Self::Css(css.into())
    }
}

impl From<String> for Length {
    fn from(css: String) -> Self {
        Self::Css(css)
    }
}

/// The `crossorigin` attribute of the vendor's script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

/// Where the vendor's script comes from, and how patiently it is loaded. What is said to be refused is
/// [`ErrorCode::InvalidOptions`](crate::ErrorCode::InvalidOptions) when the script is to be loaded.
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
#[derive(Clone, Debug, PartialEq)]
pub struct ScriptOptions {
    /// Tried in this order until one yields `FlowWidget.startSession`. Default: the two files that the vendor's guide
    /// names (section 4.2 and the final example). May be relative to the page. https only; http for loopback hosts and
    /// same-origin URLs: any other, what is no URL, and none at all are refused.
    pub urls: Vec<String>,
    /// Nonce for the page's Content Security Policy. Default: that of a script already in the page.
    pub nonce: Option<String>,
    /// Subresource integrity of the script; beside several URLs it is refused. Default: none.
    pub integrity: Option<String>,
    /// The `crossorigin` attribute. Default: none, which for a module script is [`CrossOrigin::Anonymous`].
    pub cross_origin: Option<CrossOrigin>,
    /// For one attempt at one URL. Default 15 s; at least 1 ms and at most 24.8 days are waited for.
    pub timeout: Duration,
    /// Further attempts after a failed one, per URL, with pauses that double from 0.4 s to 10 s, each shortened at random by up
    /// to a half. Default 2.
    pub retries: u32,
}

impl Default for ScriptOptions {
    fn default() -> Self {
        Self {
            urls: [
                "https://remote.biometric.kz/widget/flow-widget.js",
                "https://remote.biometric.kz/widget/flow-widget.umd.js",
            ]
            .map(String::from)
            .into(),
            nonce: None,
            integrity: None,
            cross_origin: None,
            timeout: Duration::from_secs(15),
            retries: 2,
        }
    }
}
