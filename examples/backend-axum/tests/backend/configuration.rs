use flow_embed_backend_axum::{ApiKey, Config};

use crate::support::{API_KEY, OTHER_API_KEY, SECRET};

fn read(variables: &[(&str, &str)]) -> Result<Config, String> {
    let read = |name: &str| {
        let given = variables.iter().find(|(variable, _)| *variable == name);
        given
            .map(|(_, value)| (*value).to_owned())
            .or_else(|| match name {
                "FLOW_API_KEY" => Some(API_KEY.to_owned()),
                "COOKIE_SECRET" => Some(SECRET.to_owned()),
                _ => None,
            })
    };
    Config::from_variables(read).map_err(|error| error.to_string())
}

fn problem(variables: &[(&str, &str)]) -> String {
    match read(variables) {
        Ok(_) => panic!("accepted: {variables:?}"),
        Err(message) => message,
    }
}

#[test]
fn a_key_and_a_secret_are_enough() {
    let config = read(&[]).unwrap();
    assert_eq!(config.listen_address.to_string(), "127.0.0.1:8080");
    assert_eq!(config.api_base, "https://kyc.biometric.kz");
    assert_eq!(config.api_keys.keys().collect::<Vec<_>>(), ["default"]);
    assert!(config.trusted_proxies.is_empty());
    assert!(!config.cookie_secure);
}

#[test]
fn several_flows_have_a_key_each() {
    let keys = format!("loan={API_KEY}, card={OTHER_API_KEY}");
    let config = read(&[("FLOW_API_KEY", ""), ("FLOW_API_KEYS", &keys)]).unwrap();
    let keys: Vec<_> = config
        .api_keys
        .iter()
        .map(|(name, key)| (name.as_str(), ApiKey::expose(key)))
        .collect();
    assert_eq!(keys, [("card", OTHER_API_KEY), ("loan", API_KEY)]);
}

#[test]
fn a_key_is_required() {
    assert!(problem(&[("FLOW_API_KEY", "")]).starts_with("FLOW_API_KEY: set FLOW_API_KEY"));
}

#[test]
fn a_wrong_list_of_keys_is_refused_without_showing_it() {
    let wrong = [
        (API_KEY.to_owned(), "entry 1 is not `name=key`"),
        (
            format!("loan={OTHER_API_KEY},{API_KEY}"),
            "entry 2 is not `name=key`",
        ),
        (format!("lo an={API_KEY}"), "entry 1 has a name"),
        (format!("={API_KEY}"), "entry 1 has a name"),
        (format!("a={API_KEY},a={OTHER_API_KEY}"), "`a` is given twice"),
        ("loan=tooshortkey".to_owned(), "47 or more"),
        (format!("loan={API_KEY} x"), "a character other than"),
    ];
    for (keys, expected) in wrong {
        let message = problem(&[("FLOW_API_KEYS", &keys)]);
        assert!(
            message.starts_with("FLOW_API_KEYS: ") && message.contains(expected),
            "{message}"
        );
        let shown = [API_KEY, OTHER_API_KEY, "tooshortkey"]
            .iter()
            .any(|key| message.contains(key));
        assert!(!shown, "{message}");
    }
}

#[test]
fn a_short_secret_is_refused_without_showing_it() {
    let message = problem(&[("COOKIE_SECRET", "0123456789012345678901234567890")]);
    assert!(
        message.contains("at least 32") && !message.contains("0123456789"),
        "{message}"
    );
    assert!(problem(&[("COOKIE_SECRET", "")]).contains("at least 32"));
}

#[test]
fn the_vendor_is_reached_over_https_or_on_this_machine() {
    for base in [
        "https://gateway.example/kyc/",
        "http://127.0.0.1:4401",
        "http://localhost:1",
        "http://[::1]:1",
    ] {
        assert!(read(&[("FLOW_API_BASE", base)]).is_ok(), "{base}");
    }
    let refused = [
        "http://gateway.example",
        "ftp://127.0.0.1",
        "gateway",
        "https://a:b@c.example",
        "https://a.example/?x",
    ];
    for base in refused {
        assert!(
            problem(&[("FLOW_API_BASE", base)]).starts_with("FLOW_API_BASE: "),
            "{base}"
        );
    }
}

#[test]
fn a_path_of_the_vendors_base_is_kept_without_its_last_slash() {
    let config = read(&[("FLOW_API_BASE", "https://gateway.example/kyc/")]).unwrap();
    assert_eq!(config.api_base, "https://gateway.example/kyc");
}

#[test]
fn the_allowed_origin_is_an_origin() {
    let config = read(&[("ALLOWED_ORIGIN", "https://bank.example")]).unwrap();
    assert_eq!(config.allowed_origin.as_deref(), Some("https://bank.example"));
    for origin in [
        "https://bank.example/page",
        "https://bank.example:443",
        "http://bank.example",
        "bank.example",
    ] {
        assert!(
            problem(&[("ALLOWED_ORIGIN", origin)]).starts_with("ALLOWED_ORIGIN: "),
            "{origin}"
        );
    }
}

#[test]
fn cookies_are_secure_unless_everything_is_on_this_machine() {
    assert!(read(&[("HOST", "0.0.0.0")]).unwrap().cookie_secure);
    assert!(
        read(&[("ALLOWED_ORIGIN", "https://bank.example")])
            .unwrap()
            .cookie_secure
    );
    assert!(read(&[("COOKIE_SECURE", "true")]).unwrap().cookie_secure);
    assert!(
        !read(&[("HOST", "0.0.0.0"), ("COOKIE_SECURE", "false")])
            .unwrap()
            .cookie_secure
    );
}

#[test]
fn other_wrong_values_name_their_variable() {
    let wrong = [
        ("PORT", "eighty"),
        ("PORT", "65536"),
        ("HOST", "bank.example"),
        ("COOKIE_SECURE", "yes"),
        ("TRUSTED_PROXIES", "1"),
        ("TRUSTED_PROXIES", "10.0.0.0/33"),
        ("TRUSTED_PROXIES", "0.0.0.0/0"),
        ("TRUSTED_PROXIES", "10.0.0.5, ::/0"),
        ("SESSIONS_PER_VISITOR", "0"),
        ("PHOTOS_AT_ONCE", "0"),
        ("RESULTS_PER_ADDRESS", "many"),
        ("PUBLIC_DIR", "no/such/directory"),
        ("PLAYGROUND_JSON", "{"),
        ("CONTENT_SECURITY_POLICY", "default-src 'self'\nx"),
    ];
    for (variable, value) in wrong {
        let message = problem(&[(variable, value)]);
        assert!(message.starts_with(&format!("{variable}: ")), "{message}");
    }
}

#[test]
fn a_key_is_not_shown_by_debug() {
    let config = read(&[]).unwrap();
    assert!(!format!("{:?}", config.api_keys).contains(API_KEY));
}
