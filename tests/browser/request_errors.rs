//! What errors tell of requests, and what a page does that has replaced the browser's own.

use flow_embed::{ErrorCode, GetResultOptions, PrefilledField, RequestOptions, SessionMetadata, get_result};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{javascript, number};
use crate::requests::{RESULT, Server, create, detail, to, with_key};

/// Has the page run this, and something else after the test.
struct Broken(&'static str);

impl Broken {
    fn by(breaking: &'static str, mending: &'static str) -> Self {
        javascript(breaking);
        Self(mending)
    }
}

impl Drop for Broken {
    fn drop(&mut self) {
        javascript(self.0);
    }
}

#[wasm_bindgen_test]
async fn what_was_sent_is_hidden_in_the_servers_own_words_however_it_is_written() {
    let body = r#"KEY/of+the=flow KEY%2Fof%2Bthe%3Dflow KEY\/of+the=flow 123456789012 77011234567 AAAA+/"#;
    let _server = Server::answering(400, &[body, &"a+/=%_-\\".repeat(13), " and the rest"].concat());
    let metadata = SessionMetadata::default()
        .iin(PrefilledField::editable("123456789012"))
        .phone(PrefilledField::editable("+7 701 123 45 67"));
    let error = create(with_key("https://bank.kz/KEY/of+the=flow/"), metadata)
        .await
        .unwrap_err();
    assert_eq!(
        detail(&error, "body").as_deref(),
        Some("*** *** *** *** *** *** and the rest")
    );
    assert_eq!(detail(&error, "url").as_deref(), Some("https://bank.kz/***/"));
}

#[wasm_bindgen_test]
async fn at_most_2048_characters_of_a_body_are_kept_and_none_of_them_is_half_of_one() {
    for (body, kept) in [
        ("Қ".repeat(9000), "Қ".repeat(2048)),
        (
            ["x", &"😀".repeat(9000)].concat(),
            ["x", &"😀".repeat(1023)].concat(),
        ),
        ("\u{fffd} ".repeat(2000), "\u{fffd} ".repeat(1024)),
        (String::new(), String::new()),
    ] {
        let _server = Server::answering(422, &body);
        let error = create(to("/create"), SessionMetadata::default())
            .await
            .unwrap_err();
        assert_eq!(detail(&error, "body"), Some(kept));
        assert_eq!(error.detail("status"), Some(422.into()));
    }
}

#[wasm_bindgen_test]
async fn a_body_is_left_out_where_the_page_has_broken_what_hides_secrets_in_it() {
    let _server = Server::answering(400, "123456789012");
    for (breaking, mending) in [
        (
            "window.kept = String.prototype.replaceAll; String.prototype.replaceAll = () => { throw 1 }",
            "String.prototype.replaceAll = kept",
        ),
        (
            "window.kept = String.prototype.replaceAll; String.prototype.replaceAll = () => ({})",
            "String.prototype.replaceAll = kept",
        ),
        (
            "window.kept = encodeURIComponent; encodeURIComponent = undefined",
            "encodeURIComponent = kept",
        ),
        ("window.kept = RegExp; RegExp = undefined", "RegExp = kept"),
    ] {
        let metadata = SessionMetadata::default().iin(PrefilledField::editable("123456789012"));
        let broken = Broken::by(breaking, mending);
        let error = create(to("/123456789012"), metadata).await.unwrap_err();
        drop(broken);
        assert_eq!(error.code(), ErrorCode::Http);
        assert_eq!(detail(&error, "body"), None, "{breaking}");
        assert!(!error.message().contains("123456789012"));
    }
}

#[wasm_bindgen_test]
async fn what_the_pages_own_classes_throw_is_an_error_however_often_and_the_next_call_works() {
    for (breaking, mending) in [
        (
            "window.kept = AbortController; AbortController = class { constructor() { throw 1 } }",
            "AbortController = kept",
        ),
        (
            "window.kept = AbortController; AbortController = undefined",
            "AbortController = kept",
        ),
        (
            "window.kept = URLSearchParams; URLSearchParams = class { constructor() { throw 1 } }",
            "URLSearchParams = kept",
        ),
        (
            "window.kept = URLSearchParams; URLSearchParams = class {}",
            "URLSearchParams = kept",
        ),
        (
            "window.kept = URLSearchParams.prototype.append; URLSearchParams.prototype.append = () => { throw 1 }",
            "URLSearchParams.prototype.append = kept",
        ),
        (
            "window.kept = Headers; Headers = class { set() { throw 1 } }",
            "Headers = kept",
        ),
        ("window.kept = Headers; Headers = undefined", "Headers = kept"),
    ] {
        let _server = Server::answering(200, RESULT);
        let options = || {
            let request = RequestOptions {
                headers: vec![("x-one".into(), "1".into())],
                retries: Some(0),
                ..to("/result")
            };
            GetResultOptions::new("one", request)
        };
        let broken = Broken::by(breaking, mending);
        // What is thrown through Rust's code leaves its stack as it was.
        for _ in 0..300 {
            let error = get_result(options()).await.unwrap_err();
            assert!(
                matches!(error.code(), ErrorCode::Network | ErrorCode::InvalidOptions),
                "{breaking}"
            );
        }
        drop(broken);
        get_result(options()).await.unwrap();
    }
}

#[wasm_bindgen_test]
async fn what_fetch_throws_is_the_cause_unless_it_repeats_the_query_with_the_api_key() {
    let error_of = async |thrown: &str| {
        let _server = Server::answering_by(thrown);
        let request = RequestOptions {
            retries: Some(0),
            ..with_key("/result")
        };
        get_result(GetResultOptions::new("one", request))
            .await
            .unwrap_err()
    };
    let error = error_of("throw 'offline'").await;
    assert_eq!(
        (error.code(), error.cause()),
        (ErrorCode::Network, Some("offline".into()))
    );
    for thrown in [
        "throw url",
        "throw new Error(`no way to ${url}`)",
        "throw Object.assign(new Error('no way'), { path: url })",
        "throw new Proxy({}, { ownKeys() { throw 1 } })",
        "throw Object.defineProperty({}, 'key', { get() { throw 1 } })",
    ] {
        let error = error_of(thrown).await;
        assert_eq!(
            (error.code(), error.cause()),
            (ErrorCode::Network, None),
            "{thrown}"
        );
    }
}

#[wasm_bindgen_test]
async fn an_answer_without_headers_of_its_own_is_one_too() {
    for answer in [
        "({ status: 200, text: async () => RESULT })",
        "({ status: 200, headers: null, text: async () => RESULT })",
        "({ status: 200, headers: new Map(), text: () => RESULT })",
    ] {
        let answer = answer.replace("RESULT", &format!("'{RESULT}'"));
        let _server = Server::answering_by(&format!("return {answer}"));
        assert!(
            get_result(GetResultOptions::new("one", to("/result")))
                .await
                .is_ok(),
            "{answer}"
        );
    }
}

#[wasm_bindgen_test]
async fn an_api_key_in_a_page_is_warned_of_at_most_once() {
    let _broken = Broken::by(
        "window.kept = console.warn; window.warnings = 0; console.warn = (text) => { warnings += /apiKey/.test(text); throw 1 }",
        "console.warn = kept",
    );
    let _server = Server::answering(200, RESULT);
    for _ in 0..3 {
        get_result(GetResultOptions::new("one", with_key("/result")))
            .await
            .unwrap();
    }
    assert!(number("warnings") <= 1.0);
    assert_eq!(
        javascript("return window[Symbol.for('flow-embed')].warned"),
        JsValue::TRUE
    );
}
