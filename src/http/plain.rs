//! Metadata of technologies that are not known here, as plain JSON. Texts stay JavaScript's: there may be photos among them.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

use super::endpoint::warn_once;
use super::secrets::Secrets;
use super::text;
use crate::error::Error;
use crate::flow::SessionMetadata;
use crate::web::{object, value};

const MISSPELT: &str = "is not known: check its spelling.";
const NO_OBJECT: &str = "must be an object.";
const NOT_PLAIN: &str = "must be plain JSON.";
/// An object may hold itself.
const DEEPEST: u32 = 32;
/// What is shorter is no personal number and no name by which somebody is found, but would be hidden in every other word.
const SHORTEST_SECRET: u32 = 6;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = stringify)]
    fn to_json(value: &JsValue) -> Result<JsValue, JsValue>;
}

/// Looks at what is to be written, and notes the texts that no error may repeat.
pub(super) struct PlainJson<'a> {
    secrets: &'a mut Secrets,
    /// Of what is looked at.
    path: JsValue,
    /// What is wrong with it, once something is.
    problem: &'static str,
    depth: u32,
}

impl<'a> PlainJson<'a> {
    pub(super) fn new(secrets: &'a mut Secrets) -> Self {
        Self {
            secrets,
            path: "metadata".into(),
            problem: NOT_PLAIN,
            depth: 0,
        }
    }

    /// The parts of a page's metadata that are not known here, as the end of the request's JSON: their fields, and what closes the metadata and the whole.
    /// An empty text where there are none.
    pub(super) fn of_others(mut self, metadata: &JsValue) -> Result<JsValue, Error> {
        self.others(metadata)
            .map_err(|thrown| Error::invalid_value(self.path, self.problem).caused_by(&thrown))
    }

    /// `Err`, as of `check`, is what looking at it threw, or nothing; the path is then that of what is wrong.
    fn others(&mut self, metadata: &JsValue) -> Result<JsValue, JsValue> {
        let mut others = JsValue::UNDEFINED;
        let names = Reflect::own_keys(metadata)?;
        for index in 0..value::number(&names, "length") as u32 {
            let name = Reflect::get_u32(&names, index)?.as_string().unwrap_or_default();
            if SessionMetadata::is_part(&name) {
                continue;
            }
            let path = ["metadata.", &name].concat();
            self.path = path.as_str().into();
            self.problem = MISSPELT;
            if SessionMetadata::is_misspelt(&name) {
                return Err(JsValue::UNDEFINED);
            }
            let part = value::read(metadata, &name)?;
            if part.is_null_or_undefined() {
                continue;
            }
            self.problem = NO_OBJECT;
            if !part.is_object() || value::is_array(&part)? {
                return Err(JsValue::UNDEFINED);
            }
            self.problem = NOT_PLAIN;
            self.check(&part)?;
            let what = "` is not known to this version, and is sent as it is.";
            warn_once(&path, &["flow-embed: `", &path, what].concat());
            if others.is_undefined() {
                others = object::bare(&[])?.into();
            }
            value::write(&others, &name, &part)?;
        }
        if others.is_undefined() {
            return Ok("".into());
        }
        let json = text::expect(to_json(&others)?)?;
        let fields = text::slice(&json, 1, text::length(&json))?;
        Ok(value::joined(&[&fields, &"}".into()]))
    }

    /// Whether `JSON.stringify` writes what is there, and nothing else.
    fn check(&mut self, given: &JsValue) -> Result<(), JsValue> {
        if given.is_string() || given.as_f64().is_some_and(f64::is_finite) {
            let secret = value::joined(&[given]);
            if text::length(&secret) >= SHORTEST_SECRET {
                self.secrets.add(secret);
            }
            return Ok(());
        }
        if given.is_null() || given.as_bool().is_some() {
            return Ok(());
        }
        let is_array = value::is_array(given)?;
        // A page, or an old library, may have given a `toJSON` to all objects.
        let is_plain = given.is_object()
            && (is_array || is_of_no_class(given)?)
            && !value::get(given, "toJSON").is_function();
        if !is_plain || self.depth > DEEPEST {
            return Err(JsValue::UNDEFINED);
        }
        let names = match is_array {
            true => given.clone(),
            false => Reflect::own_keys(given)?.into(),
        };
        let path = self.path.clone();
        self.depth += 1;
        for index in 0..value::number(&names, "length") as u32 {
            let mut item = Reflect::get_u32(&names, index)?;
            if !is_array {
                self.path = value::joined(&[&path, &".".into(), &text::expect(item.clone())?]);
                item = Reflect::get(given, &item)?;
            }
            // In an object it is left out; in an array, null would take its place.
            if is_array || !item.is_undefined() {
                self.check(&item)?;
            }
        }
        self.path = path;
        self.depth -= 1;
        Ok(())
    }
}

/// Whether it is an object literal's, or one without a prototype, of any realm: what is of a class has more behind it.
fn is_of_no_class(given: &JsValue) -> Result<bool, JsValue> {
    let prototype = Reflect::get_prototype_of(given)?;
    Ok(prototype.is_null() || Reflect::get_prototype_of(&prototype)?.is_null())
}
