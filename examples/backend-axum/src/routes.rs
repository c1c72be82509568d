//! What a request goes through, from the top: headers, origin, visitor, limits, and then the vendor.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{ConnectInfo, Extension, Query, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY, SET_COOKIE,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use serde::Deserialize;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::binding::{self, Binding, is_session_id};
use crate::bodies;
use crate::client_address::ClientAddresses;
use crate::config::{Config, DEFAULT_FLOW};
use crate::cookies::Cookies;
use crate::error::{ApiError, internal, invalid_request, refusal, unknown_route, unknown_session};
use crate::limits::Limits;
use crate::login::{self, Visitor};
use crate::places;
use crate::shared::Shared;
use crate::store::Store;
use crate::tokens::Tokens;
use crate::vendor::Vendor;
use crate::verdict::{IIN, PageResult, settle};
use crate::webhooks::{self, Hints};
use crate::{metadata, same_origin, static_files};

/// A photo of 10 MB in base64, and room around it.
const LARGEST_BODY: usize = 15 * 1024 * 1024;

/// What every request shares.
#[derive(Clone)]
pub struct AppState {
    pub client_addresses: Arc<ClientAddresses>,
    pub config: Arc<Config>,
    pub cookies: Cookies,
    pub hints: Arc<Hints>,
    pub limits: Arc<Limits>,
    pub places: Arc<Semaphore>,
    pub store: Arc<Store>,
    pub tokens: Arc<Tokens>,
    pub vendor: Arc<Vendor>,
}

impl AppState {
    pub fn new(config: Config) -> Result<Self, Box<dyn Error>> {
        let shared = config
            .redis_url
            .clone()
            .map(Shared::new)
            .transpose()?
            .map(Arc::new);
        let places = usize::try_from(config.photos_at_once.get())?.min(Semaphore::MAX_PERMITS);
        Ok(Self {
            client_addresses: Arc::new(ClientAddresses::new(config.trusted_proxies.clone())),
            cookies: Cookies {
                secure: config.cookie_secure(),
            },
            hints: Arc::default(),
            limits: Arc::new(Limits::new(&config, shared.clone())),
            places: Arc::new(Semaphore::new(places)),
            store: Arc::new(Store::new(shared)),
            tokens: Arc::new(Tokens::new(&config.cookie_secrets)?),
            vendor: Arc::new(Vendor::new(&config.api_base)?),
            config: Arc::new(config),
        })
    }
}

/// The whole application, ready to be served.
pub fn router(state: AppState) -> Router {
    let api = Router::new()
        .route("/api/flow/session", post(create_session))
        .route("/api/flow/result", get(read_result))
        .route("/api", any(unknown))
        .route("/api/", any(unknown))
        .route("/api/{*rest}", any(unknown))
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(state.clone(), login::identify))
        .layer(from_fn_with_state(state.clone(), guard));
    let mut webhooks = Router::new();
    if !state.config.webhook_secrets.is_empty() {
        let path = format!("{}{{*secret}}", webhooks::PATH);
        webhooks = webhooks.route(&path, post(webhooks::take).fallback(wrong_method));
    }
    let files = static_files::router(&state.config).layer(from_fn_with_state(state.clone(), login::identify));
    let app = api
        .merge(webhooks)
        .merge(files)
        .layer(from_fn(bodies::throw_away_rest))
        .layer(CatchPanicLayer::custom(|_| internal().into_response()));
    response_headers(app, &state.config).with_state(state)
}

/// The widget needs the camera and, for some flows, the microphone; no frame of another origin gets them. The referrer policy
/// is not `no-referrer`, which would turn the `Origin` of a form's POST into `null`.
fn response_headers(mut app: Router<AppState>, config: &Config) -> Router<AppState> {
    let headers = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(self), microphone=(self)",
        ),
    ];
    for (name, value) in headers {
        app = app.layer(SetResponseHeaderLayer::overriding(
            name,
            HeaderValue::from_static(value),
        ));
    }
    let policy = config.content_security_policy.clone();
    let with_pages = move |response: &Response| {
        let content_type = response.headers().get(CONTENT_TYPE);
        let is_page = content_type.is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
        policy.clone().filter(|_| is_page)
    };
    app.layer(SetResponseHeaderLayer::overriding(
        CONTENT_SECURITY_POLICY,
        with_pages,
    ))
}

