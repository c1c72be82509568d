use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Browser, start};

async fn ask(browser: &mut Browser, method: &str, path: &str) -> Answer {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let request = browser
        .client
        .request(method, format!("{}{path}", browser.origin))
        .header("sec-fetch-site", "same-origin");
    browser.send(request.json(&json!({}))).await
}

fn assert_refused(answer: &Answer, status: u16, code: &str, what: &str) {
    assert_eq!(answer.status, status, "{what}");
    assert_eq!(answer.error_code(), code, "{what}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{what}");
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{what}");
}

#[tokio::test]
async fn an_unknown_address_under_api_is_answered_in_the_tables_form() {
    let (_vendor, _backend, mut browser) = start(&[]).await;
    for path in [
        "/api",
        "/api/",
        "/api?x",
        "/api/missing",
        "/api/%ff",
        "/api/flow/session/",
        "/api/%66low/result",
    ] {
        for method in ["GET", "POST", "PROPFIND"] {
            let answer = ask(&mut browser, method, path).await;
            assert_refused(&answer, 404, "not_found", &format!("{method} {path}"));
        }
    }
}

#[tokio::test]
async fn a_wrong_method_is_answered_in_the_tables_form_with_the_right_one() {
    let (_vendor, _backend, mut browser) = start(&[]).await;
    for (path, allowed, methods) in [
        ("/api/flow/session", "POST", ["GET", "PUT", "OPTIONS", "PROPFIND"]),
        (
            "/api/flow/result",
            "GET,HEAD",
            ["POST", "DELETE", "OPTIONS", "PROPFIND"],
        ),
    ] {
        for method in methods {
            let answer = ask(&mut browser, method, path).await;
            assert_refused(&answer, 405, "wrong_method", &format!("{method} {path}"));
            assert_eq!(answer.header("allow"), Some(allowed), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn an_address_of_the_api_in_other_letters_is_none() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    for path in [
        "/%61pi/flow/session",
        "/api/%66low/session",
        "/api/flow/sessio%6e",
        "/api/flow%2fsession",
    ] {
        assert_eq!(ask(&mut browser, "POST", path).await.status, 404, "{path}");
    }
    assert!(vendor.seen().is_empty());
}

#[tokio::test]
async fn a_path_outside_of_api_that_is_no_text_is_not_found() {
    let (_vendor, _backend, mut browser) = start(&[]).await;
    let answer = ask(&mut browser, "GET", "/%ff").await;
    assert_eq!((answer.status, answer.text.as_str()), (404, ""));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
}
