//! Looks at what the browser and the page allow, without asking the person for anything.

use wasm_bindgen::prelude::*;

use super::realm::Realm;
use crate::error::Error;
use crate::flow::{Camera, Environment, Problem, ProblemCode};
use crate::web::promise::settled;
use crate::web::{object, value};

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
    let page = Realm::page()?;
    let secure_context = value::is(&page.window, "isSecureContext");
    let camera = match secure_context {
        true => camera_of(&page).await,
        // Without one the browser says that the camera was refused, though nobody did.
        false => Camera::Unknown,
    };
    let insecure = (!secure_context).then_some(ProblemCode::InsecureContext);
    let problems = insecure.into_iter().chain(camera.problem());
    Ok(Environment {
        secure_context,
        camera,
        problems: problems.map(Problem::of).collect(),
    })
}

/// Kinds of devices are listed without permission; their names and numbers are not. Chromium tells of the page's policy; in other browsers a
/// forbidden camera looks like a refused one.
async fn camera_of(page: &Realm) -> Camera {
    let navigator = value::get(&page.window, "navigator");
    let is_allowed = |policy| {
        value::call(
            &value::get(&page.document, policy),
            "allowsFeature",
            &"camera".into(),
        )
    };
    let policies = ["permissionsPolicy", "featurePolicy"].map(is_allowed);
    let devices = devices(&navigator).await;
    if policies
        .iter()
        .any(|is_allowed| *is_allowed == Ok(JsValue::FALSE))
    {
        return Camera::Blocked;
    }
    let permission = permission(&navigator).await.unwrap_or_default();
    if permission == "denied" {
        return Camera::Denied;
    }
    if let Ok(devices) = devices {
        let is_camera = |device| (value::get(&device, "kind") == "videoinput").then_some(());
        if value::get(&devices, "length").as_f64().is_some() && value::find(&devices, is_camera).is_none() {
            return Camera::Missing;
        }
    }
    match permission.as_string().as_deref() {
        Some("granted") => Camera::Granted,
        Some("prompt") => Camera::Prompt,
        _ => Camera::Unknown,
    }
}

async fn devices(navigator: &JsValue) -> Result<JsValue, JsValue> {
    let devices = value::get(navigator, "mediaDevices");
    settled(&value::call(&devices, "enumerateDevices", &JsValue::UNDEFINED)?).await
}

async fn permission(navigator: &JsValue) -> Result<JsValue, JsValue> {
    let permissions = value::get(navigator, "permissions");
    let camera = object::plain(&[("name", &"camera".into())])?;
    let status = settled(&value::call(&permissions, "query", &camera)?).await?;
    value::read(&status, "state")
}
