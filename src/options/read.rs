//! Reads what a page passes. Any of it may be missing, of another type, a proxy, or a getter that throws: each is read once.

use std::time::Duration;

use js_sys::{JsString, Reflect};
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::web::value;

/// Longer texts are a mistake, and would only be copied about.
const LONGEST_TEXT: u32 = 8192;
/// What timers can count to.
const LONGEST_TIMER: f64 = 2_147_483_647.0;
const MOST_ITEMS: f64 = 100.0;

const NO_TEXT: &str = "must be a string.";
const HALF_A_CHARACTER: &str = "holds half a character.";
const TOO_LONG: &str = "is too long.";

/// What is wrong with a value, and what it threw when it was looked at, if it did.
pub(crate) struct Refusal {
    problem: &'static str,
    cause: JsValue,
}

impl From<&'static str> for Refusal {
    fn from(problem: &'static str) -> Self {
        Self {
            problem,
            cause: JsValue::UNDEFINED,
        }
    }
}

/// What looking at a value threw.
impl From<JsValue> for Refusal {
    fn from(cause: JsValue) -> Self {
        Self {
            problem: "cannot be read.",
            cause,
        }
    }
}

/// What a value has to be: takes it, or says what is wrong with it.
pub(crate) type Kind<T> = fn(&JsValue) -> Result<T, Refusal>;

/// Reads the fields of one object of a page's.
pub(crate) struct Reader {
    given: JsValue,
    /// The object's own path and a dot; empty for the options themselves.
    prefix: &'static str,
}

impl Reader {
    /// For a call's own options.
    pub(crate) fn of_options(given: &JsValue) -> Result<Self, Error> {
        match given.is_object() {
            true => Ok(Self {
                given: given.clone(),
                prefix: "",
            }),
            false => Err(Error::invalid_option("options", "must be an object.")),
        }
    }

    /// For an object among the options; `prefix` is its path and a dot. `None` where it is left out.
    pub(crate) fn of_object(&self, name: &str, prefix: &'static str) -> Result<Option<Self>, Error> {
        let given = self.read(name, |value| match value.is_object() {
            true => Ok(value.clone()),
            false => Err("must be an object.".into()),
        })?;
        Ok(given.map(|given| Self { given, prefix }))
    }

    /// For an object that `read` has taken; `prefix` is its path and a dot.
    pub(crate) fn within(given: &JsValue, prefix: &'static str) -> Self {
        Self {
            given: given.clone(),
            prefix,
        }
    }

    /// The object itself.
    pub(crate) fn given(&self) -> &JsValue {
        &self.given
    }

    /// The field as `kind` takes it; `None` for what is left out or `null`.
    pub(crate) fn read<T>(&self, name: &str, kind: Kind<T>) -> Result<Option<T>, Error> {
        let mut field = None;
        self.fill(name, kind, &mut field)?;
        Ok(field)
    }

    /// As `read`, but straight into its place.
    pub(crate) fn fill<T>(&self, name: &str, kind: Kind<T>, place: &mut Option<T>) -> Result<(), Error> {
        self.take(name, &mut |value| {
            *place = Some(kind(value)?);
            Ok(())
        })
    }

    /// Shows what is given, if anything is. Not generic, since it would be there once for each type.
    fn take(&self, name: &str, take: &mut dyn FnMut(&JsValue) -> Result<(), Refusal>) -> Result<(), Error> {
        let taken = match value::read(&self.given, name) {
            Ok(value) if value.is_null_or_undefined() => return Ok(()),
            Ok(value) => take(&value),
            Err(thrown) => Err(thrown.into()),
        };
        taken.map_err(|refusal| {
            Error::invalid_field(&[self.prefix, name], refusal.problem).caused_by(&refusal.cause)
        })
    }

    #[inline(never)]
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, Error> {
        self.read(name, text)
    }

    #[inline(never)]
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Error> {
        self.read(name, flag)
    }

