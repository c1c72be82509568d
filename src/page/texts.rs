//! What a person reads of ours.

use crate::flow::Locale;

/// The texts in one language.
pub(crate) struct Texts {
    /// The language's BCP 47 code.
    pub(crate) lang: &'static str,
    /// What dialogs and frames are called.
    pub(crate) title: &'static str,
    /// The close button's name.
    pub(crate) close: &'static str,
    /// While the vendor's script is on its way.
    pub(crate) loading: &'static str,
    /// While the server's result is waited for.
    pub(crate) checking: &'static str,
}

/// In the widget's language.
pub(crate) const fn texts_in(locale: Locale) -> &'static Texts {
    match locale {
        Locale::Ru => &Texts {
            lang: "ru",
            title: "Подтверждение личности",
            close: "Закрыть",
            loading: "Загрузка…",
            checking: "Проверяем результат…",
        },
        Locale::En => &Texts {
            lang: "en",
            title: "Identity verification",
            close: "Close",
            loading: "Loading…",
            checking: "Checking the result…",
        },
        Locale::Kz => &Texts {
            lang: "kk",
            title: "Жеке басты растау",
            close: "Жабу",
            loading: "Жүктелуде…",
            checking: "Нәтиже тексерілуде…",
        },
    }
}
