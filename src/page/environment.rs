//! Looks at what the browser and the page allow, without asking the person for anything.

use wasm_bindgen::prelude::*;

use super::realm;
use crate::error::Error;
use crate::flow::{Camera, Environment};
use crate::web::{promise, property};

#[wasm_bindgen(module = "/src/page/environment.js")]
extern "C" {
    #[wasm_bindgen(js_name = cameraFacts)]
    fn camera_facts(window: &JsValue) -> JsValue;
}

/// What this browser and page allow, without asking the person for anything.
///
/// # Errors
///
/// [`ErrorCode::ContainerNotFound`](crate::ErrorCode::ContainerNotFound) where there is no page, as on a server.
///
/// ```no_run
/// # async fn example() -> Result<(), flow_embed::Error> {
/// for problem in flow_embed::check_environment().await?.problems() {
///     println!("{}", problem.message);
/// }
/// # Ok(())
/// # }
/// ```
pub async fn check_environment() -> Result<Environment, Error> {
    let page = realm::page()?;
    let secure_context = property::is(&page, "isSecureContext");
    // Without one the browser says that the camera was refused, though nobody did.
    let camera = match secure_context {
        true => camera(&promise::settled(&camera_facts(&page)).await),
        false => Camera::Unknown,
    };
    Ok(Environment {
        secure_context,
        camera,
    })
}

fn camera(facts: &JsValue) -> Camera {
    if property::is(facts, "isForbidden") {
        return Camera::Blocked;
    }
    let permission = property::text(facts, "permission");
    if permission == "denied" {
        Camera::Denied
    } else if property::is(facts, "isMissing") {
        Camera::Missing
    } else if permission == "granted" {
        Camera::Granted
    } else if permission == "prompt" {
        Camera::Prompt
    } else {
        Camera::Unknown
    }
}
