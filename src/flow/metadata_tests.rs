//! What is sent, case by case of the vendor's guide.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use serde_json::json;

const IIN: &str = "123456789012";
const PHONE: &str = "77011234567";

/// The request's body, with the gap filled in and the other fields added.
pub(in crate::flow) fn body(mut metadata: SessionMetadata) -> String {
    let photo = metadata
        .face2face
        .as_mut()
        .and_then(|face2face| face2face.photo1.take());
    let other = serde_json::to_string(&std::mem::take(&mut metadata.other)).unwrap();
    let has_other = other != "{}";
    let mut json = Writer::new();
    metadata.write(&mut json, photo.is_some(), has_other);
    let (before, after) = if has_other { json.open_end() } else { json.end() };
    let other = if has_other { &other[1..] } else { "" };
    [
        before,
        photo.unwrap_or_default(),
        after,
        other.into(),
        if has_other { "}" } else { "" }.into(),
    ]
    .concat()
}

/// What is sent, which is what `Serialize` yields too.
fn sent(metadata: SessionMetadata) -> serde_json::Value {
    let expected = serde_json::to_string(&metadata).unwrap();
    assert_eq!(body(metadata), [r#"{"metadata":"#, &expected, "}"].concat());
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
        ..SessionMetadata::default()
    };
    assert_eq!(
        sent(empty),
        json!({"face2face": {}, "edocument": {}, "general": {}})
    );
}

#[test]
fn objects_of_other_technologies_are_sent_beside_the_known_parts() {
    let gbdfl = json!({"iin": {"value": IIN}, "list": [1, 2.5, null, true, {}]});
    let metadata = SessionMetadata::default()
        .interchangeable_tech([])
        .photo("/9j/")
        .other("gbdfl", gbdfl.clone())
        .other("ds_\"signer", json!({}));
    let both = json!({"face2face": {"photo1": "/9j/"}, "general": {"interchangeable_tech": []}, "gbdfl": gbdfl, "ds_\"signer": {}});
    assert_eq!(sent(metadata), both);
    let alone = SessionMetadata::default().other("gbdfl", json!({}));
    assert_eq!(sent(alone), json!({"gbdfl": {}}));
}

#[test]
fn metadata_of_other_technologies_are_read_back() {
    let metadata = SessionMetadata::default()
        .iin(PrefilledField::locked(IIN))
        .other("gbdfl", json!({"flag": true}));
    let json = serde_json::to_string(&metadata).unwrap();
    assert_eq!(serde_json::from_str::<SessionMetadata>(&json).unwrap(), metadata);
}

#[test]
fn what_is_no_object_and_what_is_nearly_a_known_name_is_not_read() {
    for json in [
        r#"{"gbdfl": 1}"#,
        r#"{"gbdfl": []}"#,
        r#"{"eDocument": {}}"#,
        r#"{"face_2_face": {}}"#,
        r#"{"edocument": {"iin": {"value": "1", "other": 1}}}"#,
        r#"{"edocument": {"IIN": {}}}"#,
    ] {
        assert!(serde_json::from_str::<SessionMetadata>(json).is_err(), "{json}");
    }
}

#[test]
fn debug_output_holds_no_personal_data() {
    let metadata = SessionMetadata::default()
        .iin(PrefilledField::locked(IIN))
        .photo("secret")
        .other("gbdfl", json!({"name": "secret"}));
    let shown = format!("{metadata:?}");
    assert!(!shown.contains(IIN) && !shown.contains("secret"), "{shown}");
}
