//! Requests, as a Rust app sends them.

use std::pin::pin;
use std::time::Duration;

use flow_embed::{
    CreateSessionOptions, Credentials, Error, ErrorCode, GetResultOptions, PrefilledField, RequestOptions,
    Session, SessionMetadata, Wait, create_session, get_result,
};
use js_sys::{Function, Reflect};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{javascript, next_turn, number, poll_once};

pub const SESSION: &str = r#"{"session_id": "one", "technologies": ["LD"]}"#;
const PENDING: &str = r#"{"id": "one", "technologies": [], "status": "PROGRESS"}"#;
pub const RESULT: &str = r#"{"id": "one", "technologies": [], "status": "FINISHED"}"#;

/// Stands in for `fetch`: what was asked is in `window.asked`, the times in `window.timesAsked`. The browser's own is back after the test.
pub struct Server;

impl Server {
    /// Answers by this function body, which is given the `url` and the `init`.
    pub fn answering_by(body: &str) -> Self {
        javascript("window.ownFetch ??= window.fetch; window.timesAsked = 0; window.asked = {};");
        let answer = Function::new_with_args("url, init", body);
        Reflect::set(&js_sys::global(), &"answer".into(), &answer).unwrap();
        javascript(
            "window.fetch = async (url, init) => (timesAsked++, Object.assign(asked, { url }, init), answer(url, init));",
        );
        Self
    }

    pub fn answering(status: u16, body: &str) -> Self {
        let body = serde_json::to_string(body).unwrap();
        Self::answering_by(&format!("return new Response({body}, {{ status: {status} }})"))
    }

    /// What JavaScript makes of what was asked.
    pub fn asked(&self, expression: &str) -> String {
        let value = javascript(&format!("return String(asked.{expression})"));
        value.as_string().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        javascript("window.fetch = ownFetch; delete window.answer");
    }
}

pub async fn create(request: RequestOptions, metadata: SessionMetadata) -> Result<Session, Error> {
    create_session(CreateSessionOptions {
        request,
        metadata: Some(metadata),
    })
    .await
}

pub fn to(endpoint: &str) -> RequestOptions {
    RequestOptions::to(endpoint)
}

pub fn with_key(endpoint: &str) -> RequestOptions {
    RequestOptions {
        api_key: Some("KEY/of+the=flow".into()),
        ..to(endpoint)
    }
}

pub fn detail(error: &Error, name: &str) -> Option<String> {
    error.detail(name).and_then(|detail| detail.as_string())
}

async fn refused_by_endpoint(request: RequestOptions) -> Option<String> {
    let _server = Server::answering(404, "");
    let error = create(request, SessionMetadata::default()).await.unwrap_err();
    (error.code() == ErrorCode::InvalidOptions).then(|| {
        assert_eq!(detail(&error, "field").as_deref(), Some("endpoint"));
        error.message()
    })
}

#[wasm_bindgen_test]
async fn an_endpoint_is_shown_without_its_query_which_may_hold_the_api_key() {
    let server = Server::answering(404, "");
    let error = create(to("https://bank.kz/flow?key=1#2"), SessionMetadata::default())
        .await
        .unwrap_err();
    assert_eq!(server.asked("url"), "https://bank.kz/flow?key=1#2");
    assert_eq!(detail(&error, "url").as_deref(), Some("https://bank.kz/flow"));
    assert_eq!(
        error.message(),
        "https://bank.kz/flow knows no such session or endpoint."
    );
}

#[wasm_bindgen_test]
async fn an_endpoint_may_be_plain_http_but_not_where_an_api_key_is_sent_to_it() {
    assert_eq!(refused_by_endpoint(to("http://bank.kz/flow")).await, None);
    let problem = refused_by_endpoint(with_key("http://bank.kz/flow"))
        .await
        .unwrap();
    assert!(problem.contains("https"));
    for wrong in [
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://128.0.0.1",
    ] {
        assert!(refused_by_endpoint(with_key(wrong)).await.is_some(), "{wrong}");
    }
    for safe in [
        "https://bank.kz/flow",
        "http://localhost/flow",
        "http://app.localhost",
        "http://127.8.9.10:8080",
        "http://2130706433",
        "http://[::1]",
    ] {
        assert_eq!(refused_by_endpoint(with_key(safe)).await, None, "{safe}");
    }
}

