//! A running backend, a browser in front of it, and a vendor behind it.

mod browser;
mod vendor;

use flow_embed_backend_axum::{Config, app, serve};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use browser::{Answer, Browser};
pub use vendor::{Reply, StubVendor};

pub const API_KEY: &str = "test-key-of-the-loan-flow-0000000000000000000000000001";
pub const OTHER_API_KEY: &str = "test-key-of-the-card-flow-0000000000000000000000000002";
pub const SECRET: &str = "a secret of thirty-two bytes or more";

/// A configuration for tests: variables given later replace earlier ones.
pub fn config(vendor: &str, variables: &[(&str, &str)]) -> Config {
    let read = |name: &str| {
        let given = variables.iter().rev().find(|(variable, _)| *variable == name);
        given
            .map(|(_, value)| (*value).to_owned())
            .or_else(|| match name {
                "FLOW_API_KEY" => Some(API_KEY.to_owned()),
                "FLOW_API_BASE" => Some(vendor.to_owned()),
                "COOKIE_SECRET" => Some(SECRET.to_owned()),
                _ => None,
            })
    };
    Config::from_variables(read).unwrap()
}

/// The backend, served in this process until it is dropped.
pub struct Backend {
    pub origin: String,
    serving: JoinHandle<()>,
}

impl Backend {
    pub async fn start(config: Config) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let app = app(config).unwrap();
        let serving = tokio::spawn(async move {
            serve(listener, app, std::future::pending()).await.unwrap();
        });
        Self { origin, serving }
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// A vendor that answers well, a backend with the given variables, and a browser that has visited nothing yet.
pub async fn start(variables: &[(&str, &str)]) -> (StubVendor, Backend, Browser) {
    let vendor = StubVendor::start().await;
    let backend = Backend::start(config(&vendor.origin, variables)).await;
    let browser = Browser::at(&backend.origin);
    (vendor, backend, browser)
}
