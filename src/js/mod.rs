//! What JavaScript sees, and nothing else.

mod error;
mod options;
mod promise;
mod requests;
mod value;

use std::pin::Pin;
use std::rc::Rc;

use js_sys::Object;
use wasm_bindgen::prelude::*;

use promise::promise_of;

use crate::error::Error;
use crate::http::{self, RequestOptions};
use crate::page::registry::Registry;
use crate::session::{self, End};
use crate::web::slot::Slot;
use crate::web::{abort, property};

/// A fraction of the standard allocator's size; a session makes few and short-lived allocations.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// `startSession` of the JavaScript contract.
#[wasm_bindgen(js_name = startSession, skip_typescript)]
pub fn start_session(options: JsValue) -> JsValue {
    promise_of(Box::pin(async move {
        let options = options::start_options(&options).map_err(error::to_js)?;
        match session::run(&options).await {
            End::Finished(detail) => Ok(object(&[("id", options.id.into()), ("detail", detail)])),
            End::Failed(error) => Err(error::to_js(error)),
            End::Aborted(reason) => Err(reason),
        }
    }))
}

/// `load` of the JavaScript contract.
#[wasm_bindgen(skip_typescript)]
pub fn load(options: JsValue) -> JsValue {
    promise_of(Box::pin(async move {
        let (script, signal) = options::load_options(&options).map_err(error::to_js)?;
        let work = async move { session::load(&script).await.map(|()| JsValue::UNDEFINED) };
        until_aborted(signal, Box::pin(work)).await
    }))
}

/// `createSession` of the JavaScript contract.
#[wasm_bindgen(js_name = createSession, skip_typescript)]
pub fn create_session(options: JsValue) -> JsValue {
    promise_of(Box::pin(async move {
        let (request, photo) = requests::create_options(&options).map_err(error::to_js)?;
        let mut options = request.options;
        warn_of_api_key(&options.request);
        let work = async move {
            if let Some(photo) = photo {
                let base64 = requests::photo_in_base64(&photo).await?;
                options.metadata = options.metadata.map(|metadata| metadata.photo(base64));
            }
            http::create_session_value(options).await
        };
        until_aborted(request.signal, Box::pin(work)).await
    }))
}

/// `getResult` of the JavaScript contract.
#[wasm_bindgen(js_name = getResult, skip_typescript)]
pub fn get_result(options: JsValue) -> JsValue {
    promise_of(Box::pin(async move {
        let request = requests::result_options(&options).map_err(error::to_js)?;
        warn_of_api_key(&request.options.request);
        let work = async move { http::get_result_value(&request.options).await };
        until_aborted(request.signal, Box::pin(work)).await
    }))
}

async fn until_aborted(
    signal: Option<JsValue>,
    work: Pin<Box<dyn Future<Output = Result<JsValue, Error>>>>,
) -> Result<JsValue, JsValue> {
    let aborted = Rc::new(Slot::new());
    let _abort = match &signal {
        Some(signal) => {
            let aborted = Rc::clone(&aborted);
            let subscription = abort::subscribe(signal, Box::new(move |reason| aborted.set(reason)));
            Some(subscription.map_err(error::to_js)?)
        }
        None => None,
    };
    match aborted.or(work).await {
        Ok(reason) => Err(reason),
        Err(end) => end.map_err(error::to_js),
    }
}

/// Once per page: whoever reads the page's source reads the key.
fn warn_of_api_key(request: &RequestOptions) {
    let global = property::global();
    let is_browser = ["document", "WorkerGlobalScope"]
        .into_iter()
        .any(|name| property::get(&global, name).is_truthy());
    if request.api_key.is_some() && is_browser && Registry::of_window(&global).is_first_warning() {
        // By name: a page, or its test runner, may have put a `console` in place that throws.
        property::call(
            &property::get(&global, "console"),
            "warn",
            &"flow-embed: an apiKey in a page is visible to every visitor, who can then create sessions at your cost and read their results. Keep it on your server and pass `endpoint`, the URL of your own backend that adds it.".into(),
        );
    }
}

/// `checkEnvironment` of the JavaScript contract.
#[wasm_bindgen(js_name = checkEnvironment, skip_typescript)]
pub fn check_environment() -> JsValue {
    promise_of(Box::pin(async {
        let environment = crate::check_environment().await.map_err(error::to_js)?;
        let problems = js_sys::Array::new();
        for problem in environment.problems() {
            let code = problem.code.as_str().into();
            problems.push(&object(&[("code", code), ("message", problem.message.into())]));
        }
        Ok(object(&[
            ("secureContext", environment.secure_context.into()),
            ("camera", environment.camera.as_str().into()),
            ("problems", problems.into()),
        ]))
    }))
}

/// How many guards are alive, for the leak tests.
#[cfg(feature = "guard-count")]
#[wasm_bindgen(js_name = liveGuards, skip_typescript)]
pub fn live_guards() -> u32 {
    crate::live_guards()
}

/// A plain object.
fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        property::define(&object, name, value);
    }
    object.into()
}
