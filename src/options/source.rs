//! Where a session's id comes from, as JavaScript passes it: the id itself, or a function that is asked for it.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::Source;
use super::read::{Refusal, text};
use crate::error::{Error, ErrorCode};
use crate::web::abort::Abort;
use crate::web::{object, promise, value};

pub(super) fn source(given: &JsValue) -> Result<Source, Refusal> {
    if given.is_function() {
        let function = given.clone().unchecked_into();
        return Ok(Source::Created(Box::pin(created_by(function))));
    }
    match given.is_string() {
        true => text(given).map(Source::Known),
        false => Err("must be the session's id, or a function that yields it.".into()),
    }
}

/// Calls the function, once. Where nobody waits for the id any more, its signal is aborted.
async fn created_by(function: Function) -> Result<String, Error> {
    let failed = |cause: JsValue| {
        let what = "The function `id` failed; `cause` is its own error. Nothing was started: try again, or see your server.";
        Error::new(ErrorCode::SessionUnavailable, what).caused_by(&cause)
    };
    let abort = Abort::new().map_err(failed)?;
    let answer = ask(&function, &abort).map_err(failed)?;
    let created = promise::settled(&answer).await;
    abort.over();
    let created = created.map_err(failed)?;
    let id = match created.is_object() {
        true => value::get(&created, "session_id"),
        false => created,
    };
    // None at all is for the session to refuse.
    Ok(text(&id).unwrap_or_default())
}

fn ask(function: &Function, abort: &Abort) -> Result<JsValue, JsValue> {
    let context = object::plain(&[("signal", &abort.signal()?)])?;
    function.call1(&JsValue::UNDEFINED, &context)
}
