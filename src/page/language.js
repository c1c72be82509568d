// Which of the widget's languages a page is written in.
import { attempt } from "../web/scope.js";

/** By upper case, which is plain ASCII for these letters alone. */
const languages = { __proto__: null, RU: "ru", EN: "en", KZ: "kz", KK: "kz" };

/** The vendor's name of a language tag's language; `undefined` where the widget does not speak it. `Locale::from_tag` is its twin for Rust. */
export const localeOfTag = (tag) => {
  const [language, ...subtags] = tag.split("-");
  // Without the flag `i`, which has an engine look up letters at length.
  return subtags.every((subtag) => /^[a-zA-Z\d]{1,8}$/.test(subtag)) ? languages[language.toUpperCase()] : undefined;
};

/** The nearest language around the element that the widget speaks, out of every shadow root on the way up, else the browser's, else Russian. */
export const localeAround = ({ document, navigator }, element) => {
  const nearest = (element) =>
    element &&
    attempt(() => {
      const found = Element.prototype.closest.call(element, "[lang]");
      return found ? found.getAttribute("lang") : nearest(element.getRootNode().host);
    });
  const known = (tags) => tags.map((tag) => typeof tag === "string" && localeOfTag(tag)).find(Boolean);
  return known([nearest(element ?? document.documentElement)]) ?? known([...(navigator.languages ?? [])]) ?? "ru";
};

/** What a person reads of ours: the language's BCP 47 code, what dialogs and frames are called, the close button's name, and the notice of loading. */
export const texts = {
  ru: ["ru", "Подтверждение личности", "Закрыть", "Загрузка…"],
  en: ["en", "Identity verification", "Close", "Loading…"],
  kz: ["kk", "Жеке басты растау", "Жабу", "Жүктелуде…"],
};
