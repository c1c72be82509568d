//! Looks at what the browser and the page allow, without asking the person for anything.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::flow::{Camera, Environment, Problem, ProblemCode};
use crate::web::{promise, property};

#[wasm_bindgen(module = "/src/page/environment.js")]
extern "C" {
    fn environment() -> JsValue;
}

/// What this browser and page allow, without asking the person for anything.
///
/// # Errors
///
/// [`ErrorCode::ContainerNotFound`](crate::ErrorCode::ContainerNotFound) where there is no page, as on a server.
///
/// ```no_run
/// # async fn example() -> Result<(), flow_embed::Error> {
/// for problem in flow_embed::check_environment().await?.problems {
///     println!("{}", problem.message);
/// }
/// # Ok(())
/// # }
/// ```
pub async fn check_environment() -> Result<Environment, Error> {
    let environment = Error::or(promise::settled(&environment()).await)?;
    let problems: Array = property::get(&environment, "problems").unchecked_into();
    let problem = |problem: JsValue| {
        Some(Problem {
            code: ProblemCode::from_name(&property::text(&problem, "code"))?,
            message: property::text(&problem, "message"),
        })
    };
    Ok(Environment {
        secure_context: property::is(&environment, "secureContext"),
        camera: Camera::from_name(&property::text(&environment, "camera")),
        problems: problems.into_iter().filter_map(problem).collect(),
    })
}
