//! What a person reads of ours, in the session's language.

use super::Locale;

impl Locale {
    /// The language's BCP 47 code, for `lang` attributes.
    pub(crate) const fn language_tag(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::En => "en",
            Self::Kz => "kk",
        }
    }

    /// What dialogs and frames are called.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Ru => "Подтверждение личности",
            Self::En => "Identity verification",
            Self::Kz => "Жеке басты растау",
        }
    }

    /// The name of the dialog's close button.
    pub(crate) const fn close(self) -> &'static str {
        match self {
            Self::Ru => "Закрыть",
            Self::En => "Close",
            Self::Kz => "Жабу",
        }
    }

    /// What the dialog says until the widget is there.
    pub(crate) const fn loading(self) -> &'static str {
        match self {
            Self::Ru => "Загрузка…",
            Self::En => "Loading…",
            Self::Kz => "Жүктелуде…",
        }
    }
}
