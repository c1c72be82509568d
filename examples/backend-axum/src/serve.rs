//! Connections: how many there are, how long they may be silent, and how they end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep};
use tower::{ServiceExt, service_fn};

/// For the head of a request to arrive, from the connection's start or the last answer's end.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
const BETWEEN_LOG_LINES: Duration = Duration::from_secs(10);

/// Serves until `shutdown` resolves. What it gives back knows when the last request in progress has been answered.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    max_connections: u32,
    shutdown: impl Future<Output = ()>,
) -> GracefulShutdown {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT);
    let connections = GracefulShutdown::new();
    let mut acceptor = Acceptor {
        places: Arc::new(Semaphore::new(max_connections as usize)),
        listener,
        logged_at: None,
    };
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let (stream, peer, place) = tokio::select! {
            accepted = acceptor.accept() => accepted,
            () = &mut shutdown => return connections,
        };
        let app = app.clone();
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            app.clone().oneshot(request)
        });
        let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            // A client that goes away, or is too slow, is nothing to write down.
            let _ = connection.await;
            drop(place);
        });
    }
}

struct Acceptor {
    listener: TcpListener,
    places: Arc<Semaphore>,
    logged_at: Option<Instant>,
}

impl Acceptor {
    async fn accept(&mut self) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
        loop {
            match self.listener.accept().await {
                Ok((stream, peer)) => match self.places.clone().try_acquire_owned() {
                    Ok(place) => return (stream, peer, place),
                    Err(_) => self.log("as many as MAX_CONNECTIONS are open"),
                },
                // No descriptors are left, or no memory.
                Err(error) => {
                    self.log(&error.to_string());
                    sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    fn log(&mut self, reason: &str) {
        if self.logged_at.is_none_or(|at| at.elapsed() > BETWEEN_LOG_LINES) {
            self.logged_at = Some(Instant::now());
            tracing::error!("connections are refused: {reason}");
        }
    }
}
