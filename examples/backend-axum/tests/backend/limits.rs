use serde_json::json;

use crate::support::{Answer, Browser, start};

fn assert_limited(answer: &Answer) {
    assert_eq!(
        (answer.status, answer.error_code().as_str()),
        (429, "too_many_requests")
    );
    let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=61).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn a_visitor_who_creates_too_many_sessions_has_to_wait() {
    let (vendor, _backend, mut browser) = start(&[("SESSIONS_PER_VISITOR", "1")]).await;
    browser.new_session().await;
    assert_limited(&browser.create_session().await);
    assert_eq!(vendor.seen().len(), 1);
}

#[tokio::test]
async fn one_visitors_limit_is_not_anothers() {
    let (_vendor, backend, mut browser) = start(&[("SESSIONS_PER_VISITOR", "1")]).await;
    browser.new_session().await;
    Browser::at(&backend.origin).new_session().await;
}

#[tokio::test]
async fn an_address_is_limited_however_many_visitors_it_pretends_to_be() {
    let (_vendor, backend, mut browser) = start(&[("SESSIONS_PER_ADDRESS", "2")]).await;
    browser.new_session().await;
    Browser::at(&backend.origin).new_session().await;
    assert_limited(&Browser::at(&backend.origin).create_session().await);
}

#[tokio::test]
async fn what_one_visitor_is_refused_does_not_use_up_the_addresss_limit() {
    let (_vendor, backend, mut browser) =
        start(&[("SESSIONS_PER_VISITOR", "1"), ("SESSIONS_PER_ADDRESS", "3")]).await;
    browser.new_session().await;
    for _ in 0..5 {
        assert_limited(&browser.create_session().await);
    }
    Browser::at(&backend.origin).new_session().await;
}

#[tokio::test]
async fn reading_results_has_a_limit_of_its_own() {
    let (_vendor, _backend, mut browser) = start(&[("RESULTS_PER_VISITOR", "1")]).await;
    let session_id = browser.new_session().await;
    assert_eq!(browser.read_result(&session_id).await.status, 200);
    assert_limited(&browser.read_result(&session_id).await);
    browser.new_session().await;
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_has_its_own_limit() {
    let (_vendor, backend, _) =
        start(&[("SESSIONS_PER_ADDRESS", "1"), ("TRUSTED_PROXIES", "127.0.0.0/8")]).await;
    for (client, status) in [("192.0.2.1", 200), ("192.0.2.2", 200), ("192.0.2.1", 429)] {
        let mut browser = Browser::at(&backend.origin);
        let request = browser
            .client
            .post(format!("{}/api/flow/session", backend.origin));
        let request = request
            .header("origin", &backend.origin)
            .header("x-forwarded-for", client);
        assert_eq!(
            browser.send(request.json(&json!({}))).await.status,
            status,
            "{client}"
        );
    }
}
