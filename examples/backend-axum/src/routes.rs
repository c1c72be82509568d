//! What a request goes through, from the top: headers, origin, visitor, limits, and then the vendor.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Extension, FromRequest, Query, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::{any, get, post};
use axum::{Json, Router};
use serde::Deserialize;

use crate::binding::{Bindings, is_session_id};
use crate::client_address::ClientAddresses;
use crate::config::{Config, DEFAULT_FLOW};
use crate::cookies::Cookies;
use crate::error::ApiError;
use crate::limits::Limits;
use crate::login::{self, Visitor};
use crate::places::Places;
use crate::result::PageResult;
use crate::signing::Signer;
use crate::vendor::Vendor;
use crate::{StartError, metadata, response_headers, same_origin, static_files};

/// A photo of 10 MB in base64, and room around it.
const LARGEST_BODY: usize = 15 * 1024 * 1024;
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

/// What every request shares. Nothing of it changes but the limits' counters.
#[derive(Clone)]
pub struct AppState {
    pub client_addresses: Arc<ClientAddresses>,
    pub config: Arc<Config>,
    pub cookies: Cookies,
    pub limits: Arc<Limits>,
    pub places: Arc<Places>,
    pub signer: Signer,
    pub vendor: Arc<Vendor>,
}

impl AppState {
    fn bindings<'a>(&'a self, visitor: &'a Visitor) -> Bindings<'a> {
        Bindings {
            signer: &self.signer,
            cookies: self.cookies,
            visitor,
        }
    }
}

pub fn router(config: Config) -> Result<Router, StartError> {
    let state = AppState {
        client_addresses: Arc::new(ClientAddresses::new(config.trusted_proxies.clone())),
        cookies: Cookies::new(config.cookie_secure),
        limits: Arc::new(Limits::new(&config.rate_limits)),
        places: Arc::new(Places::new(config.photos_at_once.get())),
        signer: Signer::new(&config.cookie_secret)?,
        vendor: Arc::new(Vendor::new(&config)?),
        config: Arc::new(config),
    };
    let api = Router::new()
        .route("/api/flow/session", post(create_session))
        .route("/api/flow/result", get(read_result))
        .route("/api", any(unknown_route))
        .route("/api/", any(unknown_route))
        .route("/api/{*rest}", any(unknown_route))
        .method_not_allowed_fallback(|| async { ApiError::WrongMethod })
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(from_fn_with_state(state.clone(), login::identify))
        .layer(from_fn_with_state(state.clone(), guard_api));
    let files = static_files::router(&state.config).layer(from_fn_with_state(state.clone(), login::identify));
    Ok(api
        .merge(files)
        .layer(from_fn_with_state(state.clone(), response_headers::add))
        .with_state(state))
}

async fn unknown_route() -> ApiError {
    ApiError::UnknownRoute
}

async fn guard_api(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let allowed_origin = state.config.allowed_origin.as_deref();
    let checked = same_origin::check(headers, request.method(), allowed_origin)
        .and_then(|()| same_origin::check_https(headers, &state.config));
    let mut response = match checked {
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
    state.limits.check_session(&visitor, address)?;
    require_json(&headers)?;
    let Query(query) =
        query.map_err(|_| ApiError::InvalidRequest("Give `flow` once, or leave it out.".to_owned()))?;
    let flow = query.flow.unwrap_or_else(|| DEFAULT_FLOW.to_owned());
    let api_key = state.config.api_keys.get(&flow).ok_or(ApiError::UnknownFlow)?;
    let _place = state.places.take(&headers)?;
    let metadata = metadata::for_vendor(&visitor, &read_body(request).await?)?;

    let session = state.vendor.create_session(api_key, metadata.as_ref()).await?;

    let bindings = state.bindings(&visitor);
    let cookies = bindings
        .bind(&headers, &session.session_id, &flow, SystemTime::now())
        .ok_or(ApiError::Internal)?;
    tracing::info!(flow, "session created");
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
    state.limits.check_result(&visitor, address)?;
    let Query(ResultQuery { session_id }) =
        query.map_err(|_| ApiError::InvalidRequest("Give `session_id`, once.".to_owned()))?;
    if !is_session_id(&session_id) {
        return Err(ApiError::UnknownSession);
    }
    let flow = state
        .bindings(&visitor)
        .flow_of(&headers, &session_id, SystemTime::now());
    let flow = flow.ok_or(ApiError::UnknownSession)?;
    let api_key = state.config.api_keys.get(&flow).ok_or(ApiError::UnknownSession)?;

    let result = state.vendor.result(api_key, &session_id).await?;

    // Here your application acts on the verdict: it is decided here, and not by what the page is told. A verdict alone says
    // only that somebody passed some flow. So first:
    // - `flow` has to be the one that this operation needs: the visitor chose `?flow`.
    // - The identity has to be your customer's: compare the IIN in the vendor's answer (a field more in `VendorResult`) with
    //   your own record, or let `for_vendor` send it from there with `changeable: false`.
    // - Store the session's id and act once: a passed session can be read many times.
    // And ask the vendor by yourself for the sessions that nobody came back for: see the README.
    tracing::info!(flow, passed = result.is_passed(), "result read");
    Ok(Json(result.for_page(&session_id)))
}

fn require_json(headers: &HeaderMap) -> Result<(), ApiError> {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("application/json") {
        Ok(())
    } else {
        Err(ApiError::NotJson)
    }
}

async fn read_body(request: Request) -> Result<Bytes, ApiError> {
    let body = tokio::time::timeout(BODY_TIMEOUT, Bytes::from_request(request, &()))
        .await
        .map_err(|_| ApiError::SlowBody)?;
    body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge,
        _ => ApiError::InvalidRequest("The body did not arrive whole.".to_owned()),
    })
}