async fn unknown() -> ApiError {
    unknown_route()
}

async fn wrong_method() -> ApiError {
    let message = "This address takes other methods: see `Allow`.";
    refusal(StatusCode::METHOD_NOT_ALLOWED, "wrong_method", message)
}

async fn guard(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_webhook = request.uri().path().starts_with(webhooks::PATH);
    let checked = same_origin::check(request.headers(), request.method(), &state.config);
    let mut response = match if is_webhook { Ok(()) } else { checked } {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    };
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[derive(Deserialize)]
struct SessionQuery {
    flow: Option<String>,
}

async fn create_session(
    State(state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Extension(visitor): Extension<Visitor>,
    query: Result<Query<SessionQuery>, QueryRejection>,
    request: Request,
) -> Result<Response, ApiError> {
    let headers = request.headers().clone();
    let address = state.client_addresses.of(peer.ip(), &headers);
    state.limits.check_session(&visitor, address).await?;
    require_json(&headers)?;
    let Query(query) = query.map_err(|_| invalid_request("Give `flow` once, or leave it out."))?;
    let flow = query.flow.unwrap_or_else(|| DEFAULT_FLOW.to_owned());
    let api_key = state.config.api_keys.get(&flow).ok_or_else(unknown_flow)?;
    bodies::check_length(&request, LARGEST_BODY)?;
    let _place = places::take(&state.places, &request)?;
    let metadata = metadata::for_vendor(&visitor, &bodies::read(request, LARGEST_BODY).await?)?;

    let iin = metadata::iin(metadata.as_ref()).and_then(|iin| state.tokens.keyed_hash(IIN, iin));

    let session = state.vendor.create_session(api_key, metadata).await?;

    let binding = Binding::new(session.session_id.clone(), flow, &visitor, iin);
    state.store.keep(&binding).await;
    let mut cookies = binding::bind(state.cookies, &state.tokens, &headers, &binding).ok_or_else(internal)?;
    cookies.extend(login::cookie_of_new(&state, &visitor));
    tracing::info!(flow = binding.flow, "session created");
    let cookies = AppendHeaders(cookies.into_iter().map(|cookie| (SET_COOKIE, cookie)));
    Ok((cookies, Json(session)).into_response())
}

#[derive(Deserialize)]
struct ResultQuery {
    session_id: String,
}

async fn read_result(
    State(state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Extension(visitor): Extension<Visitor>,
    query: Result<Query<ResultQuery>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Json<PageResult>, ApiError> {
    let address = state.client_addresses.of(peer.ip(), &headers);
    state.limits.check_result(&visitor, address).await?;
    let Query(ResultQuery { session_id }) = query.map_err(|_| invalid_request("Give `session_id`, once."))?;
    if !is_session_id(&session_id) {
        return Err(unknown_session());
    }
    let binding = binding::find(state.cookies, &state.tokens, &headers, &visitor, &session_id)
        .ok_or_else(unknown_session)?;
    let api_key = state
        .config
        .api_keys
        .get(&binding.flow)
        .ok_or_else(unknown_session)?;

    let result = state.vendor.result(api_key, &session_id).await?;

    // What the page is told is for showing. Your application acts in `on_verdict`.
    settle(&state.store, &state.tokens, &binding, &result).await;
    Ok(Json(result.for_page(&binding, &state.tokens)))
}

fn unknown_flow() -> ApiError {
    let message = "There is no such flow. `?flow` is one of the names in FLOW_API_KEYS; without it, FLOW_API_KEY has to be set.";
    refusal(StatusCode::NOT_FOUND, "unknown_flow", message)
}

fn require_json(headers: &HeaderMap) -> Result<(), ApiError> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = content_type
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default();
    if media_type.trim().eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    let message = "Send the body as JSON, with `Content-Type: application/json`.";
    Err(refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json", message))
}
