//! What is sent, case by case of the vendor's guide.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::error::Detail;

const IIN: &str = "123456789012";
const PHONE: &str = "77011234567";

/// What is sent, which is what `Serialize` yields too.
fn json(metadata: SessionMetadata) -> serde_json::Value {
    let checked = metadata.checked().unwrap();
    let sent = serde_json::from_str(&checked.to_json()).unwrap();
    assert_eq!(serde_json::to_value(checked).unwrap(), sent);
    sent
}

fn offending_field(metadata: SessionMetadata) -> String {
    let error = metadata.checked().unwrap_err();
    let field = error.details().find_map(|(name, detail)| match detail {
        Detail::Text(text) if name == "field" => Some(text.clone()),
        _ => None,
    });
    field.unwrap()
}

#[test]
fn case_1_skips_the_form_with_both_values_locked() {
    let metadata = SessionMetadata::default()
        .iin(PrefilledField::locked(IIN))
        .phone(PrefilledField::locked("8 (701) 123-45-67"))
        .skip_input();
    assert_eq!(
        json(metadata),
        serde_json::json!({"edocument": {
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
        json(metadata),
        serde_json::json!({"edocument": {"iin": {"value": IIN, "changeable": false}, "phone": {"value": PHONE}}})
    );
}

#[test]
fn case_3_prefills_both_and_locks_nothing() {
    let metadata = SessionMetadata::default()
        .iin(PrefilledField::editable(IIN))
        .phone(PrefilledField::editable(PHONE));
    assert_eq!(
        json(metadata),
        serde_json::json!({"edocument": {"iin": {"value": IIN}, "phone": {"value": PHONE}}})
    );
}

#[test]
fn photos_and_interchangeable_technologies_are_sent_under_the_vendors_names() {
    let jpeg = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01";
    let metadata = SessionMetadata::default()
        .photo_bytes(jpeg)
        .interchangeable_tech(["LD".into(), "\"F2F\"".into()]);
    assert_eq!(
        json(metadata),
        serde_json::json!({
            "face2face": {"photo1": to_base64(jpeg)},
            "general": {"interchangeable_tech": ["LD", "\"F2F\""]},
        })
    );
    assert_eq!(json(SessionMetadata::default()), serde_json::json!({}));
}

#[test]
fn skipping_the_form_without_both_values_locked_is_refused() {
    let locked = || PrefilledField::locked(IIN);
    let phones = [None, Some(PrefilledField::editable(PHONE))];
    for phone in phones {
        let mut metadata = SessionMetadata::default().iin(locked()).skip_input();
        metadata.edocument.as_mut().unwrap().phone = phone;
        assert_eq!(offending_field(metadata), "metadata.edocument.skip_input");
    }
}

#[test]
fn wrong_values_name_their_field_and_are_not_repeated() {
    let metadata = SessionMetadata::default().iin(PrefilledField::editable("12345"));
    assert_eq!(offending_field(metadata), "metadata.edocument.iin.value");
    let metadata = SessionMetadata::default().phone(PrefilledField::editable("12345"));
    assert!(
        !metadata
            .clone()
            .checked()
            .unwrap_err()
            .message()
            .contains("12345")
    );
    assert_eq!(offending_field(metadata), "metadata.edocument.phone.value");
}

#[test]
fn a_locked_field_without_a_value_is_refused() {
    let empty = PrefilledField {
        value: None,
        changeable: false,
    };
    let metadata = SessionMetadata::default().phone(empty);
    assert_eq!(offending_field(metadata), "metadata.edocument.phone.changeable");
}

#[test]
fn debug_output_holds_no_personal_data() {
    let metadata = SessionMetadata::default()
        .iin(PrefilledField::locked(IIN))
        .photo("secret");
    let shown = format!("{metadata:?}");
    assert!(!shown.contains(IIN) && !shown.contains("secret"), "{shown}");
}
