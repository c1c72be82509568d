use std::fs;

use tempfile::TempDir;

use crate::support::start;

fn directory(files: &[(&str, &str)]) -> TempDir {
    let directory = TempDir::new().unwrap();
    for (name, content) in files {
        fs::write(directory.path().join(name), content).unwrap();
    }
    directory
}

#[tokio::test]
async fn the_page_is_served_with_the_visitors_cookie() {
    let public = directory(&[("index.html", "<h1>page</h1>")]);
    let (_vendor, _backend, mut browser) = start(&[("PUBLIC_DIR", public.path().to_str().unwrap())]).await;
    let answer = browser.get("/").await;
    assert_eq!((answer.status, answer.text.as_str()), (200, "<h1>page</h1>"));
    assert_eq!(answer.header("cache-control"), Some("private, no-cache"));
    assert!(browser.cookies.contains_key("visitor"));
}

#[tokio::test]
async fn the_pages_files_come_without_a_cookie() {
    let public = directory(&[("app.js", "0;"), ("module.wasm", "")]);
    let (_vendor, _backend, mut browser) = start(&[("PUBLIC_DIR", public.path().to_str().unwrap())]).await;
    let script = browser.get("/app.js").await;
    assert_eq!(
        (script.status, script.header("content-type")),
        (200, Some("text/javascript"))
    );
    assert_eq!(
        browser.get("/module.wasm").await.header("content-type"),
        Some("application/wasm")
    );
    assert!(browser.cookies.is_empty());
}

#[tokio::test]
async fn the_built_package_is_served_beside_the_page() {
    let public = directory(&[("index.html", "page")]);
    let dist = directory(&[("index.js", "export {};")]);
    let directories = [
        ("PUBLIC_DIR", public.path().to_str().unwrap()),
        ("DIST_DIR", dist.path().to_str().unwrap()),
    ];
    let (_vendor, _backend, mut browser) = start(&directories).await;
    assert_eq!(browser.get("/dist/index.js").await.text, "export {};");
    assert_eq!(browser.get("/index.html").await.text, "page");
}

#[tokio::test]
async fn hidden_files_are_never_served() {
    let public = directory(&[(".env", "COOKIE_SECRET=x")]);
    fs::create_dir(public.path().join("sub")).unwrap();
    fs::write(public.path().join("sub/.git"), "x").unwrap();
    let (_vendor, _backend, mut browser) = start(&[("PUBLIC_DIR", public.path().to_str().unwrap())]).await;
    for path in ["/.env", "/%2eenv", "/sub/.git", "/sub%2f.git", "/sub/%2Egit"] {
        let answer = browser.get(path).await;
        assert_eq!((answer.status, answer.text.as_str()), (404, ""), "{path}");
    }
}

#[tokio::test]
async fn files_outside_the_directory_are_never_served() {
    let parent = directory(&[("secret.txt", "x")]);
    let public = parent.path().join("public");
    fs::create_dir(&public).unwrap();
    let (_vendor, _backend, mut browser) = start(&[("PUBLIC_DIR", public.to_str().unwrap())]).await;
    for path in ["/%2e%2e/secret.txt", "/..%2fsecret.txt"] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn the_playgrounds_settings_are_served_and_not_kept() {
    let (_vendor, _backend, mut browser) = start(&[("PLAYGROUND_JSON", r#"{"flow":"loan"}"#)]).await;
    let answer = browser.get("/playground.json").await;
    assert_eq!(answer.text, r#"{"flow":"loan"}"#);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let public = directory(&[("index.html", "page"), ("app.js", "0;")]);
    let (_vendor, _backend, mut browser) = start(&[("PUBLIC_DIR", public.path().to_str().unwrap())]).await;
    for path in ["/", "/app.js", "/missing", "/api/flow/result", "/api/missing"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(
            answer.header("referrer-policy"),
            Some("strict-origin-when-cross-origin"),
            "{path}"
        );
        assert_eq!(
            answer.header("permissions-policy"),
            Some("camera=(self), microphone=(self)"),
            "{path}"
        );
        assert_eq!(answer.header("content-security-policy"), None, "{path}");
    }
}

#[tokio::test]
async fn a_content_security_policy_is_sent_as_it_is_with_pages_only() {
    let public = directory(&[("index.html", "page"), ("app.js", "0;")]);
    let policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
    let variables = [
        ("PUBLIC_DIR", public.path().to_str().unwrap()),
        ("CONTENT_SECURITY_POLICY", policy),
    ];
    let (_vendor, _backend, mut browser) = start(&variables).await;
    assert_eq!(
        browser.get("/").await.header("content-security-policy"),
        Some(policy)
    );
    assert_eq!(
        browser.get("/app.js").await.header("content-security-policy"),
        None
    );
}

#[tokio::test]
async fn an_unknown_api_address_is_answered_in_json() {
    let (_vendor, _backend, mut browser) = start(&[]).await;
    let answer = browser.get("/api/missing").await;
    assert_eq!((answer.status, answer.error_code().as_str()), (404, "not_found"));
}
