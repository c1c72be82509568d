//! The texts that no error may repeat, and what an error may repeat without them.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use super::text::{replace_all, slice};
use crate::web::value;

const HIDDEN: &str = "***";
/// How much of an error's body is kept, in UTF-16 units.
const LONGEST_BODY: u32 = 2048;
/// A part of a photo is a long run without a space, however it is written.
const LONG_RUN: &str = "[\\w+/=%\\\\-]{99,}";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = encodeURIComponent)]
    fn encode(text: &JsValue) -> Result<JsValue, JsValue>;

    /// As js-sys has it, but with `catch`.
    type RegExp;

    #[wasm_bindgen(constructor, catch)]
    fn new(pattern: &str, flags: &str) -> Result<RegExp, JsValue>;
}

/// JavaScript's texts, since a photo may be among them.
#[derive(Default)]
pub(super) struct Secrets(Vec<JsValue>);

impl Secrets {
    pub(super) fn add(&mut self, secret: impl Into<JsValue>) {
        let secret = secret.into();
        // An empty one is between any two characters.
        if secret.is_truthy() {
            self.0.push(secret);
        }
    }

    /// The text with three asterisks in place of each; nothing else of it where the page has broken what that takes.
    pub(super) fn hidden_in(&self, text: &JsValue) -> JsValue {
        self.replaced_in(text).unwrap_or_else(|_| HIDDEN.into())
    }

    /// The beginning of a server's own words, with photos hidden by their length where they are not repeated whole.
    pub(super) fn excerpt_of(&self, body: &JsValue) -> Result<String, JsValue> {
        let long_runs = RegExp::new(LONG_RUN, "g")?;
        let body = replace_all(&self.replaced_in(body)?, &long_runs, HIDDEN)?;
        let start = slice(&body, 0, LONGEST_BODY)?;
        let mut excerpt = start.as_string().unwrap_or_default();
        // The end may be half a character, which becomes another one on the way.
        if start != excerpt.as_str() {
            excerpt.pop();
        }
        Ok(excerpt)
    }

    /// As they are, in a URL's query, and in the JSON of a server that escapes slashes.
    fn replaced_in(&self, text: &JsValue) -> Result<JsValue, JsValue> {
        let mut text = text.clone();
        for secret in &self.0 {
            for written in [
                secret,
                &encode(secret)?,
                &replace_all(secret, &"/".into(), "\\/")?,
            ] {
                text = replace_all(&text, written, HIDDEN)?;
            }
        }
        Ok(text)
    }
}

/// Whether a value, or a property of it, is a text with this part in it, or cannot be looked at.
pub(super) fn may_repeat(thrown: &JsValue, part: &str) -> bool {
    let repeats = |value: &JsValue| value.as_string().is_some_and(|text| contains(&text, part));
    if repeats(thrown) {
        return true;
    }
    if !thrown.is_object() && !thrown.is_function() {
        return false;
    }
    let Ok(keys) = Reflect::own_keys(thrown) else {
        return true;
    };
    let found = value::find(&keys, |key| match Reflect::get(thrown, &key) {
        Ok(property) if !repeats(&property) => None,
        _ => Some(()),
    });
    found.is_some()
}

/// By bytes: the standard library's search weighs kilobytes.
fn contains(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    part.is_empty() || text.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_wherever_it_is() {
        for (text, part) in [
            ("a?key=7", "key=7"),
            ("key", "key"),
            ("қупия", "пия"),
            ("", ""),
            ("a", ""),
        ] {
            assert!(contains(text, part), "{part} in {text}");
        }
        for (text, part) in [("", "key"), ("ke", "key"), ("kkey?", "key=")] {
            assert!(!contains(text, part), "{part} in {text}");
        }
    }
}
