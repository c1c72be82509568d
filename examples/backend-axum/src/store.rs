//! What is kept of a session for a day: in Redis where there is one, and in this process's memory. In memory alone, only the
//! instance that created a session can do something with its webhook.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use redis::AsyncCommands;
use redis::{ExistenceCheck, SetExpiry, SetOptions};

use crate::binding::Binding;
use crate::shared::Shared;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const WRITES_BETWEEN_CLEANUPS: u32 = 1024;

/// Each with the time at which it is forgotten.
type Values = HashMap<String, (Instant, String)>;

#[derive(Default)]
pub struct Store {
    memory: Mutex<(Values, u32)>,
    shared: Option<Arc<Shared>>,
}

impl Store {
    pub fn new(shared: Option<Arc<Shared>>) -> Self {
        Self {
            shared,
            ..Self::default()
        }
    }

    pub async fn keep(&self, binding: &Binding) {
        if let Ok(text) = serde_json::to_string(binding) {
            self.put(&session(&binding.session_id), text, DAY).await;
        }
    }

    pub async fn session(&self, id: &str) -> Option<Binding> {
        serde_json::from_str(&self.get(&session(id)).await?).ok()
    }

    /// Whether nobody else has begun to act on the session's verdict; from now on somebody has.
    pub async fn begin_verdict(&self, id: &str) -> bool {
        self.put(&verdict(id), String::new(), DAY).await
    }

    /// The application could not act: the next who learns of the verdict tries again.
    pub async fn undo_verdict(&self, id: &str) {
        self.remove(&verdict(id)).await;
    }

    pub async fn has_verdict(&self, id: &str) -> bool {
        self.get(&verdict(id)).await.is_some()
    }

    /// Whether no other instance is asking the vendor for this session.
    pub async fn begin_asking(&self, id: &str, at_most: Duration) -> bool {
        self.put(&asking(id), String::new(), at_most).await
    }

    pub async fn end_asking(&self, id: &str) {
        self.remove(&asking(id)).await;
    }

    /// Whether there was nothing under the key. It is noted here in any case, so that it is known when the server is lost.
    async fn put(&self, key: &str, value: String, lifetime: Duration) -> bool {
        let is_new_here = self.remember(key, value.clone(), lifetime);
        let options = SetOptions::default()
            .conditional_set(ExistenceCheck::NX)
            .with_expiration(SetExpiry::PX(
                u64::try_from(lifetime.as_millis()).unwrap_or(u64::MAX),
            ));
        let command = async |connection: &mut redis::aio::ConnectionManager| {
            connection.set_options::<_, _, bool>(key, value, options).await
        };
        match &self.shared {
            Some(shared) => shared.ask(command).await.unwrap_or(is_new_here),
            None => is_new_here,
        }
    }

    async fn get(&self, key: &str) -> Option<String> {
        let shared = match &self.shared {
            Some(shared) => shared
                .ask(async |connection| connection.get(key).await)
                .await
                .flatten(),
            None => None,
        };
        let here = || {
            let memory = self.memory.lock().ok()?;
            let (expires, value) = memory.0.get(key)?;
            (*expires > Instant::now()).then(|| value.clone())
        };
        shared.or_else(here)
    }

    async fn remove(&self, key: &str) {
        if let Ok(mut memory) = self.memory.lock() {
            memory.0.remove(key);
        }
        if let Some(shared) = &self.shared {
            let _: Option<()> = shared.ask(async |connection| connection.del(key).await).await;
        }
    }

    fn remember(&self, key: &str, value: String, lifetime: Duration) -> bool {
        let Ok(mut memory) = self.memory.lock() else {
            return false;
        };
        let (values, writes) = &mut *memory;
        let now = Instant::now();
        *writes = writes.wrapping_add(1);
        if writes.is_multiple_of(WRITES_BETWEEN_CLEANUPS) {
            values.retain(|_, (expires, _)| *expires > now);
        }
        let is_new = values.get(key).is_none_or(|(expires, _)| *expires <= now);
        if is_new {
            values.insert(key.to_owned(), (now + lifetime, value));
        }
        is_new
    }
}

fn session(id: &str) -> String {
    format!("flow-embed:session:{id}")
}

fn verdict(id: &str) -> String {
    format!("flow-embed:verdict:{id}")
}

fn asking(id: &str) -> String {
    format!("flow-embed:asking:{id}")
}