    /// Given in milliseconds.
    pub(crate) fn duration(&self, name: &str) -> Result<Option<Duration>, Error> {
        self.read(name, |value| match value.as_f64() {
            Some(number) if (1.0..=LONGEST_TIMER).contains(&number) => {
                Ok(Duration::from_micros((number * 1000.0) as u64))
            }
            _ => Err("must be a number from 1 to 2147483647.".into()),
        })
    }

    pub(crate) fn count(&self, name: &str) -> Result<Option<u32>, Error> {
        self.read(name, |value| match value.as_f64() {
            Some(number) if (0.0..=100.0).contains(&number) => Ok(number as u32),
            _ => Err("must be a number from 0 to 100.".into()),
        })
    }

    /// Checks that what is given as a signal is one: whether it can be listened to has been seen before. Another realm's is one too, so its shape is looked
    /// at and not its class.
    pub(crate) fn check_signal(&self) -> Result<(), Error> {
        self.read("signal", |value| match value::read(value, "aborted")?.as_bool() {
            Some(_) => Ok(()),
            None => Err("must be an AbortSignal.".into()),
        })?;
        Ok(())
    }

    /// The names of the object's own fields, for those that may have no others or any.
    pub(crate) fn names(&self) -> Result<Vec<String>, Error> {
        let refused = |thrown| {
            Error::invalid_option(
                self.prefix.strip_suffix('.').unwrap_or(self.prefix),
                "cannot be read.",
            )
            .caused_by(&thrown)
        };
        let names = Reflect::own_keys(&self.given).map_err(refused)?;
        let mut texts = Vec::new();
        value::each(&names, |name| texts.extend(name.as_string()));
        Ok(texts)
    }

    /// Refuses an object with other fields than these.
    pub(crate) fn check_names(&self, known: &[&str]) -> Result<(), Error> {
        match self.names()?.iter().find(|name| !known.contains(&name.as_str())) {
            Some(unknown) => Err(Error::invalid_field(
                &[self.prefix, unknown],
                "is not known: check its spelling.",
            )),
            None => Ok(()),
        }
    }
}

#[inline(never)]
pub(crate) fn text(value: &JsValue) -> Result<String, Refusal> {
    if !value.is_string() {
        return Err(NO_TEXT.into());
    }
    if value.unchecked_ref::<JsString>().length() > LONGEST_TEXT {
        return Err(TOO_LONG.into());
    }
    let text = value.as_string().unwrap_or_default();
    // Half a character becomes another one on the way.
    match *value == text.as_str() {
        true => Ok(text),
        false => Err(HALF_A_CHARACTER.into()),
    }
}

pub(crate) fn flag(value: &JsValue) -> Result<bool, Refusal> {
    value.as_bool().ok_or_else(|| "must be true or false.".into())
}

/// What goes by the name that is given.
pub(crate) fn one_of<T: Copy>(all: &[T], name: fn(T) -> &'static str, given: &JsValue) -> Option<T> {
    all.iter().copied().find(|one| *given == name(*one))
}

/// A string, or a `URL` of any realm.
pub(crate) fn url(value: &JsValue) -> Result<String, Refusal> {
    match value.is_object() {
        true => text(&value::read(value, "href")?),
        false => text(value),
    }
}

/// One or several.
pub(crate) fn urls(value: &JsValue) -> Result<Vec<String>, Refusal> {
    match value::is_array(value)? {
        true => array(value, url),
        false => Ok(vec![url(value)?]),
    }
}

pub(crate) fn texts(value: &JsValue) -> Result<Vec<String>, Refusal> {
    array(value, text)
}

fn array(value: &JsValue, item: fn(&JsValue) -> Result<String, Refusal>) -> Result<Vec<String>, Refusal> {
    let is_right = value::is_array(value)?
        && value::read(value, "length")?
            .as_f64()
            .is_some_and(|length| length <= MOST_ITEMS);
    if !is_right {
        return Err("must be an array of at most 100.".into());
    }
    let mut items = Vec::new();
    for index in 0..value::number(value, "length") as u32 {
        items.push(item(&Reflect::get_u32(value, index)?)?);
    }
    Ok(items)
}
