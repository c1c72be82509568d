//! The widget's languages and the language tags that name them.

/// A language that the widget speaks (the vendor's guide, section 4.3: `ru`, `en`, `kz`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// Russian.
    #[default]
    Ru,
    /// English.
    En,
    /// Kazakh, which the vendor calls `kz` and BCP 47 calls `kk`.
    Kz,
}

impl Locale {
    /// The vendor's name of the language.
    ///
    /// ```
    /// use flow_embed::Locale;
    /// assert_eq!(Locale::Kz.as_str(), "kz");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::En => "en",
            Self::Kz => "kz",
        }
    }

    /// Reads the vendor's name or a BCP 47 tag, in any case; `None` for a language that the widget does not speak.
    ///
    /// ```
    /// use flow_embed::Locale;
    /// assert_eq!(Locale::from_tag("kk-Cyrl-KZ"), Some(Locale::Kz));
    /// assert_eq!(Locale::from_tag("de"), None);
    /// ```
    pub fn from_tag(tag: &str) -> Option<Self> {
        let [first, second, subtags @ ..] = tag.as_bytes() else {
            return None;
        };
        // A hyphen, and from one to eight letters or digits, any number of times.
        let mut length = 8;
        for byte in subtags {
            length = match byte {
                b'-' if length > 0 => 0,
                _ if byte.is_ascii_alphanumeric() && length < 8 => length + 1,
                _ => return None,
            };
        }
        match [first | 0x20, second | 0x20] {
            _ if length == 0 => None,
            [b'r', b'u'] => Some(Self::Ru),
            [b'e', b'n'] => Some(Self::En),
            [b'k', b'k' | b'z'] => Some(Self::Kz),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendors_own_names_are_understood() {
        for locale in [Locale::Ru, Locale::En, Locale::Kz] {
            assert_eq!(Locale::from_tag(locale.as_str()), Some(locale));
        }
    }

    #[test]
    fn language_tags_with_script_and_region_are_understood_in_any_case() {
        assert_eq!(Locale::from_tag("kk"), Some(Locale::Kz));
        assert_eq!(Locale::from_tag("kk-KZ"), Some(Locale::Kz));
        assert_eq!(Locale::from_tag("KK-cyrl-kz"), Some(Locale::Kz));
        assert_eq!(Locale::from_tag("ru-RU"), Some(Locale::Ru));
        assert_eq!(Locale::from_tag("en-GB"), Some(Locale::En));
    }

    #[test]
    fn other_languages_and_malformed_tags_are_not_understood() {
        for tag in [
            "",
            "-",
            "de",
            "russian",
            "en-",
            "-en",
            "en--GB",
            "ru_RU",
            "ru-RU!",
            "en-abcdefghi",
            "rű",
        ] {
            assert_eq!(Locale::from_tag(tag), None, "{tag:?}");
        }
    }
}
