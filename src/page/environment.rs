//! Looks at what the browser and the page allow, without asking the person for anything.

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::JsValue;

use super::realm::Realm;
use crate::error::Error;
use crate::flow::{Camera, Environment};
use crate::web::property;

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
    if is_forbidden_by_policy(page) {
        return Camera::Blocked;
    }
    let navigator = property::get(&page.window, "navigator");
    let permission = camera_permission(&navigator).await;
    if permission == Camera::Denied {
        return permission;
    }
    match has_camera(&navigator).await {
        Some(false) => Camera::Missing,
        _ => permission,
    }
}

/// Chromium tells of the page's policy; in other browsers a forbidden camera looks like a refused one.
fn is_forbidden_by_policy(page: &Realm) -> bool {
    ["permissionsPolicy", "featurePolicy"]
        .into_iter()
        .map(|name| property::get(&page.document, name))
        .filter_map(|policy| property::call(&policy, "allowsFeature", &"camera".into()))
        .any(|is_allowed| is_allowed.is_falsy())
}

async fn camera_permission(navigator: &JsValue) -> Camera {
    let permissions = property::get(navigator, "permissions");
    let descriptor = Object::new();
    let _ = Reflect::set(&descriptor, &"name".into(), &"camera".into());
    let status = settled(property::call(&permissions, "query", &descriptor)).await;
    let state = status.and_then(|status| property::get(&status, "state").as_string());
    match state.as_deref() {
        Some("granted") => Camera::Granted,
        Some("prompt") => Camera::Prompt,
        Some("denied") => Camera::Denied,
        _ => Camera::Unknown,
    }
}

/// Kinds of devices are listed without permission; their names and numbers are not.
async fn has_camera(navigator: &JsValue) -> Option<bool> {
    let devices = property::get(navigator, "mediaDevices");
    let listed = property::call(&devices, "enumerateDevices", &JsValue::UNDEFINED);
    let devices = settled(listed).await?;
    let is_camera = |device| property::get(&device, "kind") == "videoinput";
    Some(property::items(&devices).any(is_camera))
}

async fn settled(promise: Option<JsValue>) -> Option<JsValue> {
    // The page's `Promise` may be another than the browser's own (zone.js), so its class is not looked at.
    Promise::resolve(&promise?).await.ok()
}
