use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// One request as the vendor saw it.
#[derive(Clone)]
pub struct Seen {
    pub path: String,
    pub query: String,
    pub body: Value,
}

/// How the vendor answers from now on.
#[derive(Clone)]
pub enum Reply {
    /// As the vendor does when all is well: a new session, or a result in progress.
    Well,
    With {
        status: u16,
        headers: Vec<(&'static str, &'static str)>,
        body: String,
    },
    /// Takes the request and never answers.
    Never,
}

impl Reply {
    pub fn json(status: u16, body: Value) -> Self {
        Self::With {
            status,
            headers: vec![("content-type", "application/json")],
            body: body.to_string(),
        }
    }
}

#[derive(Clone)]
struct Vendor {
    reply: Arc<Mutex<Reply>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// A vendor that answers as it is told and remembers what it was asked.
pub struct StubVendor {
    pub origin: String,
    vendor: Vendor,
    serving: JoinHandle<()>,
}

impl StubVendor {
    pub async fn start() -> Self {
        let vendor = Vendor {
            reply: Arc::new(Mutex::new(Reply::Well)),
            seen: Arc::default(),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().fallback(answer).with_state(vendor.clone());
        let serving = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self {
            origin,
            vendor,
            serving,
        }
    }

    pub fn reply(&self, reply: Reply) {
        *self.vendor.reply.lock().unwrap() = reply;
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.vendor.seen.lock().unwrap().clone()
    }
}

impl Drop for StubVendor {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn answer(State(vendor): State<Vendor>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let number = {
        let mut seen = vendor.seen.lock().unwrap();
        seen.push(Seen {
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            body: serde_json::from_slice(&body).unwrap_or_default(),
        });
        seen.len()
    };
    let reply = vendor.reply.lock().unwrap().clone();
    match reply {
        Reply::Well if parts.uri.path().ends_with("/create/") => {
            let session = json!({ "session_id": format!("session-{number}"), "technologies": ["LD", "F2F"] });
            axum::Json(session).into_response()
        }
        Reply::Well => {
            axum::Json(json!({ "id": "x", "technologies": [], "status": "PROGRESS" })).into_response()
        }
        Reply::With {
            status,
            headers,
            body,
        } => {
            let mut response = (StatusCode::from_u16(status).unwrap(), body).into_response();
            for (name, value) in headers {
                response.headers_mut().insert(name, value.parse().unwrap());
            }
            response
        }
        Reply::Never => std::future::pending().await,
    }
}
