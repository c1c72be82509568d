//! What is sent to the vendor about the person.

use serde_json::{Map, Value};

use crate::bounds::{LARGEST_WITHOUT_PHOTO, is_cheap};
use crate::error::{ApiError, internal, invalid_request as invalid};
use crate::login::Visitor;

const PHOTO: &str = "/face2face/photo1";
const TOO_LARGE: &str =
    "`metadata` without its photo is larger than 16 KB, or nested deeper than 127 levels.";
/// Beyond it, JavaScript reads another number than was written.
const LARGEST_INTEGER: f64 = 9_007_199_254_740_991.0;

/// The metadata for the vendor's `session/create/`.
///
/// What the page sends is the visitor's own claim. Where your application already knows the customer's IIN, phone or
/// photo, put them in here, from your own records of `visitor`, and ignore what the page says about them: a photo that the
/// visitor chose proves only that the visitor looks like that photo.
pub fn for_vendor(_visitor: &Visitor, body: &[u8]) -> Result<Option<Value>, ApiError> {
    if !is_cheap(body) {
        return Err(invalid(TOO_LARGE));
    }
    let body: Map<String, Value> = serde_json::from_slice(body)
        .map_err(|_| invalid("The body must be a JSON object, as {\"metadata\": {}}."))?;
    let mut metadata = None;
    for (name, value) in body {
        match name.as_str() {
            "metadata" => metadata = Some(value),
            "api_key" => return Err(no_key("api_key")),
            _ => return Err(invalid("The body may hold `metadata` and nothing else.")),
        }
    }
    match metadata {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(metadata)) => check(metadata).map(Some),
        Some(_) => Err(invalid("`metadata` must be an object.")),
    }
}

/// The IIN that the session is created for, if one is given.
pub fn iin(metadata: Option<&Value>) -> Option<&str> {
    metadata?.pointer("/edocument/iin/value")?.as_str()
}

fn check(metadata: Map<String, Value>) -> Result<Value, ApiError> {
    if metadata.contains_key("api_key") {
        return Err(no_key("metadata.api_key"));
    }
    let mut metadata = Value::Object(metadata);
    // Put aside, so that what is measured is small.
    let photo = metadata.pointer_mut(PHOTO).map(Value::take).unwrap_or_default();
    if !photo.is_null() && !photo.is_string() {
        return Err(invalid("`metadata.face2face.photo1` must be a base64 string."));
    }
    let rest = serde_json::to_vec(&metadata).map_err(|_| internal())?;
    if rest.len() > LARGEST_WITHOUT_PHOTO {
        return Err(invalid(TOO_LARGE));
    }
    if !means_the_same_everywhere(&metadata) {
        return Err(invalid(
            "`metadata` holds a number or a name that is not read alike everywhere: write it as a string.",
        ));
    }
    if let Some(place) = metadata.pointer_mut(PHOTO) {
        *place = photo;
    }
    Ok(metadata)
}

/// Whoever reads it after us may be JavaScript: large integers change there, and some names mean something.
fn means_the_same_everywhere(value: &Value) -> bool {
    match value {
        Value::Number(number) => number
            .as_f64()
            .is_some_and(|number| number.fract() != 0.0 || number.abs() <= LARGEST_INTEGER),
        Value::Array(list) => list.iter().all(means_the_same_everywhere),
        Value::Object(fields) => fields.iter().all(|(name, value)| {
            !["__proto__", "constructor", "prototype"].contains(&name.as_str())
                && means_the_same_everywhere(value)
        }),
        _ => true,
    }
}

fn no_key(field: &str) -> ApiError {
    invalid(format!(
        "`{field}` must not be sent from a page: the key is added here, on the server."
    ))
}
