//! In front of the project's sandbox, which behaves as the vendor does.

use std::time::Duration;

use flow_embed_sandbox::{Options, Server, Technology, api_key};
use serde_json::json;

use crate::support::{Backend, Browser, config};

async fn start(progress: Duration) -> (Server, Backend, Browser) {
    let sandbox = Server::start(Options {
        port: 0,
        progress,
        ..Options::default()
    })
    .await
    .unwrap();
    let key = api_key(&[Technology::Liveness, Technology::EDocument]);
    let backend = Backend::start(config(sandbox.origin(), &[("FLOW_API_KEY", &key)])).await;
    let browser = Browser::at(&backend.origin);
    (sandbox, backend, browser)
}

/// What the widget tells the vendor at its end.
async fn complete(sandbox: &Server, session_id: &str, passed: bool) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let report = json!({
        "session_id": session_id,
        "technologies": [{ "code": "LD", "passed": passed }, { "code": "ED", "passed": true }],
        "edocument": { "iin": "123456789012", "phone": "77000000000" },
    });
    for (path, body) in [
        ("begin", json!({ "session_id": session_id })),
        ("complete", report),
    ] {
        let url = format!("{}/widget/session/{path}", sandbox.origin());
        let response = client.post(url).json(&body).send().await.unwrap();
        assert!(
            response.status().is_success(),
            "{path}: {}",
            response.text().await.unwrap()
        );
    }
}

#[tokio::test]
async fn a_session_that_the_person_passed_is_passed() {
    let (sandbox, _backend, mut browser) = start(Duration::ZERO).await;
    let session_id = browser.new_session().await;
    complete(&sandbox, &session_id, true).await;
    let answer = browser.read_result(&session_id).await.json();
    assert_eq!(answer["status"], "FINISHED");
    assert_eq!(answer["flow_session_result"], true);
    assert_eq!(answer["flow_session_failure_reasons"], json!([]));
}

#[tokio::test]
async fn a_session_that_the_person_failed_is_not_passed_and_says_why() {
    let (sandbox, _backend, mut browser) = start(Duration::ZERO).await;
    let session_id = browser.new_session().await;
    complete(&sandbox, &session_id, false).await;
    let answer = browser.read_result(&session_id).await.json();
    assert_eq!(answer["flow_session_result"], false);
    assert_eq!(
        answer["flow_session_failure_reasons"].as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn a_session_that_is_still_being_validated_is_in_progress() {
    let (sandbox, _backend, mut browser) = start(Duration::from_secs(3600)).await;
    let session_id = browser.new_session().await;
    complete(&sandbox, &session_id, true).await;
    let answer = browser.read_result(&session_id).await.json();
    assert_eq!(answer["status"], "PROGRESS");
    assert_eq!(answer.get("flow_session_result"), None);
}

#[tokio::test]
async fn the_electronic_document_stays_on_the_server() {
    let (sandbox, _backend, mut browser) = start(Duration::ZERO).await;
    let session_id = browser.new_session().await;
    complete(&sandbox, &session_id, true).await;
    let answer = browser.read_result(&session_id).await;
    for personal in [
        "123456789012",
        "77000000000",
        "_result_",
        "docOwner",
        "edocument_result",
    ] {
        assert!(!answer.text.contains(personal), "{personal}");
    }
}

#[tokio::test]
async fn a_technology_has_its_name_description_and_code() {
    let (_sandbox, _backend, mut browser) = start(Duration::ZERO).await;
    let session_id = browser.new_session().await;
    let answer = browser.read_result(&session_id).await.json();
    let technology = answer["technologies"][0].as_object().unwrap();
    assert_eq!(technology["code"], "LD");
    assert!(technology["name"].is_string() && technology["description"].is_string());
}

#[tokio::test]
async fn metadata_that_the_vendor_refuses_is_answered_in_its_words() {
    let (_sandbox, _backend, mut browser) = start(Duration::ZERO).await;
    let metadata = json!({ "edocument": { "phone": { "value": "not a phone" } } });
    let answer = browser
        .post("/api/flow/session", &json!({ "metadata": metadata }))
        .await;
    assert_eq!(
        (answer.status, answer.error_code().as_str()),
        (422, "vendor_refused")
    );
    assert!(answer.error_message().contains("phone"));
}
