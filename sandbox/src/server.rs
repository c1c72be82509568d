//! Routes, and the loop that accepts connections.

use std::convert::Infallible;
use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::Request;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tower::ServiceExt;

use crate::exchange::exchange;
use crate::fault::{CloseConnection, login_page};
use crate::state::State;
use crate::{api, home, log, widget};

/// How to start the sandbox.
#[derive(Clone, Debug)]
pub struct Options {
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// How long a result stays `PROGRESS` after the widget's end.
    pub progress: Duration,
    /// Whether to write a line per request to stderr.
    pub request_lines: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 4401,
            progress: Duration::from_secs(3),
            request_lines: false,
        }
    }
}

/// A running sandbox. Dropping it ends it, with all its connections.
#[derive(Debug)]
pub struct Server {
    origin: String,
    accepting: JoinHandle<()>,
}

impl Server {
    /// Listens on 127.0.0.1.
    ///
    /// # Errors
    ///
    /// If the port is taken.
    pub async fn start(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let accepting = tokio::spawn(accept(listener, router(&options)));
        Ok(Self { origin, accepting })
    }

    /// `http://127.0.0.1:<port>`, without a slash at its end.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

fn router(options: &Options) -> Router {
    let state = State::new(options.progress, options.request_lines);
    Router::new()
        .route("/", get(home::page))
        .route("/api/v1/flows/session/create/", post(api::create))
        .route("/api/v1/flows/session/result/", get(api::result))
        .route("/widget/flow-widget.js", get(widget::module))
        .route("/widget/flow-widget.umd.js", get(widget::umd))
        .route("/widget/session/begin", post(widget::begin))
        .route("/widget/session/complete", post(widget::complete))
        .route("/sandbox/login", get(async || login_page()))
        .route("/sandbox/log", get(log::list))
        .route("/sandbox/log/wait", get(log::wait))
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(state.clone(), exchange))
        .with_state(state)
}

async fn accept(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            connections.spawn(serve(stream, router.clone()));
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn serve(stream: TcpStream, router: Router) {
    let service = service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move {
            let response = router.oneshot(request.map(Body::new)).await;
            let response = response.unwrap_or_else(|never: Infallible| match never {});
            // hyper closes a connection whose service fails.
            match response.extensions().get::<CloseConnection>() {
                Some(_) => Err(io::Error::other("asked to close the connection")),
                None => Ok(response),
            }
        }
    });
    // One request per connection: browsers quietly repeat a request that fails on a connection they used before, and
    // "the first n requests" would then mean something else each time.
    let connection = http1::Builder::new()
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service);
    // A failure means that the client went away, or that a fault closed the connection: the log has it.
    let _ = connection.await;
}
