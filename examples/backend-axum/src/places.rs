//! How many photos the whole server holds at once: 40 bodies of 15 MB are the end of a small machine.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_LENGTH;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::ApiError;

/// `metadata` without a photo is 16 KB at most; a body that says it is no larger than this needs no place.
const SMALL_BODY: u64 = 64 * 1024;
/// A photo's body takes seconds to arrive, and the vendor seconds to answer.
const RETRY_AFTER_SECONDS: u64 = 5;

pub struct Places {
    free: Semaphore,
}

impl Places {
    pub fn new(count: u32) -> Self {
        let count = usize::try_from(count).unwrap_or(Semaphore::MAX_PERMITS);
        Self {
            free: Semaphore::new(count.min(Semaphore::MAX_PERMITS)),
        }
    }

    /// A place for a request with a large body, given back when it is dropped: at the handler's end, and when the client
    /// goes away, since its handler is dropped then.
    pub fn take(&self, headers: &HeaderMap) -> Result<Option<SemaphorePermit<'_>>, ApiError> {
        let length = headers
            .get(CONTENT_LENGTH)
            .and_then(|length| length.to_str().ok()?.parse().ok());
        // Without a length (chunked) the body may be of any size.
        if length.is_some_and(|length: u64| length <= SMALL_BODY) {
            return Ok(None);
        }
        let busy = ApiError::Busy {
            seconds: RETRY_AFTER_SECONDS,
        };
        self.free.try_acquire().map(Some).map_err(|_| busy)
    }
}
