use serde_json::json;

use crate::support::{API_KEY, Browser, OTHER_API_KEY, start};

#[tokio::test]
async fn creating_a_session_answers_its_id_and_technologies() {
    let (_vendor, _backend, mut browser) = start(&[]).await;
    let answer = browser.create_session().await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.json(),
        json!({ "session_id": "session-1", "technologies": ["LD", "F2F"] })
    );
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn the_vendor_gets_the_flows_key_and_the_pages_metadata() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    let metadata = json!({ "edocument": { "phone": { "value": "77000000000", "changeable": false } } });
    browser
        .post("/api/flow/session", &json!({ "metadata": metadata }))
        .await;
    let seen = &vendor.seen()[0];
    assert_eq!(seen.path, "/api/v1/flows/session/create/");
    assert_eq!(seen.body, json!({ "api_key": API_KEY, "metadata": metadata }));
}

#[tokio::test]
async fn without_metadata_the_vendor_gets_none() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    browser.create_session().await;
    assert_eq!(vendor.seen()[0].body, json!({ "api_key": API_KEY }));
}

#[tokio::test]
async fn a_named_flow_uses_its_own_key() {
    let keys = format!("card={OTHER_API_KEY}");
    let (vendor, _backend, mut browser) = start(&[("FLOW_API_KEYS", &keys)]).await;
    let answer = browser.post("/api/flow/session?flow=card", &json!({})).await;
    let session_id = answer.json()["session_id"].as_str().unwrap().to_owned();
    browser.read_result(&session_id).await;
    assert_eq!(vendor.seen()[0].body["api_key"], OTHER_API_KEY);
    assert_eq!(
        vendor.seen()[1].query,
        format!("session_id={session_id}&flow_api_key={OTHER_API_KEY}")
    );
}

#[tokio::test]
async fn an_unknown_flow_is_refused_before_the_vendor_is_asked() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    let answer = browser.post("/api/flow/session?flow=other", &json!({})).await;
    assert_eq!(
        (answer.status, answer.error_code().as_str()),
        (404, "unknown_flow")
    );
    assert!(vendor.seen().is_empty());
}

#[tokio::test]
async fn without_a_default_flow_the_flow_has_to_be_named() {
    let keys = format!("card={OTHER_API_KEY}");
    let (vendor, _backend, mut browser) = start(&[("FLOW_API_KEY", ""), ("FLOW_API_KEYS", &keys)]).await;
    let answer = browser.create_session().await;
    assert_eq!(
        (answer.status, answer.error_code().as_str()),
        (404, "unknown_flow")
    );
    assert!(vendor.seen().is_empty());
}

#[tokio::test]
async fn an_api_key_from_the_page_is_refused() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    let answer = browser
        .post("/api/flow/session", &json!({ "api_key": OTHER_API_KEY }))
        .await;
    assert_eq!(
        (answer.status, answer.error_code().as_str()),
        (400, "invalid_request")
    );
    assert!(!answer.text.contains(OTHER_API_KEY));
    assert!(vendor.seen().is_empty());
}

#[tokio::test]
async fn a_body_larger_than_15_mb_is_refused() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    let photo = "A".repeat(15 * 1024 * 1024);
    let answer = browser
        .post(
            "/api/flow/session",
            &json!({ "metadata": { "face2face": { "photo1": photo } } }),
        )
        .await;
    assert_eq!((answer.status, answer.error_code().as_str()), (413, "too_large"));
    assert!(vendor.seen().is_empty());
}

#[tokio::test]
async fn a_photo_of_14_mb_is_passed_on() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    let photo = "A".repeat(14 * 1024 * 1024);
    let answer = browser
        .post(
            "/api/flow/session",
            &json!({ "metadata": { "face2face": { "photo1": photo } } }),
        )
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(vendor.seen()[0].body["metadata"]["face2face"]["photo1"], photo);
}

#[tokio::test]
async fn a_visitor_keeps_one_id_over_several_sessions() {
    let (_vendor, _backend, mut browser) = start(&[]).await;
    browser.new_session().await;
    let visitor = browser.cookies["visitor"].clone();
    let answer = browser.create_session().await;
    assert!(
        answer
            .set_cookies()
            .iter()
            .all(|cookie| !cookie.starts_with("visitor="))
    );
    assert_eq!(browser.cookies["visitor"], visitor);
}

#[tokio::test]
async fn a_forged_visitor_is_replaced() {
    let (_vendor, _backend, mut browser) = start(&[]).await;
    let forged = "ImEi.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    browser.cookies.insert("visitor".to_owned(), forged.to_owned());
    browser.new_session().await;
    assert_ne!(browser.cookies["visitor"], forged);
}

#[tokio::test]
async fn behind_an_https_proxy_every_cookie_is_secure_and_bound_to_the_host() {
    let (_vendor, backend, _) = start(&[("ALLOWED_ORIGIN", "https://bank.example")]).await;
    let mut browser = Browser::at(&backend.origin);
    let url = format!("{}/api/flow/session", backend.origin);
    let request = browser
        .client
        .post(url)
        .header("origin", "https://bank.example")
        .json(&json!({}));
    let answer = browser.send(request).await;
    let cookies = answer.set_cookies();
    assert_eq!(cookies.len(), 2, "the visitor and the session");
    for cookie in cookies {
        assert!(cookie.starts_with("__Host-"), "{cookie}");
        assert!(
            cookie.contains("; HttpOnly; SameSite=Lax; Secure; Path=/"),
            "{cookie}"
        );
    }
}

#[tokio::test]
async fn a_visitor_keeps_the_newest_five_sessions() {
    let (_vendor, _backend, mut browser) = start(&[]).await;
    for _ in 0..6 {
        browser.new_session().await;
    }
    assert_eq!(
        browser
            .cookies
            .keys()
            .filter(|name| name.starts_with("flow_"))
            .count(),
        5
    );
}