#[wasm_bindgen_test]
async fn an_endpoint_must_be_a_url_of_http_or_https_without_a_login() {
    for wrong in [
        "",
        "https://",
        "ftp://bank.kz",
        "data:application/json,{}",
        "https://user@bank.kz",
        "https://:word@bank.kz",
    ] {
        assert!(refused_by_endpoint(to(wrong)).await.is_some(), "{wrong}");
    }
    assert_eq!(refused_by_endpoint(to("/flow")).await, None);
}

#[wasm_bindgen_test]
async fn a_session_is_created_by_a_post_of_json() {
    let server = Server::answering(200, SESSION);
    let request = RequestOptions {
        headers: vec![("X-One".into(), "1".into())],
        credentials: Some(Credentials::Include),
        ..with_key("/create")
    };
    let metadata = SessionMetadata::default()
        .iin(PrefilledField::locked("123456789012"))
        .phone(PrefilledField::editable("8 (701) 123-45-67"))
        .photo_bytes(b"\xff\xd8\xff\xe0\x00\x10")
        .interchangeable_tech(["\"LD\"".into()]);
    let session = create(request, metadata).await.unwrap();
    assert_eq!(
        (session.session_id.as_str(), &*session.technologies),
        ("one", &["LD".to_owned()][..])
    );
    assert_eq!(
        server.asked("body"),
        concat!(
            r#"{"api_key":"KEY/of+the=flow","metadata":{"face2face":{"photo1":"/9j/4AAQ"},"#,
            r#""edocument":{"iin":{"value":"123456789012","changeable":false},"phone":{"value":"77011234567"}},"#,
            r#""general":{"interchangeable_tech":["\"LD\""]}}}"#
        )
    );
    assert_eq!(server.asked("method"), "POST");
    assert_eq!(server.asked("cache"), "no-store");
    assert_eq!(server.asked("credentials"), "include");
    assert_eq!(server.asked("headers['content-type']"), "application/json");
    assert_eq!(server.asked("headers['X-One']"), "1");
}

#[wasm_bindgen_test]
async fn metadata_of_other_technologies_are_sent_as_they_are() {
    let server = Server::answering(200, SESSION);
    let metadata = SessionMetadata::default()
        .photo_bytes(b"\xff\xd8\xff\xe0\x00\x10")
        .other("gbdfl", serde_json::json!({"flag": true, "list": [1, "\"", {}]}))
        .other("ds_signer", serde_json::json!({}));
    create(to("/create"), metadata).await.unwrap();
    let sent = r#"{"metadata":{"face2face":{"photo1":"/9j/4AAQ"},"gbdfl":{"flag":true,"list":[1,"\"",{}]},"ds_signer":{}}}"#;
    assert_eq!(server.asked("body"), sent);
    for (name, other) in [
        ("eDocument", serde_json::json!({})),
        ("gbdfl", serde_json::json!(1)),
    ] {
        let error = create(to("/create"), SessionMetadata::default().other(name, other))
            .await
            .unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidOptions);
        assert_eq!(detail(&error, "field"), Some(["metadata.", name].concat()));
    }
}

