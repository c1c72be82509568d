//! What JavaScript sees, and nothing else.

mod task;

use wasm_bindgen::prelude::*;

use task::Work;

use crate::{http, session};

/// A fraction of the standard allocator's size; a session makes few and short-lived allocations.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// Starts a call of the JavaScript contract as the task of this number, or goes on with it, or drops it with whatever it did:
/// `what` is by the numbers of src/web/task.js. One export, since each brings code of its own.
#[wasm_bindgen(skip_typescript)]
pub fn task(id: u32, what: u32, options: JsValue) {
    let work: Option<Work> = match what {
        0 => task::take(id),
        1 => {
            drop(task::take(id));
            None
        }
        2 => Some(Box::pin(async move { session::run(&options).await })),
        3 => Some(Box::pin(async move {
            session::load_script(&options).await.map(|()| JsValue::UNDEFINED)
        })),
        4 => Some(Box::pin(http::create_session_value(options))),
        _ => Some(Box::pin(http::get_result_value(options))),
    };
    if let Some(work) = work {
        task::go_on(id, work);
    }
}

/// How many scopes are open, for the leak tests.
#[cfg(feature = "guard-count")]
#[wasm_bindgen(js_name = liveGuards, skip_typescript)]
pub fn live_guards() -> u32 {
    crate::live_guards()
}
