//! Each guard of `web/` and `page/`: what it did is undone when it is dropped, at each moment.
//!
//! Guards are the crate's own affair, so this file is a module of its unit tests (see `src/lib.rs`), which run in the browser as the others do.

#![allow(clippy::unwrap_used)]

use std::cell::Cell;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::Element;

use crate::flow::{Locale, ScriptOptions};
use crate::page::camera::Cameras;
use crate::page::container::{Container, Size};
use crate::page::dialog::Dialog;
use crate::page::end::{End, Ends};
use crate::page::frame::Frame;
use crate::page::presence::Presence;
use crate::page::realm::Realm;
use crate::page::registry::{Claim, is_of_ended_session};
use crate::page::script;
use crate::page::texts::texts_in;
use crate::page::widget::Widget;
use crate::web::guard::{Listener, Removal, Resizes, Timer, pause};
use crate::web::promise::{Reaction, settled};
use crate::web::slot::unless;
use crate::web::value;

wasm_bindgen_test_configure!(run_in_browser);

fn javascript(body: &str) -> JsValue {
    Function::new_no_args(body).call0(&JsValue::NULL).unwrap()
}

fn page() -> Realm {
    Realm::page().unwrap()
}

fn dispatch(name: &str) {
    javascript(&["dispatchEvent(new Event('", name, "'))"].concat());
}

/// What the page looks like to whoever compares.
fn looks() -> String {
    let text = javascript("return document.documentElement.outerHTML + document.adoptedStyleSheets.length");
    text.as_string().unwrap()
}

/// A host of real size; gone after the test.
struct Host(Element);

impl Host {
    fn new() -> Self {
        let host = page().document.create_element("div").unwrap();
        host.set_attribute("style", "width: 300px; height: 300px")
            .unwrap();
        page().document.body().unwrap().append_child(&host).unwrap();
        Self(host)
    }

