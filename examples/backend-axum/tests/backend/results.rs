use serde_json::json;

use crate::support::{API_KEY, Backend, Browser, Reply, StubVendor, config, start};

#[tokio::test]
async fn a_passed_result_is_answered_without_anything_personal() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    let session_id = browser.new_session().await;
    vendor.reply(Reply::json(
        200,
        json!({
            "id": session_id,
            "technologies": [{ "name": "E-Document", "description": "d", "code": "ED" }],
            "status": "FINISHED",
            "flow_session_result": true,
            "flow_session_failure_reasons": [],
            "edocument_result": { "phone": "personal", "result_json": { "common": { "docOwner": { "iin": "personal" } } } },
            "liveness_result": { "result": true, "photo": "personal" },
            "validated_at": "personal",
        }),
    ));
    let answer = browser.read_result(&session_id).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let expected = json!({
        "id": session_id,
        "technologies": [{ "name": "E-Document", "description": "d", "code": "ED" }],
        "status": "FINISHED",
        "flow_session_result": true,
        "flow_session_failure_reasons": [],
    });
    assert_eq!(answer.json(), expected);
}

#[tokio::test]
async fn a_result_in_progress_has_no_verdict() {
    let (_vendor, _backend, mut browser) = start(&[]).await;
    let session_id = browser.new_session().await;
    let answer = browser.read_result(&session_id).await;
    assert_eq!(
        answer.json(),
        json!({ "id": session_id, "technologies": [], "status": "PROGRESS" })
    );
}

#[tokio::test]
async fn the_vendor_is_asked_with_the_sessions_id_and_the_key() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    let session_id = browser.new_session().await;
    browser.read_result(&session_id).await;
    let seen = &vendor.seen()[1];
    assert_eq!(seen.path, "/api/v1/flows/session/result/");
    assert_eq!(
        seen.query,
        format!("session_id={session_id}&flow_api_key={API_KEY}")
    );
}

#[tokio::test]
async fn another_instance_with_the_same_secret_reads_the_result() {
    let (vendor, _first, mut browser) = start(&[]).await;
    let session_id = browser.new_session().await;
    let second = Backend::start(config(&vendor.origin, &[])).await;
    let answer = browser.moved_to(&second.origin).read_result(&session_id).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[tokio::test]
async fn an_instance_with_another_secret_does_not() {
    let (vendor, _first, mut browser) = start(&[]).await;
    let session_id = browser.new_session().await;
    let other = [("COOKIE_SECRET", "another secret of thirty-two bytes!!")];
    let second = Backend::start(config(&vendor.origin, &other)).await;
    let answer = browser.moved_to(&second.origin).read_result(&session_id).await;
    assert_eq!(answer.status, 404);
}

async fn assert_unknown(vendor: &StubVendor, browser: &mut Browser, session_id: &str) {
    let asked_before = vendor.seen().len();
    let answer = browser.read_result(session_id).await;
    assert_eq!(
        (answer.status, answer.error_code().as_str()),
        (404, "unknown_session")
    );
    assert_eq!(vendor.seen().len(), asked_before, "the vendor is not asked");
}

#[tokio::test]
async fn another_visitors_session_is_unknown() {
    let (vendor, backend, mut browser) = start(&[]).await;
    let session_id = browser.new_session().await;
    let mut other = Browser::at(&backend.origin);
    other.new_session().await;
    assert_unknown(&vendor, &mut other, &session_id).await;
}

#[tokio::test]
async fn a_stolen_binding_is_worth_nothing_to_another_visitor() {
    let (vendor, backend, mut browser) = start(&[]).await;
    let session_id = browser.new_session().await;
    let mut thief = Browser::at(&backend.origin);
    thief.new_session().await;
    let name = format!("flow_{session_id}");
    thief.cookies.insert(name.clone(), browser.cookies[&name].clone());
    assert_unknown(&vendor, &mut thief, &session_id).await;
}

#[tokio::test]
async fn a_session_that_exists_nowhere_is_answered_as_another_visitors_is() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    assert_unknown(&vendor, &mut browser, "session-99").await;
    assert_unknown(&vendor, &mut browser, "a%3Bb").await;
}

#[tokio::test]
async fn a_request_without_a_session_id_is_refused() {
    let (_vendor, _backend, mut browser) = start(&[]).await;
    let answer = browser.get("/api/flow/result").await;
    assert_eq!(
        (answer.status, answer.error_code().as_str()),
        (400, "invalid_request")
    );
}
