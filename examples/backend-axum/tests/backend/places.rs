use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::{Backend, Browser, Reply, StubVendor, start};

const PATIENCE: Duration = Duration::from_secs(20);

async fn start_with(photos_at_once: &str) -> (StubVendor, Backend, Browser) {
    start(&[
        ("PHOTOS_AT_ONCE", photos_at_once),
        ("SESSIONS_PER_VISITOR", "100000"),
        ("SESSIONS_PER_ADDRESS", "100000"),
    ])
    .await
}

fn photo() -> Value {
    json!({ "metadata": { "face2face": { "photo1": "A".repeat(100_000) } } })
}

/// A photo of which the server has the headers only: it has asked for the rest.
async fn begin_photo(origin: &str, length: &str) -> TcpStream {
    let mut connection = TcpStream::connect(origin.trim_start_matches("http://"))
        .await
        .unwrap();
    let head = format!(
        "POST /api/flow/session HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/json\r\nExpect: 100-continue\r\n{length}\r\n\r\n"
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    let expected = b"HTTP/1.1 100 Continue\r\n\r\n";
    let mut read = vec![0; expected.len()];
    timeout(PATIENCE, connection.read_exact(&mut read))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(String::from_utf8(read).unwrap().as_bytes(), expected);
    connection
}

async fn post_photo(browser: &mut Browser) -> u16 {
    browser.post("/api/flow/session", &photo()).await.status
}

async fn assert_busy(browser: &mut Browser) {
    let answer = browser.post("/api/flow/session", &photo()).await;
    assert_eq!((answer.status, answer.error_code().as_str()), (503, "busy"));
    assert!(answer.header("retry-after").unwrap().parse::<u64>().unwrap() >= 1);
}

/// The server learns in its own time that a client has gone.
async fn assert_free_soon(browser: &mut Browser) {
    let freed = async { while post_photo(browser).await != 200 {} };
    timeout(PATIENCE, freed).await.expect("the place is still taken");
}

#[tokio::test]
async fn more_photos_at_once_than_photos_at_once_are_refused_and_bodies_without_one_are_not() {
    let (vendor, backend, mut browser) = start_with("2").await;
    let _first = begin_photo(&backend.origin, "Content-Length: 1000000").await;
    let _second = begin_photo(&backend.origin, "Transfer-Encoding: chunked").await;
    assert_busy(&mut browser).await;
    assert!(vendor.seen().is_empty());
    assert_eq!(browser.create_session().await.status, 200);
}

#[tokio::test]
async fn a_photo_whose_client_goes_away_in_mid_body_gives_its_place_back() {
    let (_vendor, backend, mut browser) = start_with("1").await;
    let mut sent = begin_photo(&backend.origin, "Content-Length: 1000000").await;
    sent.write_all(b"{\"metadata\":").await.unwrap();
    assert_busy(&mut browser).await;
    drop(sent);
    assert_free_soon(&mut browser).await;
}

#[tokio::test]
async fn a_photo_that_is_answered_gives_its_place_back_whatever_the_answer() {
    let (vendor, _backend, mut browser) = start_with("1").await;
    let unknown = json!({ "unknown": "A".repeat(100_000) });
    assert_eq!(browser.post("/api/flow/session", &unknown).await.status, 400);
    vendor.reply(Reply::json(400, json!({ "detail": "no face" })));
    assert_eq!(post_photo(&mut browser).await, 422);
    assert_eq!(post_photo(&mut browser).await, 422);
}
