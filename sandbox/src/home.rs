//! `GET /`: what this server is, for people.

use std::fmt::Write as _;

use axum::http::HeaderMap;
use axum::response::Html;

use crate::fault::{Scope, TABLE};
use crate::technology::{Technology, api_key};
use crate::widget::origin;

const PAGE: &str = include_str!("home.html");

/// The flows that the vendor's guide names.
const FLOWS: &[&[Technology]] = &[
    &[Technology::Liveness],
    &[Technology::Liveness, Technology::Face2Face],
    &[Technology::Liveness, Technology::EDocument, Technology::Face2Face],
    &[
        Technology::Liveness,
        Technology::DocumentRecognition,
        Technology::Face2Face,
    ],
    &[Technology::EDocument],
    &[Technology::EDocument, Technology::Face2Face],
    &[Technology::DocumentRecognition, Technology::Face2Face],
    &Technology::ALL,
];

pub(crate) async fn page(headers: HeaderMap) -> Html<String> {
    let page = PAGE
        .replace("{{origin}}", &origin(&headers))
        .replace("{{keys}}", &key_rows())
        .replace("{{answer-faults}}", &fault_rows(Scope::AnyUrl))
        .replace("{{script-faults}}", &fault_rows(Scope::Script));
    Html(page)
}

fn key_rows() -> String {
    let mut rows = String::new();
    for flow in FLOWS {
        let codes: Vec<_> = flow.iter().map(|technology| technology.code()).collect();
        let key = api_key(flow);
        // Writing to a String cannot fail.
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{}</th><td><code>{key}</code></td></tr>",
            codes.join(", ")
        );
    }
    rows
}

fn fault_rows(scope: Scope) -> String {
    let mut rows = String::new();
    for entry in TABLE.iter().filter(|entry| entry.scope == scope) {
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td></tr>",
            entry.name, entry.parameters, entry.effect
        );
    }
    rows
}
