//! What JavaScript sees, and nothing else.

mod error;
mod options;
mod requests;
mod value;

use std::rc::Rc;

use js_sys::Object;
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::http::{self, RequestOptions};
use crate::page::registry::Registry;
use crate::session::{self, End};
use crate::web::abort::Abort;
use crate::web::property;
use crate::web::slot::{Slot, race};

/// A fraction of the standard allocator's size; a session makes few and short-lived allocations.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// `startSession` of the JavaScript contract.
#[wasm_bindgen(js_name = startSession, skip_typescript)]
pub async fn start_session(options: JsValue) -> Result<JsValue, JsValue> {
    let options = options::start_options(&options).map_err(error::to_js)?;
    match session::run(&options).await {
        End::Finished(detail) => {
            let result = Object::new();
            set(&result, "id", &options.id.into());
            set(&result, "detail", &detail);
            Ok(result.into())
        }
        End::Failed(error) => Err(error::to_js(error)),
        End::Aborted(reason) => Err(reason),
    }
}

/// `load` of the JavaScript contract.
#[wasm_bindgen(skip_typescript)]
pub async fn load(options: JsValue) -> Result<JsValue, JsValue> {
    let (script, signal) = options::load_options(&options).map_err(error::to_js)?;
    until_aborted(signal, async {
        session::load(&script).await.map(|()| JsValue::UNDEFINED)
    })
    .await
}

/// `createSession` of the JavaScript contract.
#[wasm_bindgen(js_name = createSession, skip_typescript)]
pub async fn create_session(options: JsValue) -> Result<JsValue, JsValue> {
    let (request, photo) = requests::create_options(&options).map_err(error::to_js)?;
    let mut options = request.options;
    warn_of_api_key(&options.request);
    until_aborted(request.signal, async {
        if let Some(photo) = photo {
            let base64 = requests::photo_in_base64(&photo).await?;
            options.metadata = options.metadata.map(|metadata| metadata.photo(base64));
        }
        http::create_session_value(options).await
    })
    .await
}

/// `getResult` of the JavaScript contract.
#[wasm_bindgen(js_name = getResult, skip_typescript)]
pub async fn get_result(options: JsValue) -> Result<JsValue, JsValue> {
    let request = requests::result_options(&options).map_err(error::to_js)?;
    warn_of_api_key(&request.options.request);
    until_aborted(request.signal, http::get_result_value(&request.options)).await
}

async fn until_aborted(
    signal: Option<JsValue>,
    work: impl Future<Output = Result<JsValue, Error>>,
) -> Result<JsValue, JsValue> {
    let aborted = Rc::new(Slot::new());
    let _abort = match &signal {
        Some(signal) => {
            let aborted = Rc::clone(&aborted);
            let subscription = Abort::subscribe(signal, move |reason| aborted.set(Err(reason)));
            Some(subscription.map_err(error::to_js)?)
        }
        None => None,
    };
    race(aborted.take(), async { work.await.map_err(error::to_js) }).await
}

/// Once per page: whoever reads the page's source reads the key.
fn warn_of_api_key(request: &RequestOptions) {
    let global = js_sys::global();
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
pub async fn check_environment() -> Result<JsValue, JsValue> {
    let environment = crate::check_environment().await.map_err(error::to_js)?;
    let problems = js_sys::Array::new();
    for problem in environment.problems() {
        let entry = Object::new();
        set(&entry, "code", &problem.code.as_str().into());
        set(&entry, "message", &problem.message.into());
        problems.push(&entry);
    }
    let result = Object::new();
    set(&result, "secureContext", &environment.secure_context.into());
    set(&result, "camera", &environment.camera.as_str().into());
    set(&result, "problems", &problems);
    Ok(result.into())
}

/// How many guards are alive, for the leak tests.
#[cfg(feature = "guard-count")]
#[wasm_bindgen(js_name = liveGuards, skip_typescript)]
pub fn live_guards() -> u32 {
    crate::live_guards()
}

/// Gives a plain object of ours a property, which cannot fail.
fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = property::define(object, &name.into(), value, true);
}
