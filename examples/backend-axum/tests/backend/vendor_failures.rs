use std::time::Duration;

use serde_json::json;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

use crate::support::{API_KEY, Backend, Browser, Reply, StubVendor, config, start};

#[tokio::test]
async fn a_refusal_is_answered_as_422_in_the_vendors_own_words() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    vendor.reply(Reply::json(400, json!({ "detail": "phone has a wrong format" })));
    let answer = browser.create_session().await;
    assert_eq!(
        (answer.status, answer.error_code().as_str()),
        (422, "vendor_refused")
    );
    assert!(answer.error_message().contains("phone has a wrong format"));
}

#[tokio::test]
async fn a_refusal_that_repeats_the_key_is_answered_without_it() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    vendor.reply(Reply::json(
        403,
        json!({ "detail": format!("unknown key {API_KEY}"), (API_KEY): 1 }),
    ));
    let answer = browser.create_session().await;
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains("unknown key"));
    assert!(!answer.text.contains(API_KEY));
}

#[tokio::test]
async fn a_key_is_found_as_it_is_and_as_it_stands_in_a_url() {
    let key = format!("{}+/=", "k".repeat(50));
    let in_url = format!("?flow_api_key={}%2B%2F%3D", "k".repeat(50));
    let (vendor, _backend, mut browser) = start(&[("FLOW_API_KEY", &key)]).await;
    vendor.reply(Reply::json(
        400,
        json!({ "detail": format!("key {key}"), "url": in_url }),
    ));
    let answer = browser.create_session().await;
    assert_eq!(answer.status, 422);
    assert!(!answer.text.contains("kkkk"));
}

#[tokio::test]
async fn a_key_at_the_border_of_a_long_refusal_is_not_shown_in_part() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    vendor.reply(Reply::json(
        400,
        json!({ "detail": format!("{}{API_KEY}", "x".repeat(2020)) }),
    ));
    let answer = browser.create_session().await;
    assert!(!answer.text.contains(&API_KEY[..8]));
}

#[tokio::test]
async fn a_long_refusal_is_cut() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    vendor.reply(Reply::json(400, json!({ "detail": "x".repeat(100_000) })));
    let answer = browser.create_session().await;
    assert!(answer.error_message().len() < 2048 + 100);
}

#[tokio::test]
async fn a_refusal_that_is_no_json_is_answered_with_its_status_only() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    vendor.reply(Reply::With {
        status: 404,
        headers: vec![],
        body: "<h1>internal page</h1>".to_owned(),
    });
    let answer = browser.create_session().await;
    assert_eq!(answer.status, 422);
    assert!(answer.error_message().contains("404"));
    assert!(!answer.text.contains("internal page"));
}

#[tokio::test]
async fn a_busy_vendors_retry_after_is_passed_on() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    vendor.reply(Reply::With {
        status: 429,
        headers: vec![("retry-after", "17")],
        body: String::new(),
    });
    let answer = browser.create_session().await;
    assert_eq!(
        (answer.status, answer.error_code().as_str()),
        (429, "vendor_busy")
    );
    assert_eq!(answer.header("retry-after"), Some("17"));
}

#[tokio::test]
async fn a_failing_vendor_is_answered_as_502_and_not_asked_again() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    vendor.reply(Reply::json(503, json!({ "detail": "down" })));
    let answer = browser.create_session().await;
    assert_eq!(
        (answer.status, answer.error_code().as_str()),
        (502, "vendor_failed")
    );
    assert_eq!(vendor.seen().len(), 1);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    let elsewhere = StubVendor::start().await;
    let location: &'static str = format!("{}/login", elsewhere.origin).leak();
    vendor.reply(Reply::With {
        status: 307,
        headers: vec![("location", location)],
        body: String::new(),
    });
    assert_eq!(browser.create_session().await.status, 502);
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn a_vendor_that_does_not_answer_is_answered_as_504() {
    let vendor = StubVendor::start().await;
    vendor.reply(Reply::Never);
    let mut config = config(&vendor.origin, &[]);
    config.vendor_timeout = Duration::from_millis(100);
    let backend = Backend::start(config).await;
    let answer = Browser::at(&backend.origin).create_session().await;
    assert_eq!(
        (answer.status, answer.error_code().as_str()),
        (504, "vendor_timeout")
    );
    assert_eq!(vendor.seen().len(), 1);
}

#[tokio::test]
async fn a_session_is_not_created_again_when_the_connection_breaks() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let vendor = format!("http://{}", listener.local_addr().unwrap());
    let backend = Backend::start(config(&vendor, &[])).await;
    let mut browser = Browser::at(&backend.origin);
    let mut connections = 0;
    let answer = {
        let creating = browser.create_session();
        tokio::pin!(creating);
        loop {
            tokio::select! {
                answer = &mut creating => break answer,
                accepted = listener.accept() => {
                    connections += 1;
                    let (mut connection, _) = accepted.unwrap();
                    let mut some = [0; 64];
                    assert!(connection.read(&mut some).await.unwrap() > 0);
                }
            }
        }
    };
    assert_eq!(
        (answer.status, answer.error_code().as_str()),
        (502, "vendor_unreachable")
    );
    assert_eq!(connections, 1);
}

#[tokio::test]
async fn an_answer_that_is_not_a_session_is_answered_as_502() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    let bodies = ["<h1>Sign in</h1>", "", "[]", "{}", r#"{"session_id":7}"#];
    for body in bodies {
        vendor.reply(Reply::With {
            status: 200,
            headers: vec![],
            body: body.to_owned(),
        });
        let answer = browser.create_session().await;
        assert_eq!(
            (answer.status, answer.error_code().as_str()),
            (502, "vendor_answer"),
            "{body}"
        );
        assert!(browser.cookies.keys().all(|name| name == "visitor"), "{body}");
    }
}

#[tokio::test]
async fn a_session_id_that_would_break_a_cookie_is_answered_as_502() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    vendor.reply(Reply::json(
        200,
        json!({ "session_id": "a; b", "technologies": [] }),
    ));
    let answer = browser.create_session().await;
    assert_eq!(
        (answer.status, answer.error_code().as_str()),
        (502, "vendor_answer")
    );
}

#[tokio::test]
async fn an_answer_of_more_than_32_mb_is_refused() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    let session_id = browser.new_session().await;
    let body = format!(
        "{{\"status\":\"FINISHED\",\"photo\":\"{}\"}}",
        "A".repeat(32 * 1024 * 1024)
    );
    vendor.reply(Reply::With {
        status: 200,
        headers: vec![],
        body,
    });
    let answer = browser.read_result(&session_id).await;
    assert_eq!(
        (answer.status, answer.error_code().as_str()),
        (502, "vendor_answer")
    );
}

#[tokio::test]
async fn the_vendors_failures_are_told_apart_for_results_too() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    let session_id = browser.new_session().await;
    vendor.reply(Reply::json(404, json!({ "detail": "no such session" })));
    assert_eq!(browser.read_result(&session_id).await.status, 422);
    vendor.reply(Reply::json(500, json!({})));
    assert_eq!(browser.read_result(&session_id).await.status, 502);
}
