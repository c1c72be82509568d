// What a person reads of the element's own, and in which language.
import { localeOfTag } from "../locale.js";
import { tried } from "../tried.js";

const texts = {
  ru: {
    tag: "ru",
    loading: "Загрузка…",
    failed: "Не удалось загрузить проверку. Проверьте подключение к интернету и попробуйте ещё раз.",
    retry: "Повторить",
    ended: "Провести проверку не удалось. Пожалуйста, начните заново или попробуйте позже.",
  },
  en: {
    tag: "en",
    loading: "Loading…",
    failed: "The check could not be loaded. Check your internet connection and try again.",
    retry: "Retry",
    ended: "The check could not be carried out. Please start over, or try again later.",
  },
  kz: {
    tag: "kk",
    loading: "Жүктелуде…",
    failed: "Тексеруді жүктеу мүмкін болмады. Интернет байланысын тексеріп, қайталап көріңіз.",
    retry: "Қайталау",
    ended: "Тексеруді өткізу мүмкін болмады. Қайтадан бастаңыз немесе кейінірек көріңіз.",
  },
};

export const textsIn = (locale) => texts[locale];

/** The session's locale, for texts that are there before the wasm is: what was given, else what `startSession` will find around the element. */
export function localeOf(element) {
  const tags = [element.locale, tried(() => langAround(element)), ...(navigator.languages ?? [])];
  return tags.map((tag) => (typeof tag === "string" ? localeOfTag(tag) : undefined)).find(Boolean) ?? "ru";
}

/** The nearest `lang`, out of every shadow root on the way up. */
function langAround(element) {
  const found = element?.closest("[lang]");
  return found ? found.getAttribute("lang") : element && langAround(element.getRootNode().host);
}
