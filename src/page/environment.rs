//! Looks at what the browser and the page allow, without asking the person for anything.

use wasm_bindgen::prelude::*;

use super::realm::Realm;
use crate::error::Error;
use crate::flow::{Camera, Environment, Problem, ProblemCode};
use crate::web::guard::pause;
use crate::web::promise::{Settled, settled};
use crate::web::slot::unless;
use crate::web::{object, value};

/// Firefox, without the focus, does not answer at all. In milliseconds.
const PATIENCE: f64 = 1000.0;

/// What this browser and page allow, without asking the person for anything. Takes two seconds at most, where the browser does
/// not answer.
///
/// ```no_run
/// # async fn example() -> Result<(), flow_embed::Error> {
/// for problem in flow_embed::check_environment().await?.problems {
///     println!("{}", problem.message);
/// }
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`ErrorCode::ContainerNotFound`](crate::ErrorCode::ContainerNotFound) where there is no page, as on a server.
///
/// # Panics
///
/// On a native target, where there is no browser.
pub async fn check_environment() -> Result<Environment, Error> {
    let page = Realm::page()?;
    let secure_context = value::is(&page.window, "isSecureContext");
    let camera = match secure_context {
        true => camera_of(&page).await,
        // Without one the browser says that the camera was refused, though nobody did.
        false => Camera::Unknown,
    };
    let insecure = (!secure_context).then_some(ProblemCode::InsecureContext);
    let mut problems = Vec::new();
    problems.extend(insecure.map(Problem::of));
    problems.extend(camera.problem().map(Problem::of));
    Ok(Environment {
        secure_context,
        camera,
        problems,
    })
}

/// Kinds of devices are listed without permission; their names and numbers are not. Chromium tells of the page's policy; in other browsers a
/// forbidden camera looks like a refused one.
async fn camera_of(page: &Realm) -> Camera {
    let navigator = value::get(&page.window, "navigator");
    let name = JsValue::from("camera");
    let is_forbidden = |policy| {
        let policy = value::get(&page.document, policy);
        value::call(&policy, "allowsFeature", &name).is_ok_and(|is_allowed| is_allowed == false)
    };
    let is_blocked = is_forbidden("permissionsPolicy") || is_forbidden("featurePolicy");
    let devices = value::get(&navigator, "mediaDevices");
    let devices = answer(&devices, "enumerateDevices", &JsValue::UNDEFINED);
    let devices = unless(pause(PATIENCE), devices)
        .await
        .unwrap_or(Err(JsValue::UNDEFINED));
    if is_blocked {
        return Camera::Blocked;
    }
    let permissions = value::get(&navigator, "permissions");
    let query = object::plain(&[("name", &name)]).map_or(JsValue::UNDEFINED, JsValue::from);
    let permission = unless(pause(PATIENCE), answer(&permissions, "query", &query)).await;
    let permission = permission.unwrap_or(Err(JsValue::UNDEFINED)).unwrap_or_default();
    let state = value::text(&permission, "state");
    if state == "denied" {
        return Camera::Denied;
    }
    if devices.is_ok_and(|devices| has_no_camera(&devices)) {
        return Camera::Missing;
    }
    match state.as_str() {
        "granted" => Camera::Granted,
        "prompt" => Camera::Prompt,
        _ => Camera::Unknown,
    }
}

/// What is no list of devices tells nothing.
fn has_no_camera(devices: &JsValue) -> bool {
    let is_camera = |device| (value::get(&device, "kind") == "videoinput").then_some(());
    value::get(devices, "length").as_f64().is_some() && value::find(devices, is_camera).is_none()
}

/// What the browser answers; `Err` where it cannot be asked.
fn answer(target: &JsValue, question: &str, argument: &JsValue) -> Settled {
    match value::call(target, question, argument) {
        Ok(promise) => settled(&promise),
        Err(thrown) => Settled::failed(thrown),
    }
}
