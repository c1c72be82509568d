//! Reading what JavaScript passes, by the tables. Any of it may be missing, of another type, a proxy, or a getter that throws.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::schema::{Field, Kind};
use crate::error::Error;
use crate::flow::Locale;
use crate::web::property;

/// Longer texts are a mistake, and would only be copied about.
const LONGEST_TEXT: f64 = 8192.0;
/// A photo of 10 MB in base64, with room for the prefix of a `data:` URL.
const LONGEST_PHOTO: f64 = 14_100_000.0;

#[wasm_bindgen(module = "/src/options/read.js")]
extern "C" {
    #[wasm_bindgen(js_name = lengthOf)]
    fn length_of(text: &JsValue) -> f64;

    #[wasm_bindgen(catch)]
    fn given(object: &JsValue, name: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = keysOf, catch)]
    fn keys_of(object: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(js_name = itemsOf, catch)]
    fn items_of(array: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = isSignal, catch)]
    fn is_signal(value: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(js_name = isElement, catch)]
    fn is_element(value: &JsValue) -> Result<bool, JsValue>;

    fn fieldless() -> JsValue;
}

/// Reads the fields into an object of ours, each once. `path` comes before their names in errors.
pub(super) fn read(given: &JsValue, path: &str, fields: &[Field]) -> Result<JsValue, Error> {
    let read = fieldless();
    read_into(&read, given, path, fields)?;
    Ok(read)
}

pub(super) fn read_into(read: &JsValue, object: &JsValue, path: &str, fields: &[Field]) -> Result<(), Error> {
    if !object.is_object() {
        return Err(not_an_object(path));
    }
    for (name, kind) in fields {
        let refused =
            |problem: &str, cause: &JsValue| Error::refused_option(&[path, name].concat(), problem, cause);
        let value = given(object, name).map_err(|thrown| refused("threw when it was read.", &thrown))?;
        if value.is_undefined() {
            continue;
        }
        let checked = match kind {
            Kind::Object(path, fields) => self::read(&value, path, fields)?,
            Kind::Exactly(path, fields) => {
                only(&value, path, fields)?;
                self::read(&value, path, fields)?
            }
            Kind::Headers => headers(&value)?,
            Kind::Wait(path, fields) if value.is_object() => self::read(&value, path, fields)?,
            kind => checked(&value, kind).map_err(|problem| refused(problem, &JsValue::UNDEFINED))?,
        };
        if !checked.is_undefined() {
            property::define(read, name, &checked);
        }
    }
    Ok(())
}

/// The value as its kind hands it on, or what it must be.
fn checked(value: &JsValue, kind: &Kind) -> Result<JsValue, &'static str> {
    let is_so = match kind {
        Kind::Text => return text(value, LONGEST_TEXT),
        Kind::Locale => {
            let locale = value.as_string().and_then(|tag| Locale::from_tag(&tag));
            let problem = "must be \"ru\", \"en\", \"kz\" or a language tag of one of these languages.";
            return locale.map(|locale| locale.as_str().into()).ok_or(problem);
        }
        Kind::OneOf(names, problem) => {
            let is_one = value.as_string().is_some_and(|name| names.contains(&&*name));
            (is_one, *problem)
        }
        Kind::Host if !value.is_string() => {
            let is_element = is_element(value).unwrap_or_default();
            (is_element, "must be a CSS selector or an element.")
        }
        Kind::Length if value.as_f64().is_some() => return Ok(value.clone()),
        Kind::Host | Kind::Length => return text(value, LONGEST_TEXT),
        Kind::Photo if value.is_object() => return Ok(value.clone()),
        Kind::Photo => return text(value, LONGEST_PHOTO),
        Kind::Flag(default) => match value.as_bool() {
            is if is.is_some() && is == *default => return Ok(JsValue::UNDEFINED),
            is => (is.is_some(), "must be true or false."),
        },
        Kind::Function => (value.is_function(), "must be a function."),
        Kind::Signal => (is_signal(value).unwrap_or_default(), "must be an AbortSignal."),
        Kind::Number(least, most, problem) => {
            let is_within = value
                .as_f64()
                .is_some_and(|number| number >= *least && number <= *most);
            (is_within, *problem)
        }
        Kind::Url => return url(value),
        Kind::Urls => {
            let items = items_of(value).unwrap_or_default();
            return match items.is_object() {
                true => each(&items, url),
                false => url(value).map(|url| Array::of1(&url).into()),
            };
        }
        Kind::Texts => {
            let items = items_of(value).unwrap_or_default();
            let problem = "must be an array of strings, and not a long one.";
            return match items.is_object() {
                true => each(&items, |item| text(item, LONGEST_TEXT)).map_err(|_| problem),
                false => Err(problem),
            };
        }
        // An object is read by now.
        Kind::Wait(..) | Kind::Headers | Kind::Object(..) | Kind::Exactly(..) => {
            (value.as_bool().is_some(), "must be true, false or an object.")
        }
    };
    match is_so {
        (true, _) => Ok(value.clone()),
        (false, problem) => Err(problem),
    }
}

fn text(value: &JsValue, longest: f64) -> Result<JsValue, &'static str> {
    if !value.is_string() {
        return Err("must be a string.");
    }
    match length_of(value) {
        length if length <= longest => Ok(value.clone()),
        length if length.is_nan() => Err("holds half a character (a lone surrogate)."),
        _ => Err("is too long."),
    }
}

fn url(value: &JsValue) -> Result<JsValue, &'static str> {
    let href = match value.is_object() {
        true => property::get(value, "href"),
        false => value.clone(),
    };
    text(&href, LONGEST_TEXT).map_err(|_| "must be a URL.")
}

fn each(
    items: &JsValue,
    checked: impl Fn(&JsValue) -> Result<JsValue, &'static str>,
) -> Result<JsValue, &'static str> {
    let read = Array::new();
    for item in items.unchecked_ref::<Array>().iter() {
        read.push(&checked(&item)?);
    }
    Ok(read.into())
}

fn headers(value: &JsValue) -> Result<JsValue, Error> {
    let read = fieldless();
    for key in keys(value, "headers.")? {
        let name = key.as_string().unwrap_or_default();
        read_into(&read, value, "headers.", &[(&name, Kind::Text)])?;
    }
    Ok(read)
}

fn keys(object: &JsValue, path: &str) -> Result<Array, Error> {
    if !object.is_object() {
        return Err(not_an_object(path));
    }
    keys_of(object).map_err(|thrown| Error::refused_option(own(path), "must be a plain object.", &thrown))
}

/// The path of the object whose fields have this one.
fn own(path: &str) -> &str {
    match path.len() {
        0 => "options",
        length => path.get(..length - 1).unwrap_or_default(),
    }
}

fn not_an_object(path: &str) -> Error {
    Error::invalid_option(own(path), "must be an object.")
}

/// Refuses an object with other keys.
fn only(object: &JsValue, path: &str, fields: &[Field]) -> Result<(), Error> {
    for key in keys(object, path)? {
        let key = key.as_string().unwrap_or_default();
        if !fields.iter().any(|(name, _)| *name == key) {
            let problem = "is not known: check its spelling.";
            return Err(Error::invalid_option(&[path, &key].concat(), problem));
        }
    }
    Ok(())
}
