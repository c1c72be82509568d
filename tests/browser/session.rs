//! Sessions, as a Rust app runs them.

use std::cell::RefCell;
use std::rc::Rc;

use std::future::{pending, ready};
use std::time::Duration;

use flow_embed::{
    CreateSessionOptions, ErrorCode, Length, Locale, Presentation, RequestOptions, ResultOptions,
    StartOptions, Status, create_session, start_session,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{TestPage, drop_while_active, element, javascript, next_turn, number};
use crate::requests::{RESULT, SESSION, Server};

const FINISH: &str = "vendorCalls++; dispatchEvent(new CustomEvent('finish', { detail: options }))";
const WAIT: &str = "vendorCalls++; document.querySelector(options.selector).append('widget')";

fn options() -> StartOptions {
    StartOptions::new("one").selector("#host").locale(Locale::Kz)
}

fn detail(result: &flow_embed::FinishResult, name: &str) -> Option<String> {
    js_sys::Reflect::get(&result.detail, &name.into())
        .unwrap()
        .as_string()
}

#[wasm_bindgen_test]
async fn a_session_resolves_with_the_detail_of_the_widgets_finish() {
    let page = TestPage::with_widget(FINISH);
    let result = start_session(options()).await.unwrap();
    assert_eq!(result.id, "one");
    assert_eq!(detail(&result, "id").as_deref(), Some("one"));
    assert_eq!(detail(&result, "locale").as_deref(), Some("kz"));
    assert!(page.is_as_it_was());
}

#[wasm_bindgen_test]
async fn the_host_may_be_an_element() {
    let page = TestPage::with_widget(FINISH);
    let options = StartOptions::new("one").host(page.host.clone());
    assert!(start_session(options).await.is_ok());
}

#[wasm_bindgen_test]
async fn every_change_of_status_is_reported_once() {
    let _page = TestPage::with_widget("setTimeout(() => dispatchEvent(new CustomEvent('finish')))");
    let statuses = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&statuses);
    start_session(options().on_status(move |status| seen.borrow_mut().push(status)))
        .await
        .unwrap();
    assert_eq!(
        *statuses.borrow(),
        [
            Status::Loading,
            Status::Starting,
            Status::Active,
            Status::Finished
        ]
    );
}

#[wasm_bindgen_test]
async fn dropping_an_active_session_leaves_the_page_as_it_was_and_frees_its_place() {
    let page = TestPage::with_widget(WAIT);
    drop_while_active(options()).await;
    assert_eq!(number("vendorCalls"), 1.0);
    assert!(page.is_as_it_was());

    javascript(&["window.FlowWidget.startSession = (options) => {", FINISH, "}"].concat());
    assert!(start_session(options()).await.is_ok());
}

/// A `JsFuture` is freed by its promise's callbacks alone.
#[wasm_bindgen_test]
async fn dropping_an_active_session_leaves_no_promise_unsettled_that_it_waited_for() {
    let _page = TestPage::with_widget(WAIT);
    javascript(
        "window.unsettled = 0;
         window.ownRace = Promise.race;
         Promise.race = function (...all) {
             const race = ownRace.apply(this, all);
             unsettled += 1;
             race.then(() => (unsettled -= 1));
             return race;
         };",
    );
    drop_while_active(options()).await;
    next_turn().await;
    javascript("Promise.race = ownRace;");
    assert_eq!(number("unsettled"), 0.0);
}

#[wasm_bindgen_test]
async fn dropping_a_session_before_it_was_polled_calls_nothing_of_the_vendors() {
    let page = TestPage::with_widget(WAIT);
    drop(start_session(options()));
    next_turn().await;
    assert_eq!(number("vendorCalls"), 0.0);
    assert!(page.is_as_it_was());
}

#[wasm_bindgen_test]
async fn dropping_an_active_session_stops_the_tracks_of_its_media_elements() {
    let _page = TestPage::with_widget(
        "const canvas = document.createElement('canvas');
         canvas.getContext('2d');
         window.testStream = canvas.captureStream();
         const video = document.createElement('video');
         video.srcObject = testStream;
         document.querySelector(options.selector).append(video);",
    );
    drop_while_active(options()).await;
    let state = javascript("return testStream.getTracks().map((track) => track.readyState).join()");
    assert_eq!(state.as_string().as_deref(), Some("ended"));
}

#[wasm_bindgen_test]
async fn a_widget_that_throws_is_start_failed_with_the_thrown_value_as_cause() {
    let page = TestPage::with_widget("throw 'the vendor’s own error'");
    let error = start_session(options()).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::StartFailed);
    assert_eq!(
        error.cause().and_then(|cause| cause.as_string()).as_deref(),
        Some("the vendor’s own error")
    );
    assert!(page.is_as_it_was());
}

