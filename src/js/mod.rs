//! What JavaScript sees, and nothing else.

mod error;
mod options;

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::session::{self, End};

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
pub async fn load(options: JsValue) -> Result<(), JsValue> {
    let (script, signal) = options::load_options(&options).map_err(error::to_js)?;
    match session::load_until(&script, signal.as_ref()).await {
        End::Finished(_) => Ok(()),
        End::Failed(error) => Err(error::to_js(error)),
        End::Aborted(reason) => Err(reason),
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

/// Sets a property of a plain object of ours, which cannot fail.
fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}
