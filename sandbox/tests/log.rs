//! What the log tells of the requests that reached the server.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use common::{CREATE, MODULE, Sandbox};
use serde_json::{Value, json};

#[tokio::test]
async fn a_request_is_noted_under_its_key() {
    let sandbox = Sandbox::start().await;
    let request = sandbox
        .client
        .post(sandbox.url(&format!("{CREATE}?key=k")))
        .header("content-type", "application/json")
        .header("accept", "application/json")
        .header("authorization", "Bearer secret")
        .body("{");
    request.send().await.unwrap().text().await.unwrap();
    let log = sandbox.log("k").await;
    assert_eq!(log.len(), 1);
    let entry = &log[0];
    assert_eq!(entry["n"], 1);
    assert_eq!(entry["method"], "POST");
    assert_eq!(entry["path"], CREATE);
    assert!(entry["at_ms"].is_number());
    assert_eq!(entry["status"], 400);
    assert_eq!(entry["complete"], true);
    assert_eq!(entry["closed_by_client"], false);
    let headers = json!({
        "content-type": "application/json",
        "accept": "application/json",
        "cookie": false,
        "authorization": true,
    });
    assert_eq!(entry["headers"], headers);
}

#[tokio::test]
async fn requests_of_other_keys_and_of_none_are_left_out() {
    let sandbox = Sandbox::start().await;
    for path in ["/?key=a", "/?key=b", "/", "/?key=a"] {
        sandbox.get(path).await;
    }
    let log = sandbox.log("a").await;
    let numbers: Vec<_> = log.iter().map(|entry| entry["n"].clone()).collect();
    assert_eq!(numbers, [1, 2]);
}

#[tokio::test]
async fn a_path_that_is_no_route_is_not_repeated() {
    let sandbox = Sandbox::start().await;
    sandbox.get("/flow/of-a-person?key=k").await;
    let log = sandbox.log("k").await;
    assert_eq!(log[0]["path"], "(no such path)");
}

#[tokio::test]
async fn a_request_given_up_before_its_answer_was_closed_by_the_client() {
    let sandbox = Sandbox::start().await;
    let url = sandbox.url(&format!("{CREATE}?fault=hang&key=k"));
    let request = sandbox.client.post(url).body("{}");
    let hanging = tokio::spawn(request.send());
    sandbox.get("/sandbox/log/wait?key=k").await;
    hanging.abort();
    let response = sandbox.get("/sandbox/log/wait?key=k&closed=1").await;
    assert_eq!(response.status(), 200);
    let log: Vec<Value> = response.json().await.unwrap();
    assert_eq!(log[0]["closed_by_client"], true);
    assert_eq!(log[0]["status"], Value::Null);
}

#[tokio::test]
async fn a_request_given_up_within_its_answer_was_closed_by_the_client() {
    let sandbox = Sandbox::start().await;
    let path = format!("{MODULE}?fault=trickle&ms=600000&key=k");
    let response = sandbox.get(&path).await;
    drop(response);
    let response = sandbox.get("/sandbox/log/wait?key=k&closed=1").await;
    let log: Vec<Value> = response.json().await.unwrap();
    assert_eq!(log[0]["closed_by_client"], true);
    assert_eq!(log[0]["complete"], false);
    assert_eq!(log[0]["status"], 200);
}

#[tokio::test]
async fn an_open_request_has_no_status_yet() {
    let sandbox = Sandbox::start().await;
    let request = sandbox.client.get(sandbox.url("/?fault=hang&key=k"));
    let hanging = tokio::spawn(request.send());
    let response = sandbox.get("/sandbox/log/wait?key=k").await;
    let log: Vec<Value> = response.json().await.unwrap();
    assert_eq!(log[0]["status"], Value::Null);
    assert_eq!(log[0]["closed_by_client"], false);
    hanging.abort();
}

#[tokio::test]
async fn waiting_ends_with_504_at_the_timeout() {
    let sandbox = Sandbox::start().await;
    sandbox.get("/?key=k").await;
    let path = "/sandbox/log/wait?key=k&closed=1&timeout=30";
    assert_eq!(sandbox.get(path).await.status(), 504);
}

#[tokio::test]
async fn waiting_goes_on_until_enough_requests_have_come() {
    let sandbox = Sandbox::start().await;
    sandbox.get("/?key=k").await;
    let early = sandbox.get("/sandbox/log/wait?key=k&count=2&timeout=30").await;
    assert_eq!(early.status(), 504);
    sandbox.get("/?key=k").await;
    let log = sandbox.get("/sandbox/log/wait?key=k&count=2").await;
    assert_eq!(log.json::<Vec<Value>>().await.unwrap().len(), 2);
}
