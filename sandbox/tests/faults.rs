//! Faults of answers, and how long they strike.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use std::time::{Duration, Instant};

use common::{CREATE, MODULE, Sandbox, UMD, header};
use flow_embed_sandbox::{Technology, api_key};
use serde_json::{Value, json};

async fn create_with(sandbox: &Sandbox, query: &str) -> reqwest::Response {
    let body = json!({ "api_key": api_key(&[Technology::Liveness]) });
    sandbox.post(&format!("{CREATE}?{query}"), &body).await
}

#[tokio::test]
async fn slow_delays_the_answer() {
    let sandbox = Sandbox::start().await;
    let start = Instant::now();
    let response = create_with(&sandbox, "fault=slow&ms=120").await;
    assert_eq!(response.status(), 200);
    assert!(start.elapsed() >= Duration::from_millis(120));
}

#[tokio::test]
async fn a_delay_of_its_own_comes_before_the_common_one() {
    let sandbox = Sandbox::start().await;
    let start = Instant::now();
    create_with(&sandbox, "fault=slow&ms=600000&slow-ms=1").await;
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[tokio::test]
async fn trickle_sends_headers_at_once() {
    let sandbox = Sandbox::start().await;
    let start = Instant::now();
    let path = format!("{MODULE}?fault=trickle&ms=600000");
    let response = sandbox.get(&path).await;
    assert_eq!(response.status(), 200);
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[tokio::test]
async fn trickle_spreads_the_whole_body_over_time() {
    let sandbox = Sandbox::start().await;
    let whole = sandbox.get(MODULE).await.text().await.unwrap();
    let start = Instant::now();
    let mut response = sandbox.get(&format!("{MODULE}?fault=trickle&ms=200")).await;
    let mut pieces = 0;
    let mut length = 0;
    while let Some(piece) = response.chunk().await.unwrap() {
        pieces += 1;
        length += piece.len();
    }
    assert!(start.elapsed() >= Duration::from_millis(200));
    assert!(pieces > 5);
    assert_eq!(length, whole.len());
}

#[tokio::test]
async fn status_answers_with_it_and_with_retry_after() {
    let sandbox = Sandbox::start().await;
    let response = create_with(&sandbox, "fault=status&status=429&retry-after=7").await;
    assert_eq!(response.status(), 429);
    assert_eq!(header(&response, "retry-after"), Some("7"));
    let exposed = header(&response, "access-control-expose-headers");
    assert_eq!(exposed, Some("Retry-After"));
    assert!(response.json::<Value>().await.unwrap()["detail"].is_string());
}

#[tokio::test]
async fn status_is_503_unless_asked_otherwise() {
    let sandbox = Sandbox::start().await;
    assert_eq!(create_with(&sandbox, "fault=status").await.status(), 503);
}

#[tokio::test]
async fn a_fault_strikes_the_first_requests_of_its_key_and_no_more() {
    let sandbox = Sandbox::start().await;
    let query = "fault=status&times=2&key=first";
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let response = create_with(&sandbox, query).await;
        statuses.push(response.status().as_u16());
    }
    assert_eq!(statuses, [503, 503, 200, 200]);
    let other = create_with(&sandbox, "fault=status&times=2&key=second").await;
    assert_eq!(other.status(), 503);
}

#[tokio::test]
async fn script_faults_are_counted_too() {
    let sandbox = Sandbox::start().await;
    let url = format!("{MODULE}?fault=no-global&times=1&key=k");
    let first = sandbox.get(&url).await.text().await.unwrap();
    let second = sandbox.get(&url).await.text().await.unwrap();
    assert!(first.contains(r#""faults":{"no-global":0}"#));
    assert!(second.contains(r#""faults":{}"#));
}

#[tokio::test]
async fn drop_closes_the_connection_without_an_answer() {
    let sandbox = Sandbox::start().await;
    let url = sandbox.url("/?fault=drop&key=k");
    let failure = sandbox.client.get(url).send().await.unwrap_err();
    assert!(failure.is_request());
    let log = sandbox.log("k").await;
    assert_eq!(log[0]["status"], Value::Null);
    assert_eq!(log[0]["closed_by_client"], false);
}

#[tokio::test]
async fn truncate_promises_the_whole_body_and_ends_in_its_middle() {
    let sandbox = Sandbox::start().await;
    let whole = sandbox.get(MODULE).await.text().await.unwrap();
    let url = format!("{MODULE}?fault=truncate&key=k");
    let mut response = sandbox.get(&url).await;
    assert_eq!(response.status(), 200);
    assert!(response.content_length().unwrap() > whole.len() as u64 / 2);
    let mut received = 0;
    let failure = loop {
        match response.chunk().await {
            Ok(Some(piece)) => received += piece.len(),
            Ok(None) => break None,
            Err(failure) => break Some(failure),
        }
    };
    assert!(failure.is_some());
    assert!(received > 0 && received < whole.len());
    assert_eq!(sandbox.log("k").await[0]["closed_by_client"], false);
}

#[tokio::test]
async fn no_cors_leaves_the_cors_headers_out() {
    let sandbox = Sandbox::start().await;
    let response = create_with(&sandbox, "fault=no-cors").await;
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "access-control-allow-origin"), None);
}

#[tokio::test]
async fn html_answers_with_a_page() {
    let sandbox = Sandbox::start().await;
    let response = create_with(&sandbox, "fault=html").await;
    assert_eq!(response.status(), 200);
    let content_type = header(&response, "content-type").unwrap();
    assert!(content_type.starts_with("text/html"));
}

#[tokio::test]
async fn redirect_leads_to_a_login_page() {
    let sandbox = Sandbox::start().await;
    let response = create_with(&sandbox, "fault=redirect").await;
    assert_eq!(response.status(), 302);
    let location = header(&response, "location").unwrap();
    assert_eq!(location, "/sandbox/login");
    let page = sandbox.get(location).await.text().await.unwrap();
    assert!(page.starts_with("<!doctype html>"));
}

#[tokio::test]
async fn empty_answers_200_without_a_body() {
    let sandbox = Sandbox::start().await;
    let response = create_with(&sandbox, "fault=empty").await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.text().await.unwrap(), "");
}

#[tokio::test]
async fn not_json_claims_to_be_json() {
    let sandbox = Sandbox::start().await;
    let response = create_with(&sandbox, "fault=not-json").await;
    assert_eq!(header(&response, "content-type"), Some("application/json"));
    assert!(response.json::<Value>().await.is_err());
}

#[tokio::test]
async fn wrong_types_keeps_the_fields_and_changes_their_types() {
    let sandbox = Sandbox::start().await;
    let response = create_with(&sandbox, "fault=wrong-types").await;
    let answer: Value = response.json().await.unwrap();
    assert!(answer["session_id"].is_number());
    assert!(answer["technologies"].is_string());
}

#[tokio::test]
async fn wrong_mime_serves_the_script_as_plain_text() {
    let sandbox = Sandbox::start().await;
    let response = sandbox.get(&format!("{UMD}?fault=wrong-mime")).await;
    let content_type = header(&response, "content-type").unwrap();
    assert!(content_type.starts_with("text/plain"));
    assert!(response.text().await.unwrap().contains("FlowWidget"));
}

#[tokio::test]
async fn faults_combine() {
    let sandbox = Sandbox::start().await;
    let response = create_with(&sandbox, "fault=status,no-cors&status=500").await;
    assert_eq!(response.status(), 500);
    assert_eq!(header(&response, "access-control-allow-origin"), None);
}

#[tokio::test]
async fn what_cannot_strike_is_refused_by_its_parameter() {
    let sandbox = Sandbox::start().await;
    for (query, field) in [
        ("fault=slwo", "fault"),
        ("fault=noise", "fault"),
        ("fault=slow&ms=soon", "ms"),
        ("fault=slow&slow-ms=soon", "slow-ms"),
        ("fault=drop&times=1", "times"),
    ] {
        let response = create_with(&sandbox, query).await;
        assert_eq!(response.status(), 400, "{query}");
        let answer: Value = response.json().await.unwrap();
        assert_eq!(answer["field"], field);
    }
}

#[tokio::test]
async fn a_preflight_uses_up_no_fault() {
    let sandbox = Sandbox::start().await;
    let path = format!("{CREATE}?fault=status&times=1&key=k");
    let preflight = sandbox
        .client
        .request(reqwest::Method::OPTIONS, sandbox.url(&path))
        .header("origin", "https://app.example")
        .header("access-control-request-method", "POST");
    assert_eq!(preflight.send().await.unwrap().status(), 204);
    let response = create_with(&sandbox, "fault=status&times=1&key=k").await;
    assert_eq!(response.status(), 503);
    assert_eq!(sandbox.log("k").await.len(), 1);
}
