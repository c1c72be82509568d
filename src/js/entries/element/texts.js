// What a person reads of the element's own, and in which language.

const texts = {
  ru: {
    tag: "ru",
    loading: "Загрузка…",
    failed: "Не удалось загрузить проверку. Проверьте подключение к интернету и попробуйте ещё раз.",
    retry: "Повторить",
  },
  en: {
    tag: "en",
    loading: "Loading…",
    failed: "The check could not be loaded. Check your internet connection and try again.",
    retry: "Retry",
  },
  kz: {
    tag: "kk",
    loading: "Жүктелуде…",
    failed: "Тексеруді жүктеу мүмкін болмады. Интернет байланысын тексеріп, қайталап көріңіз.",
    retry: "Қайталау",
  },
};

export const textsIn = (locale) => texts[locale];

/**
 * The session's locale by the rule of src/page/language.rs, for texts that are there before the wasm is: what was given, else the
 * nearest language around the element, else the browser's first one that the widget speaks, else Russian.
 */
export function localeOf(element) {
  const tags = [element.locale, nearestLanguage(element), ...(navigator.languages ?? [])];
  return tags.map(localeOfTag).find(Boolean) ?? "ru";
}

/** Out of every shadow root on the way up. */
function nearestLanguage(element) {
  const found = element.closest("[lang]");
  if (found) return found.getAttribute("lang");
  const { host } = element.getRootNode();
  return host && nearestLanguage(host);
}

function localeOfTag(tag) {
  const language = /^(ru|en|kk|kz)(-[a-z\d]{1,8})*$/i.exec(tag)?.[1].toLowerCase();
  return language === "kk" ? "kz" : language;
}
