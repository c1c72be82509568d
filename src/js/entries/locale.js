/** By upper case, which is plain ASCII for these letters alone. */
const languages = { __proto__: null, RU: "ru", EN: "en", KZ: "kz", KK: "kz" };

/**
 * The vendor's name of a language tag's language; `undefined` where the widget does not speak it. `Locale::from_tag` of src/flow/locale.rs once more: the
 * element's texts are there before the wasm is. A test holds the two against each other.
 */
export function localeOfTag(tag) {
  const [language, ...subtags] = tag.split("-");
  // Without the flag `i`, which has an engine look up letters at length.
  return subtags.every((subtag) => /^[a-zA-Z\d]{1,8}$/.test(subtag)) ? languages[language.toUpperCase()] : undefined;
}
