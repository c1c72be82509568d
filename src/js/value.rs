//! Reading what JavaScript passes. Any of it may be missing, of another type, a proxy, or a getter that throws.

use std::cell::OnceCell;
use std::time::Duration;

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::web::property;

/// Longer texts are a mistake, and would only be copied about.
pub(super) const LONGEST_TEXT: f64 = 8192.0;
const LONGEST_TIMER: f64 = 2_147_483_647.0;
const MOST_ITEMS: f64 = 100.0;

#[wasm_bindgen(module = "/src/js/value.js")]
extern "C" {
    #[wasm_bindgen(js_name = lengthOf)]
    fn length_of(text: &JsValue) -> f64;
}

/// The first thing that is wrong. Whoever reads on after it reads nothing, so that it is looked at once, in the end.
#[derive(Default)]
pub(super) struct Wrong(OnceCell<Error>);

impl Wrong {
    pub(super) fn or<T>(self, read: T) -> Result<T, Error> {
        match self.0.into_inner() {
            Some(error) => Err(error),
            None => Ok(read),
        }
    }
}

/// An object's fields, with the object's path for errors.
pub(super) struct Fields<'a> {
    pub(super) object: JsValue,
    path: String,
    wrong: &'a Wrong,
}

impl<'a> Fields<'a> {
    pub(super) fn root(options: &JsValue, wrong: &'a Wrong) -> Self {
        Self::of(options.clone(), String::new(), wrong)
    }

    fn of(object: JsValue, path: String, wrong: &'a Wrong) -> Self {
        let fields = Self { object, path, wrong };
        if !fields.object.is_object() {
            fields.refuse("", "must be an object.");
        }
        fields
    }

    /// The path of a field, or of the object itself where there is no name.
    fn path_of(&self, name: &str) -> String {
        let separator = match (self.path.is_empty(), name.is_empty()) {
            (true, true) => "options",
            (false, false) => ".",
            _ => "",
        };
        [&self.path, separator, name].concat()
    }

    pub(super) fn refuse(&self, name: &str, problem: &str) {
        let _ = self
            .wrong
            .0
            .set(Error::invalid_option(&self.path_of(name), problem));
    }

    fn has_thrown(&self, name: &str, thrown: JsValue) {
        let error = Error::invalid_option(&self.path_of(name), "threw when it was read.");
        let _ = self.wrong.0.set(error.with_cause(thrown));
    }

    /// A field that is given. `null` counts as left out, too: attributes and JSON know no `undefined`.
    pub(super) fn given(&self, name: &str) -> Option<JsValue> {
        if self.wrong.0.get().is_some() {
            return None;
        }
        match Reflect::get(&self.object, &name.into()) {
            Ok(value) => (!value.is_null_or_undefined()).then_some(value),
            Err(thrown) => {
                self.has_thrown(name, thrown);
                None
            }
        }
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.as_text(name, &self.given(name)?, LONGEST_TEXT)
    }

    /// A field that has been read, as a text.
    pub(super) fn as_text(&self, name: &str, value: &JsValue, longest: f64) -> Option<String> {
        let problem = if !value.is_string() {
            "must be a string."
        } else {
            match length_of(value) {
                length if length <= longest => return value.as_string(),
                length if length.is_nan() => "holds half a character (a lone surrogate).",
                _ => "is too long.",
            }
        };
        self.refuse(name, problem);
        None
    }

    pub(super) fn choice<T>(&self, name: &str, parse: fn(&str) -> Option<T>, problem: &str) -> Option<T> {
        let parsed = parse(&self.text(name)?);
        if parsed.is_none() {
            self.refuse(name, problem);
        }
        parsed
    }

    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.as_flag(name, &self.given(name)?)
    }

    pub(super) fn as_flag(&self, name: &str, value: &JsValue) -> Option<bool> {
        let flag = value.as_bool();
        if flag.is_none() {
            self.refuse(name, "must be true or false.");
        }
        flag
    }

    /// Milliseconds.
    pub(super) fn duration(&self, name: &str) -> Option<Duration> {
        let problem = "must be a number of milliseconds from 1 to 2147483647.";
        let milliseconds = self.number(name, 1.0, LONGEST_TIMER, problem)?;
        Some(Duration::from_millis(milliseconds.into()))
    }

    pub(super) fn count(&self, name: &str) -> Option<u32> {
        self.number(name, 0.0, 100.0, "must be a number from 0 to 100.")
    }

    fn number(&self, name: &str, least: f64, most: f64, problem: &str) -> Option<u32> {
        match self.given(name)?.as_f64() {
            Some(number) if number >= least && number <= most => Some(number as u32),
            _ => {
                self.refuse(name, problem);
                None
            }
        }
    }

    /// A field's own fields.
    pub(super) fn object(&self, name: &str) -> Option<Self> {
        Some(self.as_object(name, self.given(name)?))
    }

    pub(super) fn as_object(&self, name: &str, object: JsValue) -> Self {
        Self::of(object, self.path_of(name), self.wrong)
    }

    /// A string, or a `URL` of any realm.
    pub(super) fn url(&self, name: &str) -> Option<String> {
        self.as_url(name, self.given(name)?)
    }

    fn as_url(&self, name: &str, value: JsValue) -> Option<String> {
        let text = match value.is_object() {
            true => self.as_object(name, value).text("href"),
            false => self.as_text(name, &value, LONGEST_TEXT),
        };
        if text.is_none() {
            self.refuse(name, "must be a URL.");
        }
        text
    }

    /// One or several; whatever is wrong with one of them is said of the field.
    pub(super) fn urls(&self, name: &str) -> Option<Vec<String>> {
        let given = self.given(name)?;
        let items = match property::is_array(&given) {
            true => self.items(name, &given),
            false => vec![given],
        };
        Some(
            items
                .into_iter()
                .filter_map(|item| self.as_url(name, item))
                .collect(),
        )
    }

    pub(super) fn texts(&self, name: &str) -> Option<Vec<String>> {
        let given = self.given(name)?;
        if !property::is_array(&given) {
            self.refuse(name, "must be an array of strings.");
        }
        let items = self.items(name, &given);
        let mut texts = Vec::new();
        for item in &items {
            texts.extend(item.as_string().filter(|_| length_of(item) <= LONGEST_TEXT));
        }
        if texts.len() != items.len() {
            self.refuse(name, "must be an array of strings.");
        }
        Some(texts)
    }

    fn items(&self, name: &str, array: &JsValue) -> Vec<JsValue> {
        // It may throw.
        let length = property::get(array, "length").as_f64();
        if length.is_none_or(|length| length > MOST_ITEMS) {
            self.refuse(name, "must be an array, and not a long one.");
            return Vec::new();
        }
        property::items(array).collect()
    }

    /// Refuses an object with other keys, so that a misspelt one is not silently ignored.
    pub(super) fn only(self, known: &[&str]) -> Self {
        for key in self.keys() {
            if !known.contains(&key.as_str()) {
                self.refuse(&key, "is not known: check its spelling.");
            }
        }
        self
    }

    pub(super) fn keys(&self) -> Vec<String> {
        // Of what is no object, there is an error already.
        if self.wrong.0.get().is_some() {
            return Vec::new();
        }
        let keys = Reflect::own_keys(&self.object).unwrap_or_else(|thrown| {
            self.has_thrown("", thrown);
            js_sys::Array::new()
        });
        property::items(&keys).filter_map(|key| key.as_string()).collect()
    }
}
