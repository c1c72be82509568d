//! The answer of `session/result/`.

use std::time::Duration;

use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::session::{Checked, Ended, Report, Session, Stage};
use crate::technology::Technology;

/// The result of a session as the vendor would give it at this moment.
pub(crate) fn result(id: &str, session: &Session, progress: Duration) -> Value {
    let technologies: Vec<_> = session.technologies.iter().map(described).collect();
    let mut answer = Map::new();
    let mut put = |field: &str, value: Value| answer.insert(field.to_owned(), value);
    put("id", json!(id));
    put("technologies", json!(technologies));
    put("created_at", json!(timestamp(session.created_at)));
    put("ip_check_results", json!([]));
    put("request_sessions", json!([]));

    let Stage::Ended(ended) = &session.stage else {
        put("status", json!("PROGRESS"));
        return Value::Object(answer);
    };
    if !ended.is_validated(progress) {
        put("status", json!("PROGRESS"));
        for checked in &ended.report.technologies {
            put(checked.code.result_field(), json!({}));
        }
        return Value::Object(answer);
    }

    let reasons = failure_reasons(session, &ended.report);
    put("status", json!("FINISHED"));
    put("flow_session_result", json!(reasons.is_empty()));
    put("flow_session_failure_reasons", json!(reasons));
    put("finished_at", json!(timestamp(ended.at)));
    put("validated_at", json!(timestamp(ended.at + progress)));
    for checked in &ended.report.technologies {
        put(checked.code.result_field(), sub_result(checked, ended));
    }
    Value::Object(answer)
}

fn described(technology: &Technology) -> Value {
    json!({
        "name": technology.name(),
        "description": technology.description(),
        "code": technology.code(),
    })
}

fn timestamp(at: OffsetDateTime) -> Option<String> {
    at.format(&Rfc3339).ok()
}

/// Empty if every technology of the flow was passed.
fn failure_reasons(session: &Session, report: &Report) -> Vec<String> {
    if report.cancelled {
        return vec!["The person cancelled the session".to_owned()];
    }
    session
        .technologies
        .iter()
        .filter_map(|technology| {
            let name = technology.name();
            match report.technologies.iter().find(|one| one.code == *technology) {
                Some(checked) if checked.passed => None,
                Some(_) => Some(format!("{name} was not passed")),
                None => Some(format!("{name} was not reached")),
            }
        })
        .collect()
}

fn sub_result(checked: &Checked, ended: &Ended) -> Value {
    let passed = checked.passed;
    match checked.code {
        Technology::Liveness => json!({
            "result": passed,
            "prediction": if passed { "0.9980" } else { "0.0120" },
            "eye_closed": false,
            "face_center": true,
            "face_direction": true,
            "failure_reason": if passed { Value::Null } else { json!({ "type": "SPOOF" }) },
        }),
        Technology::Face2Face => json!({
            "result": passed,
            "prediction": if passed { 0.9731 } else { 0.2104 },
            "prediction_percent": if passed { 97.31 } else { 21.04 },
        }),
        Technology::EDocument => edocument(ended),
        Technology::DocumentRecognition => json!({
            "result": passed,
            "first_name": "ТЕСТ",
            "last_name": "ТЕСТОВ",
            "patronymic": "ТЕСТОВИЧ",
            "personal_number": "000000000000",
            "date_of_birth": "01.01.2000",
            "document_number": "000000000",
            "authority": "SANDBOX",
        }),
    }
}

fn edocument(ended: &Ended) -> Value {
    let entered = ended.report.edocument.as_ref();
    json!({
        "phone": entered.map(|entered| entered.phone.as_str()),
        "result_json": {
            "common": {
                "docOwner": {
                    "iin": entered.map(|entered| entered.iin.as_str()),
                    "firstName": "ТЕСТ",
                    "lastName": "ТЕСТОВ",
                    "middleName": "ТЕСТОВИЧ",
                },
            },
        },
    })
}
