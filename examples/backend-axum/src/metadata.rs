//! What is sent to the vendor about the person.

use serde_json::{Map, Value};

use crate::error::ApiError;
use crate::login::Visitor;

/// Everything but the photo: names, numbers and switches.
const LARGEST_WITHOUT_PHOTO: usize = 16 * 1024;

/// The metadata for the vendor's `session/create/`.
///
/// What the page sends is the visitor's own claim. Where your application already knows the customer's IIN, phone or
/// photo, put them in here, from your own records of `visitor`, and ignore what the page says about them: a photo that the
/// visitor chose proves only that the visitor looks like that photo.
pub fn for_vendor(_visitor: &Visitor, body: &[u8]) -> Result<Option<Value>, ApiError> {
    let body: Map<String, Value> = serde_json::from_slice(body)
        .map_err(|_| invalid("The body must be a JSON object, as {\"metadata\": {}}."))?;
    let mut metadata = None;
    for (name, value) in body {
        match name.as_str() {
            "metadata" => metadata = Some(value),
            "api_key" => {
                return Err(invalid(
                    "`api_key` must not be sent from a page: it is added here, on the server.",
                ));
            }
            _ => return Err(invalid("The body may hold `metadata` and nothing else.")),
        }
    }
    match metadata {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(metadata)) => {
            check_size(&metadata)?;
            Ok(Some(Value::Object(metadata)))
        }
        Some(_) => Err(invalid("`metadata` must be an object.")),
    }
}

fn check_size(metadata: &Map<String, Value>) -> Result<(), ApiError> {
    let photo = match metadata
        .get("face2face")
        .and_then(|face2face| face2face.get("photo1"))
    {
        None | Some(Value::Null) => 0,
        Some(Value::String(photo)) => photo.len(),
        Some(_) => return Err(invalid("`metadata.face2face.photo1` must be a base64 string.")),
    };
    let whole = serde_json::to_vec(metadata)
        .map_err(|_| ApiError::Internal)?
        .len();
    if whole.saturating_sub(photo) > LARGEST_WITHOUT_PHOTO {
        return Err(invalid("`metadata` without its photo is larger than 16 KB."));
    }
    if metadata.contains_key("api_key") {
        return Err(invalid(
            "`metadata.api_key` must not be sent from a page: the key is added here, on the server.",
        ));
    }
    Ok(())
}

fn invalid(message: &str) -> ApiError {
    ApiError::InvalidRequest(message.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn visitor() -> Visitor {
        Visitor {
            id: "a".to_owned(),
            is_new: false,
        }
    }

    fn accepted(body: &Value) -> Option<Value> {
        for_vendor(&visitor(), body.to_string().as_bytes()).unwrap()
    }

    fn refusal(body: &str) -> String {
        for_vendor(&visitor(), body.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn metadata_is_passed_on_as_it_is() {
        let metadata =
            json!({ "edocument": { "iin": { "value": "1", "changeable": false } }, "general": {} });
        assert_eq!(accepted(&json!({ "metadata": metadata })), Some(metadata));
    }

    #[test]
    fn a_body_without_metadata_runs_the_flow_by_default() {
        assert_eq!(accepted(&json!({})), None);
        assert_eq!(accepted(&json!({ "metadata": null })), None);
    }

    #[test]
    fn a_large_photo_is_passed_on() {
        let metadata = json!({ "face2face": { "photo1": "A".repeat(1_000_000) } });
        assert_eq!(accepted(&json!({ "metadata": metadata })), Some(metadata));
    }

    #[test]
    fn a_photo_may_be_null_as_in_the_other_backend() {
        let metadata = json!({ "face2face": { "photo1": null } });
        assert_eq!(accepted(&json!({ "metadata": metadata })), Some(metadata));
    }

    #[test]
    fn large_metadata_without_a_photo_is_refused() {
        let body = json!({ "metadata": { "general": "A".repeat(20_000) } }).to_string();
        assert!(refusal(&body).contains("16 KB"));
    }

    #[test]
    fn an_api_key_in_the_body_is_refused_and_not_repeated() {
        for body in [r#"{"api_key":"abc123"}"#, r#"{"metadata":{"api_key":"abc123"}}"#] {
            let message = refusal(body);
            assert!(
                message.contains("api_key") && !message.contains("abc123"),
                "{message}"
            );
        }
    }

    #[test]
    fn metadata_may_be_nested_as_deep_as_the_other_backend_reads_it_and_no_deeper() {
        let nested = |depth: usize| {
            let (open, close) = ("[".repeat(depth - 2), "]".repeat(depth - 2));
            format!(r#"{{"metadata":{{"a":{open}{close}}}}}"#)
        };
        assert!(for_vendor(&visitor(), nested(127).as_bytes()).is_ok());
        for depth in [128, 5000, 100_000] {
            assert!(refusal(&nested(depth)).contains("JSON object"));
        }
    }

    #[test]
    fn an_unknown_field_is_refused() {
        assert!(refusal(r#"{"session_id":"s1"}"#).contains("nothing else"));
    }

    #[test]
    fn a_body_that_is_not_an_object_is_refused() {
        for body in ["", "[]", "\"text\"", "{"] {
            assert!(refusal(body).contains("JSON object"), "{body}");
        }
        assert!(refusal(r#"{"metadata":[]}"#).contains("an object"));
    }
}
