//! Looks at what the browser and the page allow, without asking the person for anything.

use wasm_bindgen::prelude::*;

use super::realm::Realm;
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
    let page = Realm::page()?;
    let secure_context = property::get(&page.window, "isSecureContext").is_truthy();
    // Without one the browser says that the camera was refused, though nobody did.
    let camera = match secure_context {
        true => camera(&page).await,
        false => Camera::Unknown,
    };
    Ok(Environment {
        secure_context,
        camera,
    })
}

async fn camera(page: &Realm) -> Camera {
    let facts = promise::settled(&camera_facts(&page.window))
        .await
        .unwrap_or_default();
    let is_forbidden = |policy: &str| property::get(&facts, policy).as_bool() == Some(false);
    if is_forbidden("policy") || is_forbidden("olderPolicy") {
        return Camera::Blocked;
    }
    let permission = match &*property::text(&facts, "permission") {
        "granted" => Camera::Granted,
        "prompt" => Camera::Prompt,
        "denied" => return Camera::Denied,
        _ => Camera::Unknown,
    };
    let devices = property::get(&facts, "devices");
    if devices.is_object() && !property::items(&devices).any(|kind| kind == "videoinput") {
        return Camera::Missing;
    }
    permission
}
