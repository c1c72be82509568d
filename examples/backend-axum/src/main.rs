//! The backend half of flow-embed: it keeps the flow's API key out of the page, and decides the verdict on the server.

mod binding;
mod bodies;
mod bounds;
mod client_address;
mod config;
mod cookies;
mod error;
mod limits;
mod login;
mod metadata;
mod on_verdict;
mod places;
mod routes;
mod same_origin;
mod serve;
mod shared;
mod static_files;
mod store;
mod tokens;
mod vendor;
mod verdict;
mod webhooks;

use std::error::Error;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::sleep;

use crate::config::Config;
use crate::routes::{AppState, router};

#[cfg(panic = "abort")]
compile_error!("one request's panic would end the whole server: build it with `--profile server`");

/// How long requests in progress may go on after the shutdown signal: longer than the vendor's timeout.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(15);

#[tokio::main]
async fn main() -> ExitCode {
    // Standard output carries the `listening:` line only.
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        // Whoever read the log may go away: to say on standard error that it cannot be written to would panic in the request.
        .log_internal_errors(false)
        .init();
    match run().await {
        Ok(code) => code,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<ExitCode, Box<dyn Error>> {
    let config = Config::read(|name| std::env::var(name).ok())?;
    let address = SocketAddr::new(config.host, config.port);
    if std::env::args().nth(1).as_deref() == Some("--health") {
        return Ok(health(config.port).await);
    }
    let max_connections = config.max_connections.get();
    let state = AppState::new(config)?;
    let hints = state.hints.clone();
    // Subscribed before the line is printed: whoever reads it may send SIGTERM at once.
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let mut signalled = async move || {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("cannot listen on {address}: {error}; see HOST and PORT"))?;
    println!("listening: http://{}", listener.local_addr()?);
    let connections = serve::serve(listener, router(state), max_connections, signalled()).await;
    hints.asking.close();
    let finished = async {
        connections.shutdown().await;
        hints.asking.wait().await;
    };
    tokio::select! {
        () = finished => Ok(ExitCode::SUCCESS),
        () = sleep(SHUTDOWN_GRACE) => Ok(ExitCode::SUCCESS),
        // Whoever asks twice does not want to wait.
        () = signalled() => Ok(ExitCode::FAILURE),
    }
}

/// For a container's health check: whether a server answers here. What it answers to this address does not matter.
async fn health(port: u16) -> ExitCode {
    let client = reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(4))
        .build();
    let Ok(client) = client else {
        return ExitCode::FAILURE;
    };
    let answer = client
        .get(format!("http://127.0.0.1:{port}/api/health"))
        .send()
        .await;
    if answer.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
