//! How many photos the whole server holds at once: 40 bodies of 15 MB are the end of a small machine.

use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::{ApiError, refusal};

/// `metadata` without a photo is 16 KB at most; a body that says it is no larger than this needs no place.
const SMALL_BODY: u64 = 64 * 1024;

/// A place for a request with a large body, given back when it is dropped: at the handler's end, and when the client
/// goes away, since its handler is dropped then.
pub fn take<'a>(places: &'a Semaphore, request: &Request) -> Result<Option<SemaphorePermit<'a>>, ApiError> {
    // Without a length (chunked) the body may be of any size.
    if request
        .body()
        .size_hint()
        .exact()
        .is_some_and(|length| length <= SMALL_BODY)
    {
        return Ok(None);
    }
    places.try_acquire().map(Some).map_err(|_| {
        let message = "Too many photos are on their way. Try again in 5 s.";
        // A photo's body takes seconds to arrive, and the vendor seconds to answer.
        refusal(StatusCode::SERVICE_UNAVAILABLE, "busy", message)
            .retry_after(Some(HeaderValue::from_static("5")))
    })
}