    fn container(&self) -> Container {
        Container::create(&page(), &self.0, &Size::default()).unwrap()
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// Counts how often it was called.
fn counter() -> (Rc<Cell<u32>>, impl Fn() + Clone + 'static) {
    let count = Rc::new(Cell::new(0));
    let own = Rc::clone(&count);
    (count, move || own.set(own.get() + 1))
}

fn poll_once<T>(future: std::pin::Pin<&mut impl Future<Output = T>>) -> Poll<T> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

async fn frames() {
    let next =
        javascript("return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    settled(&next).await.unwrap();
}

fn is_pending(ends: &Ends) -> bool {
    !ends.is_set()
}

#[wasm_bindgen_test]
fn a_listener_hears_until_it_is_dropped() {
    let (count, add) = counter();
    let listener = Listener::try_new(&page().window, "heard", move |_| add()).unwrap();
    dispatch("heard");
    drop(listener);
    dispatch("heard");
    assert_eq!(count.get(), 1);
}

#[wasm_bindgen_test]
fn a_listener_may_be_dropped_by_its_own_event() {
    let place = Rc::new(Cell::new(None));
    let (count, add) = counter();
    let own = Rc::clone(&place);
    place.set(Listener::new(&page().window, "heard", move |_| {
        drop(own.take());
        add();
    }));
    dispatch("heard");
    dispatch("heard");
    assert_eq!(count.get(), 1);
}

#[wasm_bindgen_test]
fn what_is_no_event_target_is_not_listened_to() {
    assert!(Listener::try_new(&JsValue::from(1), "heard", |_| {}).is_err());
    assert!(Listener::new(&JsValue::UNDEFINED, "heard", |_| {}).is_none());
}

#[wasm_bindgen_test]
async fn a_dropped_timer_never_calls() {
    let (count, add) = counter();
    drop(Timer::new(0.0, add.clone()));
    let _kept = Timer::new(0.0, add);
    pause(20.0).await;
    assert_eq!(count.get(), 1);
}

#[wasm_bindgen_test]
async fn sizes_are_told_until_the_guard_is_dropped() {
    let host = Host::new();
    let (count, add) = counter();
    let resizes = Resizes::observe(&host.0, add).unwrap();
    frames().await;
    assert_eq!(count.get(), 1);
    drop(resizes);
    host.0.set_attribute("style", "width: 100px").unwrap();
    frames().await;
    assert_eq!(count.get(), 1);
}

#[wasm_bindgen_test]
fn a_removal_takes_the_element_away_unless_it_is_kept() {
    let host = Host::new();
    Removal::of(&host.0).keep();
    assert!(host.0.is_connected());
    drop(Removal::of(&host.0));
    assert!(!host.0.is_connected());
}

#[wasm_bindgen_test]
async fn promises_of_any_class_are_waited_for() {
    let thenable = javascript("return { then(done) { done('thenable'); } }");
    assert_eq!(settled(&thenable).await.unwrap(), "thenable");
    assert_eq!(settled(&JsValue::from(1)).await.unwrap(), 1);
    let rejected = javascript("return Promise.reject('no')");
    assert_eq!(settled(&rejected).await.unwrap_err(), "no");
    let throwing = javascript("return { get then() { throw 'thrown'; } }");
    assert_eq!(settled(&throwing).await.unwrap_err(), "thrown");
}

#[wasm_bindgen_test]
async fn a_dropped_reaction_lets_its_promise_settle_later_without_an_error() {
    javascript("window.unhandled = 0; addEventListener('unhandledrejection', () => (unhandled += 1))");
    let later = Promise::new(&mut |_, reject| {
        Reflect::set(&js_sys::global(), &"rejectLater".into(), &reject).unwrap();
    });
    drop(Reaction::to(&later, |_| {}));
    javascript("rejectLater('late')");
    pause(20.0).await;
    assert_eq!(javascript("return unhandled"), 0);
}

#[wasm_bindgen_test]
fn the_pages_one_place_is_free_again_once_the_claim_is_dropped() {
    let window = page().window;
    let mut claim = Claim::of(&window).unwrap();
    claim.set_id("one");
    assert!(Claim::of(&window).is_err());
    drop(claim);
    assert!(is_of_ended_session(&window, &"one".into(), "two"));
    assert!(!is_of_ended_session(&window, &"one".into(), "one"));
    drop(Claim::of(&window).unwrap());
}

#[wasm_bindgen_test]
fn a_container_is_in_its_host_until_it_is_dropped_or_kept() {
    let host = Host::new();
    let before = looks();
    drop(host.container());
    assert_eq!(looks(), before);
    let container = host.container();
    let element = container.element.clone();
    assert_eq!((element.offset_width(), element.offset_height()), (300, 300));
    container.keep();
    assert!(element.is_connected());
}

#[wasm_bindgen_test]
fn a_container_that_gets_no_size_leaves_nothing() {
    let host = Host::new();
    host.0.set_attribute("style", "display: none").unwrap();
    let before = looks();
    assert!(Container::create(&page(), &host.0, &Size::default()).is_err());
    assert_eq!(looks(), before);
}

#[wasm_bindgen_test]
async fn a_dialog_leaves_the_page_as_it_was_and_its_own_closing_is_no_end() {
    let before = looks();
    let ends = Ends::new();
    let dialog = Dialog::open(&page(), texts_in(Locale::En), &Size::default(), &ends).unwrap();
    assert_ne!(looks(), before);
    drop(dialog);
    assert_eq!(looks(), before);
    frames().await;
    assert!(is_pending(&ends));
}

#[wasm_bindgen_test]
async fn a_dialog_that_the_person_closes_is_an_end() {
    let ends = Ends::new();
    let dialog = Dialog::open(&page(), texts_in(Locale::En), &Size::default(), &ends).unwrap();
    javascript("document.body.lastElementChild.shadowRoot.querySelector('button').click()");
    assert!(matches!(ends.take().await, End::Cancelled));
    drop(dialog);
}

#[wasm_bindgen_test]
async fn a_kept_dialog_gives_the_page_its_scrolling_back_and_is_gone_once_it_is_closed() {
    let before = looks();
    let ends = Ends::new();
    Dialog::open(&page(), texts_in(Locale::En), &Size::default(), &ends)
        .unwrap()
        .keep();
    assert_eq!(javascript("return document.adoptedStyleSheets.length"), 0);
    javascript("document.body.lastElementChild.shadowRoot.querySelector('button').click()");
    frames().await;
    assert_eq!(looks(), before);
    assert!(is_pending(&ends));
}

#[wasm_bindgen_test]
async fn a_frame_that_is_dropped_while_it_loads_or_later_is_no_end() {
    let host = Host::new();
    for waits in [false, true] {
        let before = looks();
        let ends = Ends::new();
        let container = host.container();
        let (here, texts) = (page(), texts_in(Locale::En));
        let mut opening = Box::pin(Frame::open(&here, &container.element, texts, &ends));
        assert!(poll_once(opening.as_mut()).is_pending());
        let frame = match waits {
            true => Some(opening.await.unwrap()),
            false => {
                drop(opening);
                None
            }
        };
        drop(frame);
        drop(container);
        frames().await;
        assert_eq!(looks(), before);
        assert!(is_pending(&ends));
    }
}

#[wasm_bindgen_test]
async fn a_frame_that_is_moved_is_an_end() {
    let host = Host::new();
    let ends = Ends::new();
    let container = host.container();
    let _frame = Frame::open(&page(), &container.element, texts_in(Locale::En), &ends)
        .await
        .unwrap();
    let element = container.element.first_element_child().unwrap();
    container.element.prepend_with_node_1(&element).unwrap();
    assert!(matches!(ends.take().await, End::Removed));
}

#[wasm_bindgen_test]
async fn an_element_that_leaves_the_page_is_an_end_while_it_is_watched() {
    let (watched, unwatched) = (Host::new(), Host::new());
    let (ends, others) = (Ends::new(), Ends::new());
    let _presence = Presence::watch(&page(), &watched.0, &ends);
    drop(Presence::watch(&page(), &unwatched.0, &others));
    frames().await;
    watched.0.remove();
    unwatched.0.remove();
    assert!(matches!(ends.take().await, End::Removed));
    frames().await;
    assert!(is_pending(&others));
}

#[wasm_bindgen_test]
fn a_widget_is_no_longer_heard_once_it_is_dropped() {
    javascript("window.FlowWidget = { startSession: () => new Promise(() => {}) }");
    let host = Host::new();
    let ends = Ends::new();
    let widget = Widget::start(&page(), &host.0, "one", Locale::Ru, &ends);
    drop(widget);
    javascript("dispatchEvent(new CustomEvent('finish', { detail: 1 }))");
    assert!(is_pending(&ends));
    javascript("delete window.FlowWidget");
}

#[wasm_bindgen_test]
async fn a_widget_tells_of_its_finish_or_of_what_it_rejects_with() {
    let host = Host::new();
    javascript(
        "window.FlowWidget = { startSession() { dispatchEvent(new CustomEvent('finish', { detail: 'done' })); } }",
    );
    let ends = Ends::new();
    let widget = Widget::start(&page(), &host.0, "one", Locale::Ru, &ends);
    assert!(matches!(ends.take().await, End::Finished(detail) if detail == "done"));
    widget.leave();
    javascript("window.FlowWidget = { startSession: () => Promise.reject('refused') }");
    let ends = Ends::new();
    let widget = Widget::start(&page(), &host.0, "one", Locale::Ru, &ends);
    assert!(matches!(ends.take().await, End::Failed(cause) if cause == "refused"));
    drop(widget);
    javascript("delete window.FlowWidget");
}

#[wasm_bindgen_test]
fn cameras_are_stopped_unless_they_are_kept() {
    let host = Host::new();
    javascript("window.stopped = 0; window.stream = { getTracks: () => [{ stop() { stopped += 1; } }] }");
    let video = page().document.create_element("i").unwrap();
    value::set(&video, "srcObject", &javascript("return stream"));
    host.0.append_child(&video).unwrap();
    Cameras::below(&host.0).keep();
    assert_eq!(javascript("return stopped"), 0);
    drop(Cameras::below(&host.0));
    assert_eq!(javascript("return stopped"), 1);
}

#[wasm_bindgen_test]
async fn a_load_that_is_dropped_takes_its_tag_away_unless_the_script_has_run() {
    let url = javascript(
        "return URL.createObjectURL(new Blob(['window.FlowWidget = { startSession() {} }'], { type: 'text/javascript' }))",
    );
    let tags = || javascript("return document.querySelectorAll('[data-flow-embed-script]').length");
    let options = ScriptOptions {
        urls: vec!["/never.js".into()],
        ..ScriptOptions::default()
    };
    let here = page();
    let mut loading = Box::pin(script::load(&here, here.clone(), &options, ""));
    assert!(poll_once(loading.as_mut()).is_pending());
    assert_eq!(tags(), 1);
    drop(loading);
    assert_eq!(tags(), 0);

    let mut loading = Box::pin(script::load(&here, here.clone(), &options, ""));
    assert!(poll_once(loading.as_mut()).is_pending());
    settled(&javascript(
        &["return import('", &url.as_string().unwrap(), "')"].concat(),
    ))
    .await
    .unwrap();
    drop(loading);
    assert_eq!(tags(), 1);
    javascript("document.querySelector('[data-flow-embed-script]').remove(); delete window.FlowWidget");
}

#[wasm_bindgen_test]
async fn work_that_loses_a_race_is_dropped_with_what_it_holds() {
    let host = Host::new();
    let work = async {
        let _removal = Removal::of(&host.0);
        std::future::pending::<()>().await;
    };
    let mut race = Box::pin(unless(pause(1.0), work));
    assert!(poll_once(race.as_mut()).is_pending());
    assert!(host.0.is_connected());
    assert!(race.await.is_err());
    assert!(!host.0.is_connected());
}
