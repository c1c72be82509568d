//! A sandbox of its own for each test, and a client for it.
#![allow(missing_docs, dead_code, clippy::unwrap_used, clippy::indexing_slicing)]

use std::time::Duration;

use flow_embed_sandbox::{Options, Server, Technology, api_key};
use reqwest::{Client, Response};
use serde_json::{Value, json};

pub const CREATE: &str = "/api/v1/flows/session/create/";
pub const RESULT: &str = "/api/v1/flows/session/result/";
pub const MODULE: &str = "/widget/flow-widget.js";
pub const UMD: &str = "/widget/flow-widget.umd.js";

pub struct Sandbox {
    server: Server,
    pub client: Client,
}

impl Sandbox {
    pub async fn start() -> Self {
        Self::with_progress(Duration::ZERO).await
    }

    pub async fn with_progress(progress: Duration) -> Self {
        let options = Options {
            port: 0,
            progress,
            request_lines: false,
        };
        let redirects = reqwest::redirect::Policy::none();
        Self {
            server: Server::start(options).await.unwrap(),
            client: Client::builder().redirect(redirects).build().unwrap(),
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server.origin())
    }

    pub fn origin(&self) -> &str {
        self.server.origin()
    }

    pub async fn get(&self, path: &str) -> Response {
        self.client.get(self.url(path)).send().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        let request = self.client.post(self.url(path)).body(body.to_string());
        request.send().await.unwrap()
    }

    pub async fn create(&self, flow: &[Technology], metadata: Option<Value>) -> Response {
        let mut body = json!({ "api_key": api_key(flow) });
        if let Some(metadata) = metadata {
            body["metadata"] = metadata;
        }
        self.post(CREATE, &body).await
    }

    pub async fn session(&self, flow: &[Technology]) -> String {
        let answer: Value = self.create(flow, None).await.json().await.unwrap();
        answer["session_id"].as_str().unwrap().to_owned()
    }

    /// Goes through the widget's own requests: what it reports is all that the server knows of the person.
    pub async fn pass_through(&self, id: &str, report: Value) {
        let begun = self
            .post("/widget/session/begin", &json!({ "session_id": id }))
            .await;
        assert_eq!(begun.status(), 200);
        let mut body = report;
        body["session_id"] = json!(id);
        let completed = self.post("/widget/session/complete", &body).await;
        assert_eq!(completed.status(), 200);
    }

    pub async fn result(&self, id: &str, flow: &[Technology]) -> Value {
        let key = api_key(flow);
        let path = format!("{RESULT}?session_id={id}&flow_api_key={key}");
        self.get(&path).await.json().await.unwrap()
    }

    pub async fn log(&self, key: &str) -> Vec<Value> {
        let path = format!("/sandbox/log?key={key}");
        self.get(&path).await.json().await.unwrap()
    }
}

pub fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers().get(name)?.to_str().ok()
}
