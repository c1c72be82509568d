//! The vendor's answers, read and written again.

#![allow(clippy::unwrap_used)]

use super::*;
use serde_json::json;

fn read(answer: &Value) -> SessionResult {
    serde_json::from_value(answer.clone()).unwrap()
}

fn whole() -> Value {
    json!({
        "id": "one",
        "technologies": [{"name": "Liveness Detection", "code": "LDHP", "description": null}, {"name": "Something new"}],
        "status": "FINISHED",
        "flow_session_result": false,
        "flow_session_failure_reasons": ["Low prediction", {"type": "TIMEOUT", "detail": null, "at": 1}],
        "liveness_result": {"result": false, "prediction": "0.9980", "eye_closed": true, "face_center": true, "face_direction": "forward",
            "failure_reason": {"type": "CALC_RESULT", "detail": "Closed eyes"}, "photo": "/9j/"},
        "document_recognition_result": {"first_name": "A", "personal_number": "123456789012", "date_of_birth": "01.01.2000", "failure_reason": null},
        "face2face_result": {"result": true, "prediction": 1, "prediction_percent": "99.7"},
        "edocument_result": {"phone": "77011234567", "result_json": {"common": {"docOwner": {"iin": "123456789012", "firstName": "A"}, "docNumber": "7", "docType": "ID"}}},
        "gbdfl_result": {"iin": "123456789012", "status": "VALID", "result_json": {"any": [1]}},
        "persons_result": {"of": "a new technology"},
        "ip_check_results": [],
        "validated_at": null,
    })
}

#[test]
fn every_documented_field_has_its_type() {
    let result = read(&whole());
    let codes = result
        .technologies
        .iter()
        .map(|technology| technology.code.as_deref());
    assert_eq!(codes.collect::<Vec<_>>(), [Some("LDHP"), None]);
    let liveness = result.liveness_result.unwrap();
    assert_eq!(liveness.prediction.unwrap().number(), Some(0.998));
    assert_eq!(liveness.face_direction.as_deref(), Some("forward"));
    assert_eq!(
        liveness.failure_reason.unwrap().detail.as_deref(),
        Some("Closed eyes")
    );
    let face2face = result.face2face_result.unwrap();
    assert_eq!(face2face.prediction.unwrap().number(), Some(1.0));
    let common = result
        .edocument_result
        .unwrap()
        .result_json
        .unwrap()
        .common
        .unwrap();
    assert_eq!(common.doc_owner.unwrap().first_name.as_deref(), Some("A"));
    assert_eq!(
        common.other,
        json!({"docType": "ID"}).as_object().cloned().unwrap()
    );
    assert_eq!(result.gbdfl_result.unwrap().status.as_deref(), Some("VALID"));
    let reasons = result.flow_session_failure_reasons.unwrap();
    assert_eq!(reasons.first(), Some(&FlowReason::Text("Low prediction".into())));
    assert_eq!(result.document_recognition_result.unwrap().failure_reason, None);
}

#[test]
fn an_answer_is_written_as_it_came_with_all_that_is_not_known() {
    let answer = whole();
    assert_eq!(serde_json::to_value(read(&answer)).unwrap(), answer);
}

#[test]
fn sub_results_are_empty_until_the_vendor_is_done() {
    let answer = json!({"id": "one", "technologies": [], "status": "PROGRESS", "liveness_result": {}, "edocument_result": {}, "gbdfl_result": {}});
    let result = read(&answer);
    assert_eq!(result.liveness_result, Some(LivenessResult::default()));
    assert_eq!(result.face2face_result, None);
    assert_eq!(serde_json::to_value(result).unwrap(), answer);
}

#[test]
fn what_is_of_another_type_is_kept_and_is_no_error() {
    let answer = json!({
        "id": "one",
        "technologies": [],
        "status": 3,
        "flow_session_failure_reasons": "none",
        "liveness_result": null,
        "face2face_result": {"result": "yes", "prediction": {"of": 1}, "prediction_percent": 99.5, "failure_reason": "low"},
        "gbdfl_result": [],
    });
    let result = read(&answer);
    assert_eq!((&result.status, &result.liveness_result), (&None, &None));
    let face2face = result.face2face_result.as_ref().unwrap();
    assert_eq!((face2face.result, &face2face.prediction), (None, &None));
    assert_eq!(face2face.other.get("result"), Some(&json!("yes")));
    assert_eq!(serde_json::to_value(result).unwrap(), answer);
}

#[test]
fn an_answer_without_an_id_or_technologies_is_none() {
    for answer in [
        json!({"technologies": []}),
        json!({"id": 1, "technologies": []}),
        json!({"id": "one"}),
        json!({"id": "one", "technologies": ["LD"]}),
        json!([]),
    ] {
        assert!(
            serde_json::from_value::<SessionResult>(answer.clone()).is_err(),
            "{answer}"
        );
    }
}

#[test]
fn a_score_that_is_no_number_is_none() {
    assert_eq!(Score::Text("high".into()).number(), None);
    assert_eq!(Score::Text(" 99.7 ".into()).number(), Some(99.7));
}
