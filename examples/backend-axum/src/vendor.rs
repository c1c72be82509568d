//! The two requests to the vendor. This is the only room where an API key leaves its wrapper.

use std::error::Error;

use axum::http::header::RETRY_AFTER;
use reqwest::{Client, RequestBuilder, Response, StatusCode, redirect, retry};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::form_urlencoded;

use crate::binding::is_session_id;
use crate::config::{ApiKey, Config};
use crate::error::ApiError;
use crate::result::VendorResult;

/// Results may hold several photos of hundreds of kilobytes.
const LARGEST_ANSWER: usize = 32 * 1024 * 1024;
/// Of the vendor's own words about a refusal.
const LONGEST_MESSAGE: usize = 2048;

/// The vendor's API.
pub struct Vendor {
    client: Client,
    base: String,
}

#[derive(Serialize)]
struct CreateSession<'a> {
    api_key: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<&'a Value>,
}

/// What the page needs to start the widget.
#[derive(Deserialize, Serialize)]
pub struct Session {
    pub session_id: String,
    #[serde(default)]
    technologies: Vec<Value>,
}

impl Vendor {
    pub fn new(config: &Config) -> Result<Self, reqwest::Error> {
        let mut client = Client::builder()
            .timeout(config.vendor_timeout)
            // A session created twice is paid for twice, and a redirect would take the key to another address.
            .retry(retry::never())
            .redirect(redirect::Policy::none());
        if config.api_base_is_loopback {
            client = client.no_proxy();
        }
        Ok(Self {
            client: client.build()?,
            base: config.api_base.clone(),
        })
    }

    pub async fn create_session(
        &self,
        api_key: &ApiKey,
        metadata: Option<&Value>,
    ) -> Result<Session, ApiError> {
        let url = format!("{}/api/v1/flows/session/create/", self.base);
        let body = CreateSession {
            api_key: api_key.expose(),
            metadata,
        };
        let session: Session = ask(self.client.post(url).json(&body), api_key).await?;
        if !is_session_id(&session.session_id) {
            return Err(ApiError::VendorAnswer("`session_id` is not an id"));
        }
        Ok(session)
    }

    pub async fn result(&self, api_key: &ApiKey, session_id: &str) -> Result<VendorResult, ApiError> {
        let url = format!("{}/api/v1/flows/session/result/", self.base);
        let query = [("session_id", session_id), ("flow_api_key", api_key.expose())];
        ask(self.client.get(url).query(&query), api_key).await
    }
}

async fn ask<T: DeserializeOwned>(request: RequestBuilder, api_key: &ApiKey) -> Result<T, ApiError> {
    let mut response = request.send().await.map_err(unanswered)?;
    let status = response.status();
    let retry_after = response.headers().get(RETRY_AFTER).cloned();
    let body = read(&mut response).await?;
    match status {
        StatusCode::TOO_MANY_REQUESTS => Err(ApiError::VendorBusy { retry_after }),
        status if status.is_client_error() => Err(ApiError::VendorRefused {
            message: refusal(status, &body, api_key),
        }),
        status if !status.is_success() => Err(ApiError::VendorFailed(status.as_u16())),
        _ => serde_json::from_slice(&body)
            .map_err(|_| ApiError::VendorAnswer("it is not the JSON that was promised")),
    }
}

async fn read(response: &mut Response) -> Result<Vec<u8>, ApiError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unanswered)? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(ApiError::VendorAnswer("it is larger than 32 MB"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
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
        ApiError::VendorTimeout
    } else {
        ApiError::VendorUnreachable
    }
}

/// The vendor's own words, if they are JSON, without the key should they repeat it.
fn refusal(status: StatusCode, body: &[u8], api_key: &ApiKey) -> String {
    let Ok(words) = serde_json::from_slice::<Value>(body) else {
        return format!("It answered with status {}.", status.as_u16());
    };
    let key = api_key.expose();
    let key_in_url: String = form_urlencoded::byte_serialize(key.as_bytes()).collect();
    let words = words
        .to_string()
        .replace(key, "(API key)")
        .replace(&key_in_url, "(API key)");
    words.chars().take(LONGEST_MESSAGE).collect()
}
