//! Which options there are, and what each must be: the JavaScript contract's, as tables.
//!
//! A table is a text: paths, each with what is to be there, for which src/options/read.js has the words, or with the names that it
//! may be. JavaScript reads by it, since what is looked at are the types of JavaScript's values; the rules of what is in
//! them, such as a phone number's, are Rust's.

use wasm_bindgen::prelude::*;

use crate::error::Error;

/// `ScriptOptions` and `load`'s `signal`.
pub(crate) const SCRIPT: &str = "signal signal;url urls;nonce text;integrity text;crossOrigin anonymous,use-credentials;\
timeout milliseconds;retries count";

/// `StartOptions`.
pub(crate) const START: &str = "id text;session_id text;selector host;locale locale;presentation inline,dialog;width length;\
height length;isolate flag;keepMounted flag;onStatus function;signal signal;script object";

/// `CreateSessionOptions`, with `SessionMetadata` (the vendor's guide, section 3).
pub(crate) const CREATE: &str = "signal signal;endpoint url;headers headers;apiKey text;credentials omit,same-origin,include;\
timeout milliseconds;retries count;metadata exactly;metadata.face2face exactly;metadata.face2face.photo1 photo;\
metadata.edocument exactly;metadata.edocument.iin exactly;metadata.edocument.iin.value text;\
metadata.edocument.iin.changeable flagIfFalse;metadata.edocument.phone exactly;metadata.edocument.phone.value text;\
metadata.edocument.phone.changeable flagIfFalse;metadata.edocument.skip_input flagIfTrue;metadata.general exactly;\
metadata.general.interchangeable_tech texts";

/// `GetResultOptions`.
pub(crate) const RESULT: &str = "signal signal;endpoint url;headers headers;apiKey text;credentials omit,same-origin,include;\
timeout milliseconds;retries count;id text;wait flagOrFields;wait.timeout milliseconds;wait.interval milliseconds";

#[wasm_bindgen(module = "/src/options/read.js")]
extern "C" {
    #[wasm_bindgen(js_name = readOptions)]
    fn read_options(given: &JsValue, prefix: &str, schema: &str) -> JsValue;
}

/// Reads by the table into an object of ours, each field once. `prefix` comes before the names of the fields in errors.
pub(crate) fn read(given: &JsValue, prefix: &str, schema: &str) -> Result<JsValue, Error> {
    Error::or(read_options(given, prefix, schema))
}
