//! The page of a test: a host, and a widget that does what the test says.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use flow_embed::{StartOptions, Status, start_session};
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element};

pub fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

pub fn set_global(name: &str, value: &JsValue) {
    Reflect::set(&js_sys::global(), &name.into(), value).unwrap();
}

/// Runs a JavaScript function body.
pub fn javascript(body: &str) -> JsValue {
    Function::new_no_args(body).call0(&JsValue::NULL).unwrap()
}

/// A host element in the page and `window.FlowWidget`; both are gone after the test.
pub struct TestPage {
    pub host: Element,
    before: String,
}

impl TestPage {
    /// `start_session` is the body of `FlowWidget.startSession(options)`.
    pub fn with_widget(start_session: &str) -> Self {
        let page = Self::without_widget();
        let widget = Object::new();
        let function = Function::new_with_args("options", start_session);
        Reflect::set(&widget, &"startSession".into(), &function).unwrap();
        set_global("FlowWidget", &widget);
        set_global("vendorCalls", &0.into());
        page
    }

    pub fn without_widget() -> Self {
        let host = document().create_element("div").unwrap();
        host.set_id("host");
        document().body().unwrap().append_child(&host).unwrap();
        let before = host.outer_html();
        Self { host, before }
    }

    pub fn is_as_it_was(&self) -> bool {
        self.host.outer_html() == self.before
    }
}

impl Drop for TestPage {
    fn drop(&mut self) {
        self.host.remove();
        javascript("delete window.FlowWidget");
    }
}

/// Lets the page go on for one turn of its event loop.
pub async fn next_turn() {
    let promise = Promise::new(&mut |resolve, _| {
        web_sys::window()
            .unwrap()
            .set_timeout_with_callback(&resolve)
            .unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

/// Lets time go by.
pub async fn elapsed(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        web_sys::window()
            .unwrap()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds)
            .unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

/// Polls once: whatever a future does before its first wait has then been done.
pub fn poll_once<T>(future: std::pin::Pin<&mut impl Future<Output = T>>) -> Poll<T> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Drives a session until its widget is active, then drops it.
pub async fn drop_while_active(options: StartOptions) {
    let is_active = Rc::new(Cell::new(false));
    let seen = Rc::clone(&is_active);
    let options = options.on_status(move |status| seen.set(status == Status::Active));
    let mut session = pin!(start_session(options));
    while !is_active.get() {
        assert!(poll_once(session.as_mut()).is_pending());
        next_turn().await;
    }
}

pub fn number(name: &str) -> f64 {
    Reflect::get(&js_sys::global(), &name.into())
        .unwrap()
        .as_f64()
        .unwrap()
}

pub fn element(selector: &str) -> Option<Element> {
    document()
        .query_selector(selector)
        .unwrap()
        .map(|element| element.unchecked_into())
}
