use reqwest::RequestBuilder;
use serde_json::json;

use crate::support::{Browser, start};

fn post(browser: &Browser) -> RequestBuilder {
    browser
        .client
        .post(format!("{}/api/flow/session", browser.origin))
}

#[tokio::test]
async fn a_post_from_another_site_is_refused_before_the_vendor_is_asked() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    let request = post(&browser)
        .header("sec-fetch-site", "cross-site")
        .header("origin", "https://evil.example");
    let answer = browser.send(request.json(&json!({}))).await;
    assert_eq!((answer.status, answer.error_code().as_str()), (403, "cross_site"));
    assert!(answer.set_cookies().is_empty());
    assert!(vendor.seen().is_empty());
}

#[tokio::test]
async fn a_post_without_an_origin_is_refused() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    let request = post(&browser).json(&json!({}));
    assert_eq!(browser.send(request).await.status, 403);
    assert!(vendor.seen().is_empty());
}

#[tokio::test]
async fn a_post_of_a_form_is_refused() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
    ] {
        let request = post(&browser)
            .header("origin", &browser.origin)
            .header("content-type", content_type);
        let answer = browser.send(request.body("{}")).await;
        assert_eq!(
            (answer.status, answer.error_code().as_str()),
            (415, "not_json"),
            "{content_type}"
        );
    }
    assert!(vendor.seen().is_empty());
}

#[tokio::test]
async fn json_with_a_charset_is_accepted() {
    let (_vendor, _backend, mut browser) = start(&[]).await;
    let request = post(&browser).header("origin", &browser.origin);
    let request = request
        .header("content-type", "application/json; charset=utf-8")
        .body("{}");
    assert_eq!(browser.send(request).await.status, 200);
}

#[tokio::test]
async fn a_cross_site_read_of_a_result_is_refused() {
    let (vendor, _backend, mut browser) = start(&[]).await;
    let session_id = browser.new_session().await;
    let url = format!("{}/api/flow/result?session_id={session_id}", browser.origin);
    let request = browser.client.get(url).header("sec-fetch-site", "cross-site");
    let answer = browser.send(request).await;
    assert_eq!((answer.status, answer.error_code().as_str()), (403, "cross_site"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(vendor.seen().len(), 1, "the creation only");
}
