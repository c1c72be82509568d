//! The widget's script, and the two requests that the widget itself makes.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, Query, State as Extract};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::api::unknown_session;
use crate::fault::{Fault, Faults, Scope, TABLE};
use crate::refusal::Refusal;
use crate::session::Report;
use crate::state::Shared;
use crate::technology::Technology;

/// The widget's sources share one scope, in this order.
const SOURCES: &[&str] = &[
    include_str!("../widget/texts.js"),
    include_str!("../widget/elements.js"),
    include_str!("../widget/camera.js"),
    include_str!("../widget/frame.js"),
    include_str!("../widget/steps/intro.js"),
    include_str!("../widget/steps/liveness.js"),
    include_str!("../widget/steps/document.js"),
    include_str!("../widget/steps/edocument.js"),
    include_str!("../widget/steps/face2face.js"),
    include_str!("../widget/steps/ending.js"),
    include_str!("../widget/finish.js"),
    include_str!("../widget/session.js"),
    include_str!("../widget/publish.js"),
];
const STYLES: &str = include_str!("../widget/styles.css");

/// What the script is told about the URL that it was loaded from.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Settings {
    origin: String,
    /// The faults that strike, each with its delay in milliseconds.
    faults: Map<String, Value>,
    auto: Option<Auto>,
    camera: Option<Camera>,
    any_id: bool,
    technologies: Vec<Technology>,
}

#[derive(Serialize)]
struct Auto {
    outcome: Outcome,
    ms: u64,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    Pass,
    Fail,
    Cancel,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Camera {
    Canvas,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ScriptQuery {
    auto: Option<Outcome>,
    auto_ms: Option<u64>,
    ms: Option<u64>,
    camera: Option<Camera>,
    any_id: Option<String>,
    technologies: Option<String>,
}

impl Settings {
    fn of(query: ScriptQuery, faults: &Faults, headers: &HeaderMap) -> Result<Self, Refusal> {
        let technologies = query.technologies.as_deref().unwrap_or("LD");
        let technologies = Technology::list(technologies, ',')
            .ok_or_else(|| Refusal::field("technologies", "must be a list of LD, DR, ED, F2F"))?;
        let ms = query.auto_ms.or(query.ms).unwrap_or(0);
        Ok(Self {
            origin: origin(headers),
            faults: script_faults(faults),
            auto: query.auto.map(|outcome| Auto { outcome, ms }),
            camera: query.camera,
            any_id: query.any_id.is_some_and(|value| value == "1"),
            technologies,
        })
    }
}

/// The origin under which the client knows this server. It ends up in a script and in a page, so it holds nothing but
/// what an origin consists of.
pub(crate) fn origin(headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = match text("x-forwarded-proto") {
        Some("https") => "https",
        _ => "http",
    };
    let is_host = |host: &&str| {
        host.chars()
            .all(|one| one.is_ascii_alphanumeric() || ".:-[]".contains(one))
    };
    let host = text(HOST.as_str()).filter(is_host).unwrap_or("127.0.0.1");
    format!("{scheme}://{host}")
}

fn script_faults(faults: &Faults) -> Map<String, Value> {
    let mut striking = Map::new();
    for entry in TABLE {
        if entry.scope == Scope::Script && faults.strike(entry.fault) {
            let default_ms = match entry.fault {
                Fault::LateGlobal | Fault::FinishesLate => 1000,
                _ => 0,
            };
            let delay = faults.delay(entry.fault, default_ms).as_millis();
            striking.insert(entry.name.to_owned(), json!(delay));
        }
    }
    striking
}

fn body(settings: &Settings) -> String {
    let settings = json!(settings);
    let styles = json!(STYLES);
    let broken = if settings.pointer("/faults/syntax-error").is_some() {
        "this is not JavaScript;\n"
    } else {
        ""
    };
    let sources = SOURCES.join("\n");
    format!("{broken}'use strict';\nconst settings = {settings};\nconst STYLES = {styles};\n{sources}")
}

fn script(text: String) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, text).into_response()
}

/// `GET /widget/flow-widget.js`: an ES module.
pub(crate) async fn module(
    query: Query<ScriptQuery>,
    Extension(faults): Extension<Faults>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let settings = Settings::of(query.0, &faults, &headers)?;
    let body = body(&settings);
    Ok(script(format!("{body}\nexport {{ startSession }};\n")))
}

/// `GET /widget/flow-widget.umd.js`: runs as a classic script and as a module.
pub(crate) async fn umd(
    query: Query<ScriptQuery>,
    Extension(faults): Extension<Faults>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let settings = Settings::of(query.0, &faults, &headers)?;
    let body = body(&settings);
    Ok(script(format!("(function () {{\n{body}\n}})();\n")))
}

#[derive(Deserialize)]
struct Begin {
    session_id: String,
}

/// `POST /widget/session/begin`: an id is good for one passage.
pub(crate) async fn begin(Extract(state): Extract<Shared>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let request: Begin = read(&body)?;
    let mut sessions = state.sessions.lock();
    let session = sessions
        .get_mut(&request.session_id)
        .ok_or_else(unknown_session)?;
    if !session.begin() {
        return Err(used_up());
    }
    Ok(Json(json!({
        "technologies": session.technologies,
        "metadata": session.metadata,
    })))
}

#[derive(Deserialize)]
struct Complete {
    session_id: String,
    #[serde(flatten)]
    report: Report,
}

/// `POST /widget/session/complete`: the widget's end.
pub(crate) async fn complete(Extract(state): Extract<Shared>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let request: Complete = read(&body)?;
    let mut sessions = state.sessions.lock();
    let session = sessions
        .get_mut(&request.session_id)
        .ok_or_else(unknown_session)?;
    if session.end(request.report) {
        Ok(Json(json!({})))
    } else {
        Err(used_up())
    }
}

fn read<Request: DeserializeOwned>(body: &Bytes) -> Result<Request, Refusal> {
    serde_json::from_slice(body)
        .map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, "The body is not what the widget sends"))
}

fn used_up() -> Refusal {
    Refusal::new(
        StatusCode::CONFLICT,
        "This session id has been used: an id is good for one passage",
    )
}
