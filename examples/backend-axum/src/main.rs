//! Reads the configuration, listens, and stops cleanly on SIGTERM or Ctrl-C.

use std::io::IsTerminal;
use std::process::ExitCode;

use flow_embed_backend_axum::{Config, app, serve};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

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
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let config = Config::from_env()?;
    let address = config.listen_address;
    let app = app(config)?;
    // Subscribed before the line is printed: whoever reads it may send SIGTERM at once.
    let mut terminate = signal(SignalKind::terminate())?;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("cannot listen on {address}: {error}; see HOST and PORT"))?;
    println!("listening: http://{}", listener.local_addr()?);
    serve(listener, app, async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    })
    .await?;
    Ok(())
}
