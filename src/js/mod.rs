//! What JavaScript sees, and nothing else.

mod call;
mod error;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use call::promise;

use crate::flow::{Environment, Problem, ScriptOptions};
use crate::options::StartOptions;
use crate::page::end::Ends;
use crate::page::environment::check_environment as check;
use crate::web::object;
use crate::{http, running, session};

/// A fraction of the standard allocator's size.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// `startSession` of the JavaScript contract.
#[wasm_bindgen(js_name = startSession)]
pub fn start_session(options: JsValue) -> Result<Promise, JsValue> {
    let ends = Ends::new();
    promise(&options.clone(), &ends.clone(), async move {
        let session::Finished { id, detail, result } =
            session::run(StartOptions::read(&options)?, &ends).await?;
        let id = JsValue::from(id);
        let mut properties = vec![("id", &id), ("detail", &detail)];
        properties.extend(result.as_ref().map(|result| ("result", result)));
        object::plain(&properties)
            .map(Into::into)
            .map_err(call::unexpected)
    })
}

/// `load` of the JavaScript contract.
#[wasm_bindgen]
pub fn load(options: JsValue) -> Result<Promise, JsValue> {
    promise(&options.clone(), &Ends::new(), async move {
        session::load(&ScriptOptions::read(&options)?).await?;
        Ok(JsValue::UNDEFINED)
    })
}

/// `createSession` of the JavaScript contract.
#[wasm_bindgen(js_name = createSession)]
pub fn create_session(options: JsValue) -> Result<Promise, JsValue> {
    promise(
        &options.clone(),
        &Ends::new(),
        http::create_session_value(options),
    )
}

/// `getResult` of the JavaScript contract.
#[wasm_bindgen(js_name = getResult)]
pub fn get_result(options: JsValue) -> Result<Promise, JsValue> {
    promise(&options.clone(), &Ends::new(), http::get_result_value(options))
}

/// `checkEnvironment` of the JavaScript contract.
#[wasm_bindgen(js_name = checkEnvironment)]
pub fn check_environment(options: JsValue) -> Result<Promise, JsValue> {
    promise(&options, &Ends::new(), async {
        let environment = check().await?;
        environment_as_js(&environment).map_err(call::unexpected)
    })
}

fn environment_as_js(environment: &Environment) -> Result<JsValue, JsValue> {
    let mut problems = Vec::new();
    for Problem { code, message } in &environment.problems {
        let properties = [("code", &code.as_str().into()), ("message", &message.into())];
        problems.push(object::plain(&properties)?.into());
    }
    let problems = object::list(&problems)?;
    let environment = object::plain(&[
        ("secureContext", &environment.secure_context.into()),
        ("camera", &environment.camera.as_str().into()),
        ("problems", &problems),
    ])?;
    Ok(environment.into())
}

/// Nothing is to be done at the start; but wasm-bindgen's own way to make a fresh instance takes it for granted.
#[wasm_bindgen(start, skip_typescript)]
pub fn start() {}

/// Whether our code is being run or, for whoever asks while nothing of it can be, was left in the middle.
#[wasm_bindgen(js_name = isRunning)]
pub fn is_running() -> bool {
    running::is_running()
}

/// How many guards are alive, for the leak tests.
#[cfg(feature = "guard-count")]
#[wasm_bindgen(js_name = liveGuards)]
pub fn live_guards() -> u32 {
    crate::live_guards()
}
