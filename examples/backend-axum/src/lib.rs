//! The backend half of flow-embed: it keeps the flow's API key out of the page, and decides the verdict on the server.
//!
//! To read from the top: [`app`] puts the rooms together, `routes` tells what a request goes through, and `login` is the
//! one room to replace with the sign-in of your own application.

mod binding;
mod client_address;
mod config;
mod cookies;
mod error;
mod limits;
mod login;
mod metadata;
mod places;
mod response_headers;
mod result;
mod routes;
mod same_origin;
mod signing;
mod static_files;
mod vendor;

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

pub use config::{ApiKey, Config, ConfigError, RateLimits};

/// How long requests in progress may go on after the shutdown signal: longer than the vendor's timeout.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(15);

/// Why the application cannot start with a configuration that is in itself right.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The machine's certificate store cannot be read, or a proxy in the environment is not a URL.
    #[error("the HTTP client cannot be set up: {0}")]
    HttpClient(#[from] reqwest::Error),
    /// The HMAC implementation refuses the secret.
    #[error("COOKIE_SECRET cannot be used to sign cookies: {0}")]
    CookieSecret(#[from] hmac::digest::InvalidLength),
}

/// The whole application, ready to be served.
///
/// # Errors
///
/// See [`StartError`].
pub fn app(config: Config) -> Result<Router, StartError> {
    routes::router(config)
}

/// Serves until `shutdown` resolves, then lets the requests in progress finish within 15 seconds.
///
/// # Errors
///
/// If the listener fails.
pub async fn serve<S>(listener: TcpListener, app: Router, shutdown: S) -> std::io::Result<()>
where
    S: Future<Output = ()> + Send + 'static,
{
    let (stopping, mut stopped) = tokio::sync::watch::channel(());
    let server = axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            shutdown.await;
            drop(stopping);
        });
    let deadline = async move {
        // The channel closes when the shutdown begins.
        while stopped.changed().await.is_ok() {}
        tokio::time::sleep(SHUTDOWN_GRACE).await;
    };
    tokio::select! {
        result = server => result,
        () = deadline => Ok(()),
    }
}
