//! Reading what JavaScript passes. Any of it may be missing, of another type, a proxy, or a getter that throws.

use std::time::Duration;

use js_sys::{JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::error::Error;
use crate::web::property;

/// Longer texts are a mistake, and would only be copied about.
const LONGEST_TEXT: u32 = 8192;
const LONGEST_TIMER: f64 = 2_147_483_647.0;
const MOST_ITEMS: f64 = 100.0;

/// A value with the path that its errors name.
pub(super) struct Value {
    pub(super) path: String,
    pub(super) value: JsValue,
}

impl Value {
    pub(super) fn root(options: &JsValue) -> Result<Self, Error> {
        Self {
            path: String::new(),
            value: options.clone(),
        }
        .object()
    }

    pub(super) fn object(self) -> Result<Self, Error> {
        if self.value.is_object() {
            Ok(self)
        } else {
            Err(self.invalid("must be an object."))
        }
    }

    pub(super) fn field(&self, name: &str) -> Result<Self, Error> {
        let path = if self.path.is_empty() {
            name.into()
        } else {
            [&self.path, ".", name].concat()
        };
        match Reflect::get(&self.value, &name.into()) {
            Ok(value) => Ok(Self { path, value }),
            Err(thrown) => Err(Error::invalid_option(&path, "threw when it was read.").with_cause(thrown)),
        }
    }

    /// `null` counts as left out, too: attributes and JSON know no `undefined`.
    pub(super) fn given(self) -> Option<Self> {
        (!self.value.is_undefined() && !self.value.is_null()).then_some(self)
    }

    pub(super) fn invalid(&self, problem: &str) -> Error {
        let path = if self.path.is_empty() {
            "options"
        } else {
            &self.path
        };
        Error::invalid_option(path, problem)
    }

    pub(super) fn text(self) -> Result<Option<String>, Error> {
        self.text_up_to(LONGEST_TEXT)
    }

    pub(super) fn text_up_to(self, longest: u32) -> Result<Option<String>, Error> {
        let Some(given) = self.given() else {
            return Ok(None);
        };
        let Some(text) = given.value.dyn_ref::<JsString>() else {
            return Err(given.invalid("must be a string."));
        };
        if text.length() > longest {
            return Err(given.invalid("is too long."));
        }
        if !text.is_valid_utf16() {
            return Err(given.invalid("holds half a character (a lone surrogate)."));
        }
        Ok(Some(text.into()))
    }

    pub(super) fn choice<T>(
        self,
        parse: impl Fn(&str) -> Option<T>,
        problem: &str,
    ) -> Result<Option<T>, Error> {
        let path = self.path.clone();
        match self.text()? {
            None => Ok(None),
            Some(text) => parse(&text)
                .map(Some)
                .ok_or_else(|| Error::invalid_option(&path, problem)),
        }
    }

    pub(super) fn flag(self) -> Result<bool, Error> {
        match self.given() {
            None => Ok(false),
            Some(given) => given
                .value
                .as_bool()
                .ok_or_else(|| given.invalid("must be true or false.")),
        }
    }

    /// Milliseconds.
    pub(super) fn duration(self) -> Result<Option<Duration>, Error> {
        let milliseconds = self.number(
            1.0,
            LONGEST_TIMER,
            "must be a number of milliseconds from 1 to 2147483647.",
        )?;
        Ok(milliseconds.map(|milliseconds| Duration::from_millis(milliseconds.into())))
    }

    pub(super) fn count(self) -> Result<Option<u32>, Error> {
        self.number(0.0, 100.0, "must be a number from 0 to 100.")
    }

    fn number(self, least: f64, most: f64, problem: &str) -> Result<Option<u32>, Error> {
        let Some(given) = self.given() else {
            return Ok(None);
        };
        match given.value.as_f64() {
            Some(number) if number >= least && number <= most => Ok(Some(number as u32)),
            _ => Err(given.invalid(problem)),
        }
    }

    /// The items of an array; their errors name the array.
    pub(super) fn items(self) -> Result<impl Iterator<Item = Self>, Error> {
        let length = self.field("length")?.value.as_f64().unwrap_or_default();
        if !property::is_array(&self.value) || length > MOST_ITEMS {
            return Err(self.invalid("must be an array, and not a long one."));
        }
        Ok((0..length as u32).map(move |index| Self {
            path: self.path.clone(),
            value: Reflect::get_u32(&self.value, index).unwrap_or_default(),
        }))
    }

    /// Refuses an object with other keys, so that a misspelt one is not silently ignored.
    pub(super) fn only_keys(self, known: &[&str]) -> Result<Self, Error> {
        let object = self.object()?;
        for key in object.keys()? {
            if !known.contains(&key.as_str()) {
                return Err(object.field(&key)?.invalid("is not known: check its spelling."));
            }
        }
        Ok(object)
    }

    pub(super) fn keys(&self) -> Result<Vec<String>, Error> {
        let keys = Reflect::own_keys(&self.value)
            .map_err(|thrown| self.invalid("threw when it was read.").with_cause(thrown))?;
        Ok(property::items(&keys).filter_map(|key| key.as_string()).collect())
    }
}
