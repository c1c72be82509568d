//! The two requests to the vendor. This is the only room where an API key is taken out of its wrapper.

use std::error::Error;
use std::time::Duration;

use axum::http::header::RETRY_AFTER;
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url, redirect, retry};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::binding::is_session_id;
use crate::config::is_loopback;
use crate::error::{ApiError, refusal};
use crate::verdict::VendorResult;

/// For one request, from connecting to the last byte.
pub const TIMEOUT: Duration = Duration::from_secs(10);
/// Results may hold several photos of hundreds of kilobytes.
const LARGEST_ANSWER: usize = 32 * 1024 * 1024;
/// Of the vendor's own words about a refusal.
const LONGEST_MESSAGE: usize = 2048;

/// The vendor's API.
pub struct Vendor {
    client: Client,
    base: String,
}

/// What the vendor answers of a new session.
#[derive(Deserialize)]
struct Created {
    session_id: String,
    #[serde(default)]
    technologies: Value,
}

/// What the page needs to start the widget.
#[derive(Serialize)]
pub struct Session {
    pub session_id: String,
    technologies: Vec<String>,
}

impl Vendor {
    pub fn new(base: &Url) -> Result<Self, reqwest::Error> {
        let mut client = Client::builder()
            .timeout(TIMEOUT)
            // A session created twice is paid for twice, and a redirect would take the key to another address.
            .retry(retry::never())
            .redirect(redirect::Policy::none());
        // No egress proxy leads to this machine.
        if is_loopback(base) {
            client = client.no_proxy();
        }
        Ok(Self {
            client: client.build()?,
            base: base.as_str().trim_end_matches('/').to_owned(),
        })
    }

    pub async fn create_session(
        &self,
        api_key: &SecretString,
        metadata: Option<Value>,
    ) -> Result<Session, ApiError> {
        let url = format!("{}/api/v1/flows/session/create/", self.base);
        let mut body = json!({ "api_key": api_key.expose_secret() });
        if let (Some(metadata), Some(body)) = (metadata, body.as_object_mut()) {
            body.insert("metadata".to_owned(), metadata);
        }
        let request = self.client.post(url).json(&body);
        // A photo is held once while the vendor is asked.
        drop(body);
        let created: Created = ask(request, api_key).await?;
        if !is_session_id(&created.session_id) {
            return Err(unexpected("`session_id` is not an id"));
        }
        let technologies = created.technologies.as_array().into_iter().flatten();
        Ok(Session {
            session_id: created.session_id,
            technologies: technologies
                .filter_map(|code| Some(code.as_str()?.to_owned()))
                .collect(),
        })
    }

    pub async fn result(&self, api_key: &SecretString, session_id: &str) -> Result<VendorResult, ApiError> {
        let url = format!("{}/api/v1/flows/session/result/", self.base);
        let query = [
            ("session_id", session_id),
            ("flow_api_key", api_key.expose_secret()),
        ];
        ask(self.client.get(url).query(&query), api_key).await
    }
}

async fn ask<T: DeserializeOwned>(request: RequestBuilder, api_key: &SecretString) -> Result<T, ApiError> {
    let mut response = request.send().await.map_err(unanswered)?;
    let status = response.status();
    let retry_after = response.headers().get(RETRY_AFTER).cloned();
    let body = read(&mut response).await?;
    match status {
        StatusCode::TOO_MANY_REQUESTS => {
            let message = "The identity service is asked too often. Try again later.";
            Err(refusal(StatusCode::TOO_MANY_REQUESTS, "vendor_busy", message).retry_after(retry_after))
        }
        status if status.is_client_error() => {
            let message = format!(
                "The identity service refused the request. {}",
                vendors_words(status, &body, api_key)
            );
            Err(refusal(
                StatusCode::UNPROCESSABLE_ENTITY,
                "vendor_refused",
                message,
            ))
        }
        status if !status.is_success() => {
            let message = format!("The identity service failed with status {}.", status.as_u16());
            Err(refusal(StatusCode::BAD_GATEWAY, "vendor_failed", message))
        }
        _ => read_json(&body).ok_or_else(|| unexpected("it is not the JSON that was promised")),
    }
}

/// serde reads a list as an object's fields in their order, and checks no text that it skips.
fn read_json<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    let text = std::str::from_utf8(body).ok()?.trim_start();
    serde_json::from_str(text.starts_with('{').then_some(text)?).ok()
}

async fn read(response: &mut Response) -> Result<Vec<u8>, ApiError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unanswered)? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(unexpected("it is larger than 32 MB"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn unexpected(problem: &str) -> ApiError {
    let message = format!("The identity service's answer is not what was expected: {problem}.");
    refusal(StatusCode::BAD_GATEWAY, "vendor_answer", message)
}

/// The URL of a result holds the API key: it is taken out before the error is written anywhere.
fn unanswered(error: reqwest::Error) -> ApiError {
    let error = error.without_url();
    let mut causes = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        causes.push_str(": ");
        causes.push_str(&cause.to_string());
        source = cause.source();
    }
    tracing::warn!("no answer from the identity service: {causes}");
    if error.is_timeout() {
        let message = "The identity service did not answer in time.";
        refusal(StatusCode::GATEWAY_TIMEOUT, "vendor_timeout", message)
    } else {
        let message = "The identity service cannot be reached.";
        refusal(StatusCode::BAD_GATEWAY, "vendor_unreachable", message)
    }
}

/// The vendor's own words, if they are JSON, without the key should they repeat it.
fn vendors_words(status: StatusCode, body: &[u8], api_key: &SecretString) -> String {
    let Ok(words) = serde_json::from_slice::<Value>(body) else {
        return format!("It answered with status {}.", status.as_u16());
    };
    let key = api_key.expose_secret();
    let key_in_url: String = form_urlencoded::byte_serialize(key.as_bytes()).collect();
    let words = words
        .to_string()
        .replace(key, "(API key)")
        .replace(&key_in_url, "(API key)");
    words.chars().take(LONGEST_MESSAGE).collect()
}
