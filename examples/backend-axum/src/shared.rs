//! What several instances share: Redis or Valkey, where `REDIS_URL` is set. Where it is lost, each goes on by itself.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, RedisError, RedisResult};

const PATIENCE: Duration = Duration::from_secs(5);
/// Nobody waits for a lost server again and again.
const REST: Duration = Duration::from_secs(10);

pub struct Shared {
    connection: ConnectionManager,
    lost_at: Mutex<Option<Instant>>,
}

impl Shared {
    pub fn new(client: Client) -> Result<Self, RedisError> {
        let config = ConnectionManagerConfig::new()
            .set_number_of_retries(0)
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE));
        Ok(Self {
            connection: ConnectionManager::new_lazy_with_config(client, config)?,
            lost_at: Mutex::new(None),
        })
    }

    /// What the command answers, or nothing where there is no server to ask. Its loss is logged once, and so is its return.
    pub async fn ask<T>(
        &self,
        command: impl AsyncFnOnce(&mut ConnectionManager) -> RedisResult<T>,
    ) -> Option<T> {
        let was_lost = *self.lost_at.lock().ok()?;
        if was_lost.is_some_and(|since| since.elapsed() < REST) {
            return None;
        }
        let answer = command(&mut self.connection.clone()).await;
        *self.lost_at.lock().ok()? = answer.is_err().then(Instant::now);
        match (answer, was_lost) {
            (Ok(answer), None) => Some(answer),
            (Ok(answer), Some(_)) => {
                tracing::warn!("REDIS_URL: the server is back");
                Some(answer)
            }
            (Err(error), None) => {
                tracing::error!(
                    "REDIS_URL: the server is lost ({}): limits and sessions are this instance's own until it is back",
                    error.category()
                );
                None
            }
            (Err(_), Some(_)) => None,
        }
    }
}
