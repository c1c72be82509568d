//! The vendor's session API, sentence by sentence.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use std::time::Duration;

use common::{CREATE, RESULT, Sandbox};
use flow_embed_sandbox::Technology::{self, DocumentRecognition, EDocument, Face2Face, Liveness};
use flow_embed_sandbox::api_key;
use serde_json::{Value, json};

/// Longer than any test runs.
const FOREVER: Duration = Duration::from_secs(3600);

#[test]
fn a_key_has_47_characters_and_names_its_technologies() {
    let key = api_key(&[Liveness, Face2Face]);
    assert_eq!(key.len(), 47);
    assert!(key.starts_with("sandbox_LD-F2F_0"));
}

#[tokio::test]
async fn a_session_has_an_id_and_the_flows_technologies_in_order() {
    let sandbox = Sandbox::start().await;
    let response = sandbox.create(&[EDocument, Liveness, Face2Face], None).await;
    assert_eq!(response.status(), 200);
    let answer: Value = response.json().await.unwrap();
    assert_eq!(answer["technologies"], json!(["ED", "LD", "F2F"]));
    assert_eq!(answer["session_id"].as_str().unwrap().len(), 36);
}

#[tokio::test]
async fn every_session_has_another_id() {
    let sandbox = Sandbox::start().await;
    let first = sandbox.session(&[Liveness]).await;
    let second = sandbox.session(&[Liveness]).await;
    assert_ne!(first, second);
}

