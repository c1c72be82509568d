//! CORS, the widget's scripts and the start page.
#![allow(clippy::unwrap_used)]

mod common;

use common::{CREATE, MODULE, Sandbox, UMD, header};
use flow_embed_sandbox::{Technology, api_key};
use reqwest::Method;

#[tokio::test]
async fn every_origin_may_read_every_answer() {
    let sandbox = Sandbox::start().await;
    for path in [CREATE, MODULE, UMD, "/", "/no/such/path"] {
        let request = sandbox
            .client
            .get(sandbox.url(path))
            .header("origin", "https://app.example");
        let response = request.send().await.unwrap();
        let allowed = header(&response, "access-control-allow-origin");
        assert_eq!(allowed, Some("*"), "{path}");
    }
}

#[tokio::test]
async fn a_preflight_is_allowed_every_header_that_it_asks_for() {
    let sandbox = Sandbox::start().await;
    let request = sandbox
        .client
        .request(Method::OPTIONS, sandbox.url(CREATE))
        .header("origin", "https://app.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type,x-bank");
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 204);
    let headers = header(&response, "access-control-allow-headers");
    assert_eq!(headers, Some("content-type,x-bank"));
    let methods = header(&response, "access-control-allow-methods").unwrap();
    assert!(methods.contains("POST"));
}

#[tokio::test]
async fn a_request_with_credentials_gets_its_own_origin_back() {
    let sandbox = Sandbox::start().await;
    for (path, cookie) in [("/", "a=b"), ("/?credentials=1", "")] {
        let mut request = sandbox
            .client
            .get(sandbox.url(path))
            .header("origin", "https://app.example");
        if !cookie.is_empty() {
            request = request.header("cookie", cookie);
        }
        let response = request.send().await.unwrap();
        let origin = header(&response, "access-control-allow-origin");
        let credentials = header(&response, "access-control-allow-credentials");
        assert_eq!(origin, Some("https://app.example"));
        assert_eq!(credentials, Some("true"));
    }
}

#[tokio::test]
async fn scripts_are_javascript_and_never_stored() {
    let sandbox = Sandbox::start().await;
    for path in [MODULE, UMD] {
        let response = sandbox.get(path).await;
        assert_eq!(response.status(), 200);
        let content_type = header(&response, "content-type").unwrap();
        assert!(content_type.starts_with("text/javascript"));
        assert_eq!(header(&response, "cache-control"), Some("no-store"));
    }
}

#[tokio::test]
async fn a_script_calls_the_origin_that_served_it() {
    let sandbox = Sandbox::start().await;
    for path in [MODULE, UMD] {
        let script = sandbox.get(path).await.text().await.unwrap();
        let setting = format!("\"origin\":\"{}\"", sandbox.origin());
        assert!(script.contains(&setting));
    }
}

#[tokio::test]
async fn a_host_header_that_is_no_host_is_not_repeated() {
    let sandbox = Sandbox::start().await;
    for path in [MODULE, "/"] {
        let request = sandbox.client.get(sandbox.url(path));
        let response = request.header("host", "<script>").send().await.unwrap();
        let text = response.text().await.unwrap();
        assert!(text.contains("http://127.0.0.1"));
        assert!(!text.contains("<script>"));
    }
}

#[tokio::test]
async fn only_the_module_has_exports() {
    let sandbox = Sandbox::start().await;
    let module = sandbox.get(MODULE).await.text().await.unwrap();
    let umd = sandbox.get(UMD).await.text().await.unwrap();
    assert!(module.contains("export { startSession }"));
    assert!(!umd.contains("export "));
}

#[tokio::test]
async fn a_script_knows_what_its_url_asks_for() {
    let sandbox = Sandbox::start().await;
    let url = format!("{MODULE}?auto=fail&ms=40&any-id=1&technologies=DR,F2F&camera=canvas");
    let script = sandbox.get(&url).await.text().await.unwrap();
    assert!(script.contains(r#""auto":{"ms":40,"outcome":"fail"}"#));
    assert!(script.contains(r#""anyId":true"#));
    assert!(script.contains(r#""technologies":["DR","F2F"]"#));
    assert!(script.contains(r#""camera":"canvas""#));
}

#[tokio::test]
async fn an_unknown_technology_in_a_scripts_url_is_refused() {
    let sandbox = Sandbox::start().await;
    let url = format!("{MODULE}?any-id=1&technologies=LD,XX");
    assert_eq!(sandbox.get(&url).await.status(), 400);
}

#[tokio::test]
async fn the_start_page_lists_keys_and_faults() {
    let sandbox = Sandbox::start().await;
    let page = sandbox.get("/").await.text().await.unwrap();
    assert!(page.contains(&api_key(&[Technology::Liveness])));
    assert!(page.contains("<code>finishes-twice</code>"));
    assert!(!page.contains("{{"));
}
