//! What JavaScript sees, and nothing else.

mod task;

use wasm_bindgen::prelude::*;

use crate::web::property;
use crate::{http, session};

/// A fraction of the standard allocator's size; a session makes few and short-lived allocations.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// `startSession` of the JavaScript contract; like the others, it yields the number of its task.
#[wasm_bindgen(js_name = startSession, skip_typescript)]
pub fn start_session(options: JsValue) -> u32 {
    task::start(async move { session::run(&options).await })
}

/// `load` of the JavaScript contract.
#[wasm_bindgen(skip_typescript)]
pub fn load(options: JsValue) -> u32 {
    task::start(async move { session::load_script(&options).await.map(|()| JsValue::UNDEFINED) })
}

/// `createSession` of the JavaScript contract.
#[wasm_bindgen(js_name = createSession, skip_typescript)]
pub fn create_session(options: JsValue) -> u32 {
    task::start(http::create_session_value(options))
}

/// `getResult` of the JavaScript contract.
#[wasm_bindgen(js_name = getResult, skip_typescript)]
pub fn get_result(options: JsValue) -> u32 {
    task::start(http::get_result_value(options))
}

/// `checkEnvironment` of the JavaScript contract.
#[wasm_bindgen(js_name = checkEnvironment, skip_typescript)]
pub fn check_environment() -> u32 {
    task::start(async {
        let environment = crate::check_environment().await?;
        let problems = js_sys::Array::new();
        for problem in environment.problems() {
            let code = problem.code.as_str().into();
            problems.push(&property::object(&[
                ("code", code),
                ("message", problem.message.into()),
            ]));
        }
        Ok(property::object(&[
            ("secureContext", environment.secure_context.into()),
            ("camera", environment.camera.as_str().into()),
            ("problems", problems.into()),
        ]))
    })
}

/// How many scopes are open, for the leak tests.
#[cfg(feature = "guard-count")]
#[wasm_bindgen(js_name = liveGuards, skip_typescript)]
pub fn live_guards() -> u32 {
    crate::live_guards()
}
