//! The program as it is run: what it prints, what it never prints, and how it ends.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::support::{API_KEY, Browser, Reply, SECRET, StubVendor};

const PATIENCE: Duration = Duration::from_secs(20);

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flow-embed-backend-axum"));
    command
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

struct Running {
    process: Child,
    origin: String,
    stdout: BufReader<ChildStdout>,
}

impl Running {
    async fn start(vendor: &str, variables: &[(&str, &str)]) -> Self {
        let mut command = command();
        command
            .env("FLOW_API_KEY", API_KEY)
            .env("COOKIE_SECRET", SECRET)
            .env("FLOW_API_BASE", vendor)
            .env("PORT", "0")
            .envs(variables.iter().copied());
        let mut process = command.spawn().unwrap();
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        timeout(PATIENCE, stdout.read_line(&mut line))
            .await
            .unwrap()
            .unwrap();
        let origin = line.trim_end().strip_prefix("listening: ").unwrap().to_owned();
        Self {
            process,
            origin,
            stdout,
        }
    }

    /// Ends the process with SIGTERM: its success, the rest of its standard output, and its log.
    async fn terminate(mut self) -> (bool, String, String) {
        let id = self.process.id().unwrap().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .await
                .unwrap()
                .success()
        );
        let mut rest = String::new();
        timeout(PATIENCE, self.stdout.read_to_string(&mut rest))
            .await
            .unwrap()
            .unwrap();
        let output = timeout(PATIENCE, self.process.wait_with_output())
            .await
            .unwrap()
            .unwrap();
        (
            output.status.success(),
            rest,
            String::from_utf8(output.stderr).unwrap(),
        )
    }
}

#[tokio::test]
async fn it_says_where_it_listens_and_nothing_else_on_standard_output() {
    let vendor = StubVendor::start().await;
    let running = Running::start(&vendor.origin, &[]).await;
    assert!(running.origin.starts_with("http://127.0.0.1:"));
    Browser::at(&running.origin).new_session().await;
    let (_, rest, _) = running.terminate().await;
    assert_eq!(rest, "");
}

#[tokio::test]
async fn it_ends_cleanly_on_sigterm_though_a_browser_is_still_connected() {
    let vendor = StubVendor::start().await;
    let running = Running::start(&vendor.origin, &[]).await;
    let mut browser = Browser::at(&running.origin);
    browser.new_session().await;
    let (success, _, _) = running.terminate().await;
    assert!(success);
    drop(browser);
}

#[tokio::test]
async fn the_log_holds_neither_the_key_nor_a_session_id() {
    let vendor = StubVendor::start().await;
    let running = Running::start(&vendor.origin, &[]).await;
    let mut browser = Browser::at(&running.origin);
    let session_id = browser.new_session().await;
    let echo = format!(r#"{{"detail":"{API_KEY}"}}"#);
    vendor.reply(Reply::With {
        status: 400,
        headers: vec![],
        body: echo,
    });
    assert_eq!(browser.read_result(&session_id).await.status, 422);
    drop(vendor);
    assert_eq!(browser.read_result(&session_id).await.status, 502);
    let (_, _, log) = running.terminate().await;
    assert!(log.contains("no answer from the identity service"), "{log}");
    assert!(log.contains("session created"), "{log}");
    assert!(
        !log.contains(API_KEY) && !log.contains(SECRET) && !log.contains(&session_id),
        "{log}"
    );
}

#[tokio::test]
async fn it_goes_on_when_nobody_reads_its_log_any_more() {
    let vendor = StubVendor::start().await;
    let mut running = Running::start(&vendor.origin, &[]).await;
    drop(running.process.stderr.take());
    let mut browser = Browser::at(&running.origin);
    for _ in 0..5 {
        assert_eq!(browser.get("/api/missing").await.status, 404);
    }
    browser.new_session().await;
    let (success, _, _) = running.terminate().await;
    assert!(success);
}

#[tokio::test]
async fn an_https_page_without_allowed_origin_is_refused_and_the_log_says_what_to_set() {
    let vendor = StubVendor::start().await;
    let running = Running::start(&vendor.origin, &[]).await;
    let mut browser = Browser::at(&running.origin);
    let request = post(&browser)
        .header("origin", "https://bank.example")
        .header("sec-fetch-site", "same-origin");
    let answer = browser.send(request).await;
    assert_eq!(
        (answer.status, answer.error_code().as_str()),
        (500, "misconfigured")
    );
    assert!(answer.set_cookies().is_empty());
    assert!(vendor.seen().is_empty());
    browser.new_session().await;
    let (_, _, log) = running.terminate().await;
    assert!(log.contains("ALLOWED_ORIGIN"), "{log}");
}

#[tokio::test]
async fn a_proxy_that_is_not_trusted_is_warned_of_once() {
    let log = log_of_forwarded_requests("192.0.2.1").await;
    assert_eq!(log.matches("TRUSTED_PROXIES").count(), 1, "{log}");
}

#[tokio::test]
async fn a_trusted_proxy_and_a_client_without_one_are_not_warned_of() {
    let log = log_of_forwarded_requests("127.0.0.1").await;
    assert!(!log.contains("TRUSTED_PROXIES"), "{log}");
}

async fn log_of_forwarded_requests(trusted_proxies: &str) -> String {
    let vendor = StubVendor::start().await;
    let running = Running::start(&vendor.origin, &[("TRUSTED_PROXIES", trusted_proxies)]).await;
    let mut browser = Browser::at(&running.origin);
    for _ in 0..3 {
        let request = post(&browser)
            .header("origin", &browser.origin)
            .header("x-forwarded-for", "192.0.2.9");
        assert_eq!(browser.send(request).await.status, 200);
    }
    browser.new_session().await;
    running.terminate().await.2
}

fn post(browser: &Browser) -> reqwest::RequestBuilder {
    let url = format!("{}/api/flow/session", browser.origin);
    browser.client.post(url).json(&serde_json::json!({}))
}

#[tokio::test]
async fn it_does_not_start_without_a_key_and_says_what_to_do() {
    let output = timeout(PATIENCE, command().env("COOKIE_SECRET", SECRET).output())
        .await
        .unwrap()
        .unwrap();
    assert!(!output.status.success());
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("set FLOW_API_KEY")
    );
}

#[tokio::test]
async fn it_names_the_address_that_is_taken() {
    let taken = StubVendor::start().await;
    let port = taken.origin.rsplit(':').next().unwrap();
    let mut command = command();
    command
        .env("FLOW_API_KEY", API_KEY)
        .env("COOKIE_SECRET", SECRET)
        .env("PORT", port);
    let output = timeout(PATIENCE, command.output()).await.unwrap().unwrap();
    assert!(!output.status.success());
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains(&format!("cannot listen on 127.0.0.1:{port}"))
    );
}
