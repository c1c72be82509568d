//! What happens to every request on its way to a handler and back: log, faults, CORS.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{MatchedPath, Query, Request, State as Extract};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use hyper::body::{Frame, SizeHint};

use crate::cors;
use crate::fault::{self, CloseConnection, Fault, Faults, Parameters};
use crate::log::{Ending, Watch};
use crate::refusal::Refusal;
use crate::state::Shared;

const LARGEST_BODY: usize = 20 * 1024 * 1024;

pub(crate) async fn exchange(Extract(state): Extract<Shared>, request: Request, next: Next) -> Response {
    if cors::is_preflight(request.method(), request.headers()) {
        return cors::preflight(request.headers());
    }
    let parameters = Query::<Parameters>::try_from_uri(request.uri());
    let parameters = parameters.map(|query| query.0).unwrap_or_default();
    let method = request.method().clone();
    let headers = request.headers().clone();
    let mut watch = watch(&state, &request, &parameters);

    let (mut response, faults) = answer(&state, request, next, &parameters).await;
    if !faults.strike(Fault::NoCors) {
        let credentialed = cors::is_credentialed(&headers, parameters.get("credentials"));
        cors::allow(response.headers_mut(), &headers, credentialed);
    }

    if response.extensions().get::<CloseConnection>().is_some() {
        watch.closed_by_sandbox();
        return response;
    }
    watch.answered(response.status());
    if method == Method::HEAD || response.body().is_end_stream() {
        watch.completed();
        return response;
    }
    response.map(|body| Body::new(Watched { body, watch }))
}

fn watch(state: &Shared, request: &Request, parameters: &Parameters) -> Watch {
    // The route, not the path as sent: that could hold anything.
    let path = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("(no such path)", MatchedPath::as_str);
    let key = parameters
        .get("key")
        .filter(|_| !path.starts_with("/sandbox/log"));
    let method = request.method().as_str();
    let open = |key: &String| state.log.open(key, method, path, request.headers());
    Watch {
        state: state.clone(),
        serial: key.map(open),
        line: format!("{method} {path}"),
        since: Instant::now(),
        ending: Ending::default(),
        ended: false,
    }
}

async fn answer(state: &Shared, request: Request, next: Next, parameters: &Parameters) -> (Response, Faults) {
    let path = request.uri().path();
    let is_script = path.starts_with("/widget/") && path.ends_with(".js");
    let is_own = path.starts_with("/sandbox/");

    let (mut parts, body) = request.into_parts();
    // Read whole before anything else: while a body waits to be read, hyper does not see the client go away.
    let body = match read(body).await {
        Ok(bytes) => Body::from(bytes),
        Err(refusal) => return (refusal.into_response(), Faults::default()),
    };
    if is_own {
        return (
            next.run(Request::from_parts(parts, body)).await,
            Faults::default(),
        );
    }
    let faults = match Faults::of(parameters, is_script, &state.counters) {
        Ok(faults) => faults,
        Err(refusal) => return (refusal.into_response(), Faults::default()),
    };
    if let Some(response) = fault::replace(&faults, is_script).await {
        return (response, faults);
    }
    parts.extensions.insert(faults.clone());
    let response = next.run(Request::from_parts(parts, body)).await;
    (fault::transform(&faults, response).await, faults)
}

/// A body beyond the limit is read to its end and dropped, so that its sender gets the answer instead of a reset.
async fn read(body: Body) -> Result<Bytes, Refusal> {
    let mut kept = Vec::new();
    let mut size = 0;
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, "The body could not be read"))?;
        size += piece.len();
        if size <= LARGEST_BODY {
            kept.extend_from_slice(&piece);
        }
    }
    if size > LARGEST_BODY {
        return Err(Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "The body is larger than 20 MB",
        ));
    }
    Ok(kept.into())
}

/// A body that notes whether it was sent to its end.
struct Watched {
    body: Body,
    watch: Watch,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        match &polled {
            Poll::Ready(Some(Err(_))) => self.watch.closed_by_sandbox(),
            Poll::Ready(None) => self.watch.completed(),
            Poll::Ready(Some(Ok(_))) if self.body.is_end_stream() => self.watch.completed(),
            _ => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
