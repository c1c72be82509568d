use std::collections::BTreeMap;

use reqwest::header::{COOKIE, HeaderMap, ORIGIN, SET_COOKIE};
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};

/// Keeps cookies and says where a request comes from, as a browser does.
#[derive(Clone)]
pub struct Browser {
    pub client: Client,
    pub origin: String,
    pub cookies: BTreeMap<String, String>,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub fn error_code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap().to_owned()
    }

    pub fn error_message(&self) -> String {
        self.json()["error"]["message"].as_str().unwrap().to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub fn set_cookies(&self) -> Vec<&str> {
        self.headers
            .get_all(SET_COOKIE)
            .iter()
            .map(|value| value.to_str().unwrap())
            .collect()
    }
}

impl Browser {
    pub fn at(origin: &str) -> Self {
        let client = Client::builder().no_proxy().build().unwrap();
        Self {
            client,
            origin: origin.to_owned(),
            cookies: BTreeMap::new(),
        }
    }

    /// The same browser, its cookies with it, at another instance.
    pub fn moved_to(&self, origin: &str) -> Self {
        Self {
            origin: origin.to_owned(),
            ..self.clone()
        }
    }

    pub async fn create_session(&mut self) -> Answer {
        self.post("/api/flow/session", &json!({})).await
    }

    /// Creates a session and gives its id.
    pub async fn new_session(&mut self) -> String {
        let answer = self.create_session().await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()["session_id"].as_str().unwrap().to_owned()
    }

    pub async fn read_result(&mut self, session_id: &str) -> Answer {
        self.get(&format!("/api/flow/result?session_id={session_id}"))
            .await
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        let request = self.client.get(format!("{}{path}", self.origin));
        self.send(request).await
    }

    pub async fn post(&mut self, path: &str, body: &Value) -> Answer {
        let request = self
            .client
            .post(format!("{}{path}", self.origin))
            .header(ORIGIN, &self.origin)
            .json(body);
        self.send(request).await
    }

    pub async fn send(&mut self, request: RequestBuilder) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = if cookies.is_empty() {
            request
        } else {
            request.header(COOKIE, cookies.join("; "))
        };
        let response = request.send().await.unwrap();
        let answer = Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        };
        for cookie in answer.set_cookies() {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }
}
