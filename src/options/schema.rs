//! Which options there are, and what each must be: the JavaScript contract's, as tables.

/// An option's name, and what it must be.
pub(super) type Field<'a> = (&'a str, Kind);

/// What a value must be. It is read once, checked, and handed on as what is said here.
pub(super) enum Kind {
    /// A string.
    Text,
    /// A name or tag of a language that the widget speaks; becomes the vendor's name.
    Locale,
    /// One of these names; the second says so in errors.
    OneOf(&'static [&'static str], &'static str),
    /// A CSS selector or an element.
    Host,
    /// A number or a string; whether it is a length is for CSS to say.
    Length,
    /// `true` or `false`. Left out where it is this, which is the vendor's default.
    Flag(Option<bool>),
    /// A function.
    Function,
    /// An `AbortSignal` of any realm.
    Signal,
    /// A number from the first to the second; the third says so in errors.
    Number(f64, f64, &'static str),
    /// A string, or a `URL` of any realm; becomes a string.
    Url,
    /// One URL, or an array of them; becomes an array of strings.
    Urls,
    /// An array of strings.
    Texts,
    /// A plain object of strings.
    Headers,
    /// `true` or `false`, or an object of these fields.
    Wait(&'static str, &'static [Field<'static>]),
    /// Base64 as a string, or the image itself.
    Photo,
    /// An object of these fields; the first is their path in errors. Others are ignored.
    Object(&'static str, &'static [Field<'static>]),
    /// The same, but others are refused, so that a misspelt one is not silently ignored.
    Exactly(&'static str, &'static [Field<'static>]),
}

const MILLISECONDS: Kind = Kind::Number(
    1.0,
    2_147_483_647.0,
    "must be a number of milliseconds from 1 to 2147483647.",
);
const RETRIES: Kind = Kind::Number(0.0, 100.0, "must be a number from 0 to 100.");

/// `ScriptOptions` and `load`'s `signal`.
pub(super) static SCRIPT: [Field<'static>; 7] = [
    ("signal", Kind::Signal),
    ("url", Kind::Urls),
    ("nonce", Kind::Text),
    ("integrity", Kind::Text),
    (
        "crossOrigin",
        Kind::OneOf(
            &["anonymous", "use-credentials"],
            "must be \"anonymous\" or \"use-credentials\".",
        ),
    ),
    ("timeout", MILLISECONDS),
    ("retries", RETRIES),
];

/// `StartOptions`.
pub(super) static START: [Field<'static>; 12] = [
    ("id", Kind::Text),
    ("session_id", Kind::Text),
    ("selector", Kind::Host),
    ("locale", Kind::Locale),
    (
        "presentation",
        Kind::OneOf(&["inline", "dialog"], "must be \"inline\" or \"dialog\"."),
    ),
    ("width", Kind::Length),
    ("height", Kind::Length),
    ("isolate", Kind::Flag(None)),
    ("keepMounted", Kind::Flag(None)),
    ("onStatus", Kind::Function),
    ("signal", Kind::Signal),
    ("script", Kind::Object("script.", &SCRIPT)),
];

/// `RequestOptions`.
pub(super) static REQUEST: [Field<'static>; 7] = [
    ("signal", Kind::Signal),
    ("endpoint", Kind::Url),
    ("headers", Kind::Headers),
    ("apiKey", Kind::Text),
    (
        "credentials",
        Kind::OneOf(
            &["omit", "same-origin", "include"],
            "must be \"omit\", \"same-origin\" or \"include\".",
        ),
    ),
    ("timeout", MILLISECONDS),
    ("retries", RETRIES),
];

/// What `createSession` takes beside `RequestOptions`.
pub(super) static CREATE: [Field<'static>; 1] = [("metadata", Kind::Exactly("metadata.", &METADATA))];

/// `SessionMetadata` (the vendor's guide, section 3).
static METADATA: [Field<'static>; 3] = [
    (
        "face2face",
        Kind::Exactly("metadata.face2face.", &[("photo1", Kind::Photo)]),
    ),
    (
        "edocument",
        Kind::Exactly(
            "metadata.edocument.",
            &[
                ("iin", Kind::Exactly("metadata.edocument.iin.", &PREFILLED)),
                ("phone", Kind::Exactly("metadata.edocument.phone.", &PREFILLED)),
                ("skip_input", Kind::Flag(Some(false))),
            ],
        ),
    ),
    (
        "general",
        Kind::Exactly("metadata.general.", &[("interchangeable_tech", Kind::Texts)]),
    ),
];

/// `PrefilledField`.
static PREFILLED: [Field<'static>; 2] = [("changeable", Kind::Flag(Some(true))), ("value", Kind::Text)];

/// What `getResult` takes beside `RequestOptions`.
pub(super) static RESULT: [Field<'static>; 2] = [
    ("id", Kind::Text),
    (
        "wait",
        Kind::Wait("wait.", &[("timeout", MILLISECONDS), ("interval", MILLISECONDS)]),
    ),
];
