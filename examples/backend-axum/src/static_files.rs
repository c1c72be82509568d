//! The page's own files. A real installation may leave them to its web server.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use percent_encoding::percent_decode_str;
use tower_http::services::ServeDir;

use crate::config::Config;
use crate::routes::AppState;

/// No file system has a longer name, nor a longer path; where it is asked for one, it fails in a way of its own.
const LONGEST_NAME: usize = 255;
const LONGEST_PATH: usize = 2048;

/// `PUBLIC_DIR` at `/`, `DIST_DIR` at `/dist`, `PLAYGROUND_JSON` at `/playground.json`, each if it is set.
pub fn router(config: &Config) -> Router<AppState> {
    let mut files = Router::new();
    if let Some(directory) = &config.dist_dir {
        files = files.nest_service("/dist", ServeDir::new(directory));
    }
    if let Some(directory) = &config.public_dir {
        files = files.fallback_service(ServeDir::new(directory));
    }
    files = files.layer(from_fn(guard));
    if config.playground_json.is_some() {
        files = files.route("/playground.json", get(playground));
    }
    files
}

async fn playground(State(state): State<AppState>) -> Response {
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
    (headers, state.config.playground_json.clone().unwrap_or_default()).into_response()
}

/// Hidden files (`.env`, `.git`) are never served. Browsers ask again whether a file has changed, and no proxy
/// keeps a page, since it comes with the visitor's cookie.
async fn guard(request: Request, next: Next) -> Response {
    let path = percent_decode_str(request.uri().path()).decode_utf8_lossy();
    let is_no_file = |name: &str| name.starts_with('.') || name.len() > LONGEST_NAME;
    if path.len() > LONGEST_PATH || path.split(['/', '\\']).any(is_no_file) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}