#[wasm_bindgen_test]
async fn a_second_session_is_refused_while_the_first_runs() {
    let _page = TestPage::with_widget(WAIT);
    let first = Box::pin(start_session(options()));
    let mut first = first;
    assert!(crate::page::poll_once(first.as_mut()).is_pending());
    let error = start_session(options()).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::SessionActive);
}

#[wasm_bindgen_test]
async fn a_container_that_leaves_the_page_ends_the_session() {
    let page = TestPage::with_widget("setTimeout(() => document.querySelector('#host').remove())");
    let error = start_session(options()).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::ContainerRemoved);
    drop(page);
}

#[wasm_bindgen_test]
async fn sizes_are_pixels_or_css_lengths_and_nothing_else() {
    let _page = TestPage::with_widget(
        "const box = document.querySelector(options.selector).getBoundingClientRect();
         dispatchEvent(new CustomEvent('finish', { detail: { box: box.width + 'x' + box.height } }))",
    );
    let result = start_session(options().width(320.5).height("calc(100px + 1em)"))
        .await
        .unwrap();
    assert_eq!(detail(&result, "box").as_deref(), Some("320.5x116"));
    for wrong in [
        Length::Pixels(f64::NAN),
        Length::Pixels(-1.0),
        Length::Css("auto".into()),
    ] {
        let error = start_session(options().height(wrong)).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidOptions);
    }
}

#[wasm_bindgen_test]
async fn a_kept_container_stays_in_the_page() {
    let _page = TestPage::with_widget(FINISH);
    start_session(options().keep_mounted(true)).await.unwrap();
    assert!(element("#host [id]").is_some());
}

#[wasm_bindgen_test]
async fn without_a_host_an_inline_session_says_which_option_is_missing() {
    let error = start_session(StartOptions::new("one").presentation(Presentation::Inline))
        .await
        .unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidOptions);
    assert!(error.message().contains("selector"));
}

fn created() -> StartOptions {
    StartOptions::created_by(async {
        let session = create_session(CreateSessionOptions {
            request: RequestOptions::to("/create"),
            metadata: None,
        });
        Ok(session.await?.session_id)
    })
    .selector("#host")
}

#[wasm_bindgen_test]
async fn a_session_may_be_created_once_it_has_its_place() {
    let page = TestPage::with_widget(FINISH);
    let server = Server::answering(200, SESSION);
    let statuses = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&statuses);
    let result = start_session(created().on_status(move |status| seen.borrow_mut().push(status))).await;
    assert_eq!(result.unwrap().id, "one");
    assert_eq!(statuses.borrow().first(), Some(&Status::Creating));
    assert_eq!(number("timesAsked"), 1.0);
    drop(server);
    assert!(page.is_as_it_was());
}

#[wasm_bindgen_test]
async fn a_session_without_a_place_creates_nothing() {
    let _page = TestPage::with_widget(FINISH);
    let _server = Server::answering(200, SESSION);
    let error = start_session(created().selector("#nowhere")).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::ContainerNotFound);
    assert_eq!(number("timesAsked"), 0.0);
}

#[wasm_bindgen_test]
async fn what_creating_fails_with_is_the_sessions_error() {
    let page = TestPage::with_widget(FINISH);
    let _server = Server::answering(402, "{}");
    let error = start_session(created()).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::Http);
    assert!(page.is_as_it_was());
}

#[wasm_bindgen_test]
async fn dropping_a_session_that_is_created_leaves_the_page_as_it_was() {
    let page = TestPage::with_widget(FINISH);
    let options = StartOptions::created_by(pending()).selector("#host");
    let mut session = Box::pin(start_session(options));
    assert!(crate::page::poll_once(session.as_mut()).is_pending());
    assert!(!page.is_as_it_was());
    drop(session);
    assert!(page.is_as_it_was());
}

#[wasm_bindgen_test]
async fn an_empty_id_that_was_created_is_none() {
    let _page = TestPage::with_widget(FINISH);
    let options = StartOptions::created_by(ready(Ok(String::new()))).selector("#host");
    let error = start_session(options).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::SessionUnavailable);
}

#[wasm_bindgen_test]
async fn a_session_yields_the_servers_result_after_finish_and_before() {
    for widget in [FINISH, "vendorCalls++"] {
        let page = TestPage::with_widget(widget);
        let _server = Server::answering(200, RESULT);
        let quickly = ResultOptions {
            interval: Duration::from_millis(10),
            ..ResultOptions::to("/result")
        };
        let ended = start_session(options().result(quickly)).await.unwrap();
        assert_eq!(ended.result.unwrap().status.as_deref(), Some("FINISHED"));
        assert_eq!(ended.detail.is_undefined(), widget != FINISH);
        assert!(page.is_as_it_was());
    }
}
