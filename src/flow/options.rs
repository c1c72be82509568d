//! The options of a session that are plain data.

use std::time::Duration;

/// Where a session stands, as `onStatus` reports it.
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

/// A container's width or height.
#[derive(Clone, Debug, PartialEq)]
pub enum Length {
    /// CSS pixels.
    Pixels(f64),
    /// Any CSS length or percentage, such as `"50vh"` or `"100%"`.
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
#[derive(Clone, Debug, PartialEq)]
pub struct ScriptOptions {
    /// Tried in this order until one yields `FlowWidget.startSession`. Default: the two files that the vendor's guide
    /// names (section 4.2 and the final example). https only; http for loopback hosts and same-origin URLs.
    pub urls: Vec<String>,
    /// Nonce for the page's Content Security Policy. Left out, the nonce of a script already in the page is used.
    pub nonce: Option<String>,
    /// Subresource integrity of the script, with one URL only.
    pub integrity: Option<String>,
    /// The `crossorigin` attribute.
    pub cross_origin: Option<CrossOrigin>,
    /// For one attempt at one URL. Default 15 s.
    pub timeout: Duration,
    /// Further attempts after a failed one, per URL. Default 2.
    pub retries: u32,
}

impl Default for ScriptOptions {
    fn default() -> Self {
        Self {
            urls: ["flow-widget.js", "flow-widget.umd.js"]
                .map(|file| ["https://remote.biometric.kz/widget/", file].concat())
                .into(),
            nonce: None,
            integrity: None,
            cross_origin: None,
            timeout: Duration::from_secs(15),
            retries: 2,
        }
    }
}
