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

/// Sets a property of a plain object of ours, which cannot fail.
fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}
