//! The command: what it prints, and how it ends.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

fn start(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_flow-embed-sandbox"))
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn terminate(child: &Child) {
    let status = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status();
    assert!(status.unwrap().success());
}

#[tokio::test]
async fn one_line_on_stdout_says_where_it_listens_and_stderr_names_no_id() {
    let mut child = start(&["--port", "0"]);
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    let origin = line.trim_end().strip_prefix("sandbox: ").unwrap().to_owned();
    assert!(origin.starts_with("http://127.0.0.1:"));

    let url = format!("{origin}/api/v1/flows/session/result/?session_id=personal&flow_api_key=key");
    let response = reqwest::get(url).await.unwrap();
    response.text().await.unwrap();
    terminate(&child);
    assert!(child.wait().unwrap().success());

    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
    let mut requests = String::new();
    let mut stderr = child.stderr.take().unwrap();
    stderr.read_to_string(&mut requests).unwrap();
    assert!(requests.starts_with("GET /api/v1/flows/session/result/ 403 "));
    assert!(!requests.contains("personal"));
}

#[tokio::test]
async fn a_hanging_request_does_not_keep_it_from_ending() {
    let mut child = start(&["--port", "0"]);
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    let origin = line.trim_end().trim_start_matches("sandbox: ").to_owned();
    let hanging = tokio::spawn(reqwest::get(format!("{origin}/?fault=hang&key=k")));
    let wait = format!("{origin}/sandbox/log/wait?key=k");
    reqwest::get(wait).await.unwrap();
    terminate(&child);
    assert!(child.wait().unwrap().success());
    assert!(hanging.await.unwrap().is_err());
}

#[test]
fn an_unknown_option_is_refused() {
    let child = start(&["--prot", "1"]);
    let output = child.wait_with_output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("--prot"));
}