#[wasm_bindgen_test]
async fn a_content_type_that_is_given_takes_the_place_of_the_other() {
    let server = Server::answering(200, SESSION);
    let request = RequestOptions {
        headers: vec![("Content-Type".into(), "application/json; charset=utf-8".into())],
        ..to("/create")
    };
    create(request, SessionMetadata::default()).await.unwrap();
    let headers = javascript("return JSON.stringify(asked.headers)");
    assert_eq!(headers, r#"{"Content-Type":"application/json; charset=utf-8"}"#);
    assert_eq!(server.asked("credentials"), "undefined");
}

#[wasm_bindgen_test]
async fn a_header_that_cannot_be_sent_is_refused_by_its_name_and_its_value_is_not_repeated() {
    for (name, value) in [
        ("not a name", "hidden"),
        ("x-value", "Bearer\nhidden"),
        ("", "hidden"),
    ] {
        let _server = Server::answering(200, SESSION);
        let request = RequestOptions {
            headers: vec![("x-right".into(), "1".into()), (name.into(), value.into())],
            ..to("/create")
        };
        let error = create(request, SessionMetadata::default()).await.unwrap_err();
        assert_eq!(detail(&error, "field"), Some(["headers.", name].concat()));
        assert!(!error.message().contains("hidden") && error.cause().is_none());
        assert_eq!(number("timesAsked"), 0.0);
    }
}

#[wasm_bindgen_test]
async fn a_result_is_read_by_a_get_that_keeps_the_endpoints_own_query() {
    let server = Server::answering(200, RESULT);
    let request = with_key("/result?flow=loan&session_id=0&x=%26");
    let result = get_result(GetResultOptions::new("a&b=ü", request)).await.unwrap();
    assert_eq!(result.status.as_deref(), Some("FINISHED"));
    assert_eq!(
        (server.asked("method"), server.asked("body")),
        ("GET".into(), "undefined".into())
    );
    let asked = javascript("return JSON.stringify(Object.fromEntries(new URL(asked.url).searchParams))");
    assert_eq!(
        asked,
        r#"{"flow":"loan","x":"&","session_id":"a&b=ü","flow_api_key":"KEY/of+the=flow"}"#
    );
}

#[wasm_bindgen_test]
async fn a_wait_asks_until_the_result_is_complete() {
    let _server = Server::answering_by(&format!(
        "return new Response(timesAsked < 3 ? '{PENDING}' : '{RESULT}')"
    ));
    let options = GetResultOptions {
        wait: Some(Wait {
            interval: Duration::from_millis(10),
            ..Wait::default()
        }),
        ..GetResultOptions::new("one", to("/result"))
    };
    assert!(get_result(options).await.is_ok());
    assert_eq!(number("timesAsked"), 3.0);
}

#[wasm_bindgen_test]
async fn a_wait_that_is_too_short_ends_with_the_last_answer_and_one_without_any_says_so() {
    let waiting = |request| GetResultOptions {
        wait: Some(Wait {
            timeout: Duration::from_millis(80),
            interval: Duration::from_millis(20),
        }),
        ..GetResultOptions::new("one", request)
    };
    let server = Server::answering(200, PENDING);
    let error = get_result(waiting(to("/result"))).await.unwrap_err();
    assert_eq!(
        (error.code(), error.retryable()),
        (ErrorCode::ResultPending, true)
    );
    let last = error.detail("result").unwrap();
    assert_eq!(Reflect::get(&last, &"status".into()).unwrap(), "PROGRESS");
    drop(server);

    let _server = Server::answering_by("return new Promise(() => {})");
    let error = get_result(waiting(to("/result"))).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::RequestTimeout);
    assert!(error.message().contains("`wait.timeout`"));
    assert_eq!(javascript("return asked.signal.aborted"), true);
}

#[wasm_bindgen_test]
async fn dropping_a_call_aborts_its_request() {
    let server = Server::answering_by("return new Promise(() => {})");
    {
        let mut call = pin!(create(to("/create"), SessionMetadata::default()));
        assert!(poll_once(call.as_mut()).is_pending());
        assert_eq!(server.asked("signal.aborted"), "false");
    }
    assert_eq!(server.asked("signal.aborted"), "true");
    next_turn().await;
}

#[wasm_bindgen_test]
async fn dropping_a_call_in_a_pause_ends_it() {
    let _server = Server::answering(503, "");
    {
        let mut call = pin!(get_result(GetResultOptions::new("one", to("/result"))));
        while number("timesAsked") < 1.0 {
            assert!(poll_once(call.as_mut()).is_pending());
        }
        for _ in 0..5 {
            next_turn().await;
            assert!(poll_once(call.as_mut()).is_pending());
        }
    }
    javascript("window.timesAsked = 0");
    crate::page::elapsed(700).await;
    assert_eq!(number("timesAsked"), 0.0);
}

#[wasm_bindgen_test]
async fn a_call_that_gets_no_answer_in_time_is_request_timeout() {
    let _server = Server::answering_by("return new Promise(() => {})");
    let request = RequestOptions {
        timeout: Some(Duration::from_millis(30)),
        retries: Some(1),
        ..to("/create")
    };
    let error = create(request, SessionMetadata::default()).await.unwrap_err();
    assert_eq!(
        (error.code(), error.retryable()),
        (ErrorCode::RequestTimeout, true)
    );
    assert_eq!(number("timesAsked"), 2.0);
}

#[wasm_bindgen_test]
async fn a_result_without_an_id_is_not_asked_for() {
    let _server = Server::answering(200, RESULT);
    let error = get_result(GetResultOptions::new("", to("/result")))
        .await
        .unwrap_err();
    assert_eq!(detail(&error, "field").as_deref(), Some("id"));
    assert_eq!(number("timesAsked"), 0.0);
}
