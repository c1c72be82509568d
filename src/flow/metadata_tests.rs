//! What is sent, case by case of the vendor's guide.

#![allow(clippy::unwrap_used)]

use super::*;
use serde_json::json;

const IIN: &str = "123456789012";
const PHONE: &str = "77011234567";

/// What is sent, which is what `Serialize` yields too.
fn sent(mut metadata: SessionMetadata) -> serde_json::Value {
    let expected = serde_json::to_string(&metadata).unwrap();
    let photo = metadata
        .face2face
        .as_mut()
        .and_then(|face2face| face2face.photo1.take());
    let mut json = Writer::new();
    metadata.write(&mut json, photo.is_some());
    let (before, after) = json.end();
    let body = [before, photo.unwrap_or_default(), after].concat();
    assert_eq!(body, [r#"{"metadata":"#, &expected, "}"].concat());
    serde_json::from_str(&expected).unwrap()
}

#[test]
fn case_1_skips_the_form_with_both_values_locked() {
    let metadata = SessionMetadata::default()
        .iin(PrefilledField::locked(IIN))
        .phone(PrefilledField::locked(PHONE))
        .skip_input();
    assert_eq!(
        sent(metadata),
        json!({"edocument": {
            "iin": {"value": IIN, "changeable": false},
            "phone": {"value": PHONE, "changeable": false},
            "skip_input": true,
        }})
    );
}

#[test]
fn case_2_locks_the_iin_and_leaves_defaults_out() {
    let metadata = SessionMetadata::default()
        .iin(PrefilledField::locked(IIN))
        .phone(PrefilledField::editable(PHONE));
    assert_eq!(
        sent(metadata),
        json!({"edocument": {"iin": {"value": IIN, "changeable": false}, "phone": {"value": PHONE}}})
    );
}

#[test]
fn case_3_prefills_both_and_locks_nothing() {
    let metadata = SessionMetadata::default()
        .iin(PrefilledField::editable(IIN))
        .phone(PrefilledField::editable(PHONE));
    assert_eq!(
        sent(metadata),
        json!({"edocument": {"iin": {"value": IIN}, "phone": {"value": PHONE}}})
    );
}

#[test]
fn photos_and_interchangeable_technologies_are_sent_under_the_vendors_names() {
    let jpeg = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01";
    let metadata = SessionMetadata::default()
        .photo_bytes(jpeg)
        .interchangeable_tech(["LD".into(), "\"F2F\"".into()]);
    assert_eq!(
        sent(metadata),
        json!({
            "face2face": {"photo1": to_base64(jpeg)},
            "general": {"interchangeable_tech": ["LD", "\"F2F\""]},
        })
    );
    assert_eq!(sent(SessionMetadata::default()), json!({}));
    let empty = SessionMetadata {
        face2face: Some(Face2FaceMetadata::default()),
        edocument: Some(EDocumentMetadata::default()),
        general: Some(GeneralMetadata::default()),
    };
    assert_eq!(
        sent(empty),
        json!({"face2face": {}, "edocument": {}, "general": {}})
    );
}

#[test]
fn debug_output_holds_no_personal_data() {
    let metadata = SessionMetadata::default()
        .iin(PrefilledField::locked(IIN))
        .photo("secret");
    let shown = format!("{metadata:?}");
    assert!(!shown.contains(IIN) && !shown.contains("secret"), "{shown}");
}
