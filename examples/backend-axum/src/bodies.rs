//! How a request's body is read, and what becomes of one that nobody wants.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::EXPECT;
use axum::middleware::Next;
use axum::response::Response;
use http_body::{Frame, SizeHint};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::error::{ApiError, invalid_request, refusal};

const TIMEOUT: Duration = Duration::from_secs(30);
/// Twice what is accepted: whoever sends more has the connection closed.
const MOST_THROWN_AWAY: usize = 32 * 1024 * 1024;

/// What the body says of its length, in time to refuse it before it is sent.
pub fn check_length(request: &Request, largest: usize) -> Result<(), ApiError> {
    let declared = request.body().size_hint().lower();
    if declared > largest as u64 {
        Err(too_large())
    } else {
        Ok(())
    }
}

pub async fn read(request: Request, largest: usize) -> Result<Bytes, ApiError> {
    let body = Limited::new(request.into_body(), largest);
    let slow = refusal(
        StatusCode::REQUEST_TIMEOUT,
        "slow_body",
        "The body did not arrive within 30 seconds.",
    );
    match timeout(TIMEOUT, body.collect()).await {
        Err(_) => Err(slow),
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(invalid_request("The body did not arrive whole.").unlogged()),
    }
}

/// Reads the rest of a body that was refused in the middle and throws it away, within bounds. A connection that is closed on
/// unread bytes is reset, and the answer is lost on its way: nginx then answers 502.
pub async fn throw_away_rest(request: Request, next: Next) -> Response {
    // A client that waits for `100 Continue` does not send it.
    if request.headers().contains_key(EXPECT) {
        return next.run(request).await;
    }
    let (sender, mut rest) = oneshot::channel();
    let request = request.map(|body| {
        Body::new(Lent {
            body,
            back: Some(sender),
        })
    });
    let response = next.run(request).await;
    if let Ok(rest) = rest.try_recv() {
        let rest = Limited::new(rest, MOST_THROWN_AWAY);
        tokio::spawn(timeout(TIMEOUT, async move {
            let mut rest = std::pin::pin!(rest);
            while let Some(Ok(_)) = rest.frame().await {}
        }));
    }
    response
}

/// A body that comes back from whoever drops it before its end.
struct Lent {
    body: Body,
    back: Option<oneshot::Sender<Body>>,
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(back) = self.back.take().filter(|_| !self.body.is_end_stream()) {
            // Nobody is there to take it if the client has gone.
            let _ = back.send(std::mem::take(&mut self.body));
        }
    }
}

fn too_large() -> ApiError {
    refusal(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too_large",
        "The body is larger than 15 MB. Send a smaller `metadata.face2face.photo1`.",
    )
}
