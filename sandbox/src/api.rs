//! The vendor's session API: create, result.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State as Extract};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::metadata::Metadata;
use crate::outcome;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::state::Shared;
use crate::technology::technologies_of;

/// `POST /api/v1/flows/session/create/`. The body is read as JSON whatever its `Content-Type`, as the vendor does.
pub(crate) async fn create(Extract(state): Extract<Shared>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let request: Value = serde_json::from_slice(&body).map_err(|_| {
        Refusal::new(
            StatusCode::BAD_REQUEST,
            "The body must be a JSON object with api_key",
        )
    })?;
    let api_key = match request.get("api_key") {
        Some(Value::String(key)) => key,
        Some(_) => return Err(Refusal::field("api_key", "must be a string")),
        None => return Err(Refusal::field("api_key", "is missing")),
    };
    let technologies = technologies_of(api_key).ok_or_else(wrong_key)?;
    let metadata = match request.get("metadata") {
        None | Some(Value::Null) => Metadata::default(),
        Some(metadata) => Metadata::read(metadata, &technologies)?,
    };

    let id = Uuid::new_v4().to_string();
    let answer = json!({ "session_id": id, "technologies": technologies });
    let session = Session::new(api_key.clone(), technologies, metadata);
    state.sessions.lock().insert(id, session);
    Ok(Json(answer))
}

#[derive(Deserialize)]
pub(crate) struct ResultQuery {
    session_id: Option<String>,
    flow_api_key: Option<String>,
}

/// `GET /api/v1/flows/session/result/`.
pub(crate) async fn result(
    Extract(state): Extract<Shared>,
    Query(query): Query<ResultQuery>,
) -> Result<Json<Value>, Refusal> {
    let id = query
        .session_id
        .ok_or_else(|| Refusal::field("session_id", "is missing"))?;
    let api_key = query
        .flow_api_key
        .ok_or_else(|| Refusal::field("flow_api_key", "is missing"))?;
    technologies_of(&api_key).ok_or_else(wrong_key)?;

    let sessions = state.sessions.lock();
    let session = sessions.get(&id).ok_or_else(unknown_session)?;
    if session.api_key != api_key {
        return Err(wrong_key());
    }
    Ok(Json(outcome::result(&id, session, state.progress)))
}

fn wrong_key() -> Refusal {
    Refusal::new(
        StatusCode::FORBIDDEN,
        "This API key belongs to no flow of the sandbox; its keys are listed at /",
    )
}

pub(crate) fn unknown_session() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "There is no session with this id")
}