#[tokio::test]
async fn a_body_without_content_type_is_accepted() {
    let sandbox = Sandbox::start().await;
    let body = json!({ "api_key": api_key(&[Liveness]) }).to_string();
    let request = sandbox
        .client
        .post(sandbox.url(CREATE))
        .body(body)
        .build()
        .unwrap();
    assert!(!request.headers().contains_key("content-type"));
    assert_eq!(sandbox.client.execute(request).await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_wrong_key_is_refused_with_403_and_not_repeated() {
    let sandbox = Sandbox::start().await;
    for key in [
        "TTpme201NiUMBA_0000000000000000000000000000000000",
        "sandbox_LD_0",
        "sandbox_XX_000000000000000000000000000000000000",
        "sandbox_LD-LD_000000000000000000000000000000000",
    ] {
        let response = sandbox.post(CREATE, &json!({ "api_key": key })).await;
        assert_eq!(response.status(), 403);
        assert!(!response.text().await.unwrap().contains(key));
    }
}

#[tokio::test]
async fn malformed_json_is_refused_with_400() {
    let sandbox = Sandbox::start().await;
    let request = sandbox.client.post(sandbox.url(CREATE)).body("{");
    assert_eq!(request.send().await.unwrap().status(), 400);
}

#[tokio::test]
async fn a_missing_key_is_refused_by_its_name() {
    let sandbox = Sandbox::start().await;
    let response = sandbox.post(CREATE, &json!({})).await;
    assert_eq!(response.status(), 400);
    let answer: Value = response.json().await.unwrap();
    assert_eq!(answer["field"], "api_key");
}

#[tokio::test]
async fn a_body_of_20_megabytes_is_read() {
    let sandbox = Sandbox::start().await;
    let body = json!({ "api_key": api_key(&[Liveness]), "padding": "x".repeat(20 << 20) });
    let larger = sandbox.post(CREATE, &body).await;
    assert_eq!(larger.status(), 413);
    let body = json!({ "api_key": api_key(&[Liveness]), "padding": "x".repeat(20_000_000) });
    let fitting = sandbox.post(CREATE, &body).await;
    assert_eq!(fitting.status(), 200);
}

#[tokio::test]
async fn the_three_cases_of_edocument_metadata_are_accepted() {
    let sandbox = Sandbox::start().await;
    let locked = |value: &str| json!({ "value": value, "changeable": false });
    let cases = [
        json!({ "iin": locked("123456789012"), "phone": locked("77012345678"), "skip_input": true }),
        json!({ "iin": locked("123456789012"), "phone": { "value": "77012345678" } }),
        json!({ "iin": { "value": "123456789012" }, "phone": { "value": "77012345678" } }),
    ];
    for case in cases {
        let response = sandbox
            .create(&[EDocument], Some(json!({ "edocument": case })))
            .await;
        assert_eq!(response.status(), 200);
    }
}

#[tokio::test]
async fn an_image_in_base64_is_accepted_as_photo1() {
    let sandbox = Sandbox::start().await;
    let jpeg = "/9j/4AAQSkZJRg==";
    let png = "iVBORw0KGgoAAAAN";
    let webp = "UklGRgAAAABXRUJQ";
    for photo in [jpeg, png, webp] {
        let metadata = json!({ "face2face": { "photo1": photo } });
        let response = sandbox.create(&[Liveness, Face2Face], Some(metadata)).await;
        assert_eq!(response.status(), 200);
    }
}

#[tokio::test]
async fn bad_metadata_is_refused_by_the_fields_name_without_its_value() {
    let sandbox = Sandbox::start().await;
    let value = |value: Value| json!({ "value": value });
    let cases = [
        (json!("SECRET"), "metadata"),
        (json!({ "edocument": "SECRET" }), "metadata.edocument"),
        (
            json!({ "edocument": { "iin": "SECRET" } }),
            "metadata.edocument.iin",
        ),
        (
            json!({ "edocument": { "iin": value(json!("SECRET789012")) } }),
            "metadata.edocument.iin.value",
        ),
        (
            json!({ "edocument": { "iin": value(json!(123456789012_u64)) } }),
            "metadata.edocument.iin.value",
        ),
        (
            json!({ "edocument": { "phone": value(json!("87012345678")) } }),
            "metadata.edocument.phone.value",
        ),
        (
            json!({ "edocument": { "phone": { "changeable": "SECRET" } } }),
            "metadata.edocument.phone.changeable",
        ),
        (
            json!({ "edocument": { "skip_input": "SECRET" } }),
            "metadata.edocument.skip_input",
        ),
        (
            json!({ "edocument": { "iin": value(json!("123456789012")), "skip_input": true } }),
            "metadata.edocument.skip_input",
        ),
        (
            json!({ "face2face": { "photo1": "SECRET!" } }),
            "metadata.face2face.photo1",
        ),
        (
            json!({ "face2face": { "photo1": "U0VDUkVU" } }),
            "metadata.face2face.photo1",
        ),
        (
            json!({ "general": { "interchangeable_tech": "SECRET" } }),
            "metadata.general.interchangeable_tech",
        ),
    ];
    for (metadata, field) in cases {
        let response = sandbox.create(&[EDocument, Face2Face], Some(metadata)).await;
        assert_eq!(response.status(), 400, "{field}");
        let answer: Value = response.json().await.unwrap();
        assert_eq!(answer["field"], field);
        let text = answer.to_string();
        for secret in ["SECRET", "123456789012", "87012345678", "U0VDUkVU"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[tokio::test]
async fn face2face_metadata_is_refused_in_a_flow_without_face2face() {
    let sandbox = Sandbox::start().await;
    let metadata = json!({ "face2face": { "photo1": "/9j/4AAQSkZJRg==" } });
    let response = sandbox.create(&[Liveness], Some(metadata)).await;
    assert_eq!(response.status(), 400);
    let answer: Value = response.json().await.unwrap();
    assert_eq!(answer["field"], "metadata.face2face");
}

fn all_passed() -> Value {
    let technologies = Technology::ALL.map(|one| json!({ "code": one.code(), "passed": true }));
    json!({
        "technologies": technologies,
        "edocument": { "iin": "123456789012", "phone": "77012345678" },
    })
}

#[tokio::test]
async fn before_the_widgets_end_a_result_is_in_progress_without_sub_results() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session(&[Liveness]).await;
    let result = sandbox.result(&id, &[Liveness]).await;
    assert_eq!(result["id"], json!(id));
    assert_eq!(result["status"], "PROGRESS");
    assert_eq!(result["technologies"][0]["code"], "LD");
    assert_eq!(result["technologies"][0]["name"], "Liveness Detection");
    assert!(result.get("liveness_result").is_none());
    assert!(result.get("flow_session_result").is_none());
}

#[tokio::test]
async fn right_after_the_end_the_sub_results_are_there_but_empty() {
    let sandbox = Sandbox::with_progress(FOREVER).await;
    let id = sandbox.session(&Technology::ALL).await;
    sandbox.pass_through(&id, all_passed()).await;
    let result = sandbox.result(&id, &Technology::ALL).await;
    assert_eq!(result["status"], "PROGRESS");
    for field in ["liveness", "document_recognition", "edocument", "face2face"] {
        assert_eq!(result[format!("{field}_result")], json!({}));
    }
}

#[tokio::test]
async fn a_finished_result_has_what_production_was_seen_to_answer() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session(&Technology::ALL).await;
    sandbox.pass_through(&id, all_passed()).await;
    let result = sandbox.result(&id, &Technology::ALL).await;
    assert_eq!(result["status"], "FINISHED");
    assert_eq!(result["flow_session_result"], true);
    assert_eq!(result["flow_session_failure_reasons"], json!([]));
    assert!(result["finished_at"].is_string());
    assert!(result["validated_at"].is_string());
    assert_eq!(result["liveness_result"]["prediction"], "0.9980");
    assert_eq!(result["liveness_result"]["failure_reason"], Value::Null);
    assert_eq!(result["face2face_result"]["result"], true);
    let document = &result["document_recognition_result"];
    assert_eq!(document["date_of_birth"], "01.01.2000");
    let owner = &result["edocument_result"]["result_json"]["common"]["docOwner"];
    assert_eq!(owner["iin"], "123456789012");
    assert_eq!(result["edocument_result"]["phone"], "77012345678");
}

#[tokio::test]
async fn a_failed_technology_fails_the_session_and_ends_it_there() {
    let sandbox = Sandbox::start().await;
    let flow = [Liveness, DocumentRecognition];
    let id = sandbox.session(&flow).await;
    let report = json!({ "technologies": [{ "code": "LD", "passed": false }] });
    sandbox.pass_through(&id, report).await;
    let result = sandbox.result(&id, &flow).await;
    assert_eq!(result["flow_session_result"], false);
    let reasons = result["flow_session_failure_reasons"].as_array().unwrap();
    assert_eq!(reasons.len(), 2);
    assert_eq!(result["liveness_result"]["failure_reason"]["type"], "SPOOF");
    assert!(result.get("document_recognition_result").is_none());
}

#[tokio::test]
async fn a_cancelled_session_is_finished_and_not_passed() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session(&[Liveness]).await;
    let report = json!({ "cancelled": true, "technologies": [] });
    sandbox.pass_through(&id, report).await;
    let result = sandbox.result(&id, &[Liveness]).await;
    assert_eq!(result["status"], "FINISHED");
    assert_eq!(result["flow_session_result"], false);
}

#[tokio::test]
async fn an_id_is_good_for_one_passage() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session(&[Liveness]).await;
    let body = json!({ "session_id": id });
    let first = sandbox.post("/widget/session/begin", &body).await;
    let second = sandbox.post("/widget/session/begin", &body).await;
    assert_eq!(first.status(), 200);
    assert_eq!(second.status(), 409);
}

#[tokio::test]
async fn the_widget_learns_the_prefilled_fields() {
    let sandbox = Sandbox::start().await;
    let metadata = json!({ "edocument": { "iin": { "value": "123456789012", "changeable": false } } });
    let created = sandbox.create(&[EDocument], Some(metadata)).await;
    let created: Value = created.json().await.unwrap();
    let body = json!({ "session_id": created["session_id"] });
    let begun = sandbox.post("/widget/session/begin", &body).await;
    let begun: Value = begun.json().await.unwrap();
    assert_eq!(begun["technologies"], json!(["ED"]));
    let iin = json!({ "value": "123456789012", "changeable": false });
    assert_eq!(begun["metadata"]["iin"], iin);
    let phone = json!({ "value": null, "changeable": true });
    assert_eq!(begun["metadata"]["phone"], phone);
}

#[tokio::test]
async fn a_result_is_refused_with_403_for_the_key_of_another_flow() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session(&[Liveness]).await;
    let other = api_key(&[EDocument]);
    for key in [other.as_str(), "wrong"] {
        let path = format!("{RESULT}?session_id={id}&flow_api_key={key}");
        assert_eq!(sandbox.get(&path).await.status(), 403);
    }
}

#[tokio::test]
async fn the_result_of_an_unknown_session_is_404() {
    let sandbox = Sandbox::start().await;
    let key = api_key(&[Liveness]);
    let path = format!("{RESULT}?session_id=unknown&flow_api_key={key}");
    assert_eq!(sandbox.get(&path).await.status(), 404);
}

#[tokio::test]
async fn a_result_without_its_parameters_is_refused_by_their_names() {
    let sandbox = Sandbox::start().await;
    let answer: Value = sandbox.get(RESULT).await.json().await.unwrap();
    assert_eq!(answer["field"], "session_id");
}
