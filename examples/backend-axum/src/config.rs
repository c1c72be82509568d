//! The configuration: environment variables only, all checked before anything is served.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use axum::http::HeaderValue;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{CommandFactory, Parser};
use ipnet::IpNet;
use secrecy::{ExposeSecret, SecretString};
use url::{Host, Url};

/// The name under which the key of `FLOW_API_KEY` is kept.
pub const DEFAULT_FLOW: &str = "default";
/// The vendor's keys have 47 or more characters: a shorter one was cut when it was copied.
const SHORTEST_API_KEY: usize = 47;
const SHORTEST_SECRET: usize = 32;

/// clap takes a `Vec` for an argument that is repeated; these are lists in one variable.
type List<T> = Vec<T>;
type Keys = BTreeMap<String, SecretString>;

/// One field for each variable; the README tells what each is for.
#[derive(Clone, Parser)]
#[command(no_binary_name = true, disable_help_flag = true)]
pub struct Config {
    #[arg(long = "HOST", default_value = "127.0.0.1", value_parser = host)]
    pub host: IpAddr,
    #[arg(long = "PORT", default_value = "8080")]
    pub port: u16,
    #[arg(long = "FLOW_API_KEY", value_parser = api_key)]
    flow_api_key: Option<SecretString>,
    /// With the key of `FLOW_API_KEY`, under the name `default`.
    #[arg(long = "FLOW_API_KEYS", default_value = "", value_parser = api_keys)]
    pub api_keys: Keys,
    #[arg(long = "FLOW_API_BASE", default_value = "https://kyc.biometric.kz", value_parser = api_base)]
    pub api_base: Url,
    #[arg(long = "COOKIE_SECRET", default_value = "", value_parser = cookie_secrets)]
    pub cookie_secrets: List<SecretString>,
    #[arg(long = "COOKIE_SECURE")]
    cookie_secure: Option<bool>,
    #[arg(long = "ALLOWED_ORIGIN", value_parser = origin)]
    pub allowed_origin: Option<String>,
    #[arg(long = "TRUSTED_PROXIES", default_value = "", value_parser = networks)]
    pub trusted_proxies: List<IpNet>,
    #[arg(long = "SESSIONS_PER_VISITOR", default_value = "6")]
    pub sessions_per_visitor: NonZeroU32,
    #[arg(long = "SESSIONS_PER_ADDRESS", default_value = "60")]
    pub sessions_per_address: NonZeroU32,
    #[arg(long = "RESULTS_PER_VISITOR", default_value = "60")]
    pub results_per_visitor: NonZeroU32,
    #[arg(long = "RESULTS_PER_ADDRESS", default_value = "600")]
    pub results_per_address: NonZeroU32,
    #[arg(long = "WEBHOOKS_PER_ADDRESS", default_value = "600")]
    pub webhooks_per_address: NonZeroU32,
    #[arg(long = "WEBHOOK_SECRET", default_value = "", value_parser = webhook_secrets)]
    pub webhook_secrets: List<SecretString>,
    #[arg(long = "REDIS_URL", value_parser = redis_url)]
    pub redis_url: Option<redis::Client>,
    #[arg(long = "MAX_CONNECTIONS", default_value = "900")]
    pub max_connections: NonZeroU32,
    #[arg(long = "PHOTOS_AT_ONCE", default_value = "8")]
    pub photos_at_once: NonZeroU32,
    #[arg(long = "PUBLIC_DIR", value_parser = directory)]
    pub public_dir: Option<PathBuf>,
    #[arg(long = "DIST_DIR", value_parser = directory)]
    pub dist_dir: Option<PathBuf>,
    #[arg(long = "PLAYGROUND_JSON", value_parser = json)]
    pub playground_json: Option<String>,
    #[arg(long = "CONTENT_SECURITY_POLICY")]
    pub content_security_policy: Option<HeaderValue>,
}

impl Config {
    /// Reads the variables through `read`; an empty one counts as one that is not set. The problem names the first that is
    /// missing or wrong, and never shows a value that may be a secret.
    pub fn read(read: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let command = Self::command();
        let names = command.get_arguments().filter_map(|argument| argument.get_long());
        let given = names.filter_map(|name| {
            let value = read(name)?.trim().to_owned();
            (!value.is_empty()).then(|| format!("--{name}={value}"))
        });
        let mut config = Self::try_parse_from(given).map_err(|error| problem(&error))?;
        if let Some(key) = config.flow_api_key.clone()
            && config.api_keys.insert(DEFAULT_FLOW.to_owned(), key).is_some()
        {
            return Err(format!("FLOW_API_KEYS: the flow `{DEFAULT_FLOW}` is given twice"));
        }
        if config.api_keys.is_empty() {
            let how = "set FLOW_API_KEY to the key of your flow, or FLOW_API_KEYS to `name=key,name=key`";
            return Err(format!("FLOW_API_KEY: {how}"));
        }
        if config.cookie_secrets.is_empty() {
            return Err(format!("COOKIE_SECRET: {}", secret_too_short(SHORTEST_SECRET)));
        }
        Ok(config)
    }

    /// Left to itself: unless everything is on this machine.
    pub fn cookie_secure(&self) -> bool {
        let is_public = match &self.allowed_origin {
            Some(origin) => origin.starts_with("https:"),
            None => !self.host.is_loopback(),
        };
        self.cookie_secure.unwrap_or(is_public)
    }
}

/// clap's own message would show the value.
fn problem(error: &Error) -> String {
    let variable = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(argument)) => argument.split([' ', '=']).next().unwrap_or_default(),
        _ => "the configuration",
    };
    let reason = match (error.kind(), std::error::Error::source(error)) {
        (ErrorKind::ValueValidation, Some(reason)) => reason.to_string(),
        _ => "must be `true` or `false`".to_owned(),
    };
    format!("{}: {reason}", variable.trim_start_matches('-'))
}

fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|entry| !entry.is_empty())
}

fn api_key(key: &str) -> Result<SecretString, String> {
    if key.len() < SHORTEST_API_KEY {
        return Err(format!(
            "a key has {} characters; the vendor's have 47 or more",
            key.len()
        ));
    }
    // Also what makes the key recognizable in an answer: none of these is ever escaped in JSON.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    if !key.bytes().all(is_plain) {
        return Err("a key has a character other than letters, digits and - . _ ~ + / =".to_owned());
    }
    Ok(key.into())
}

fn api_keys(list: &str) -> Result<Keys, String> {
    let mut keys = Keys::new();
    for (position, entry) in (1..).zip(entries(list)) {
        // By position, not by content: where the `=` is missing, the content may be the key.
        let (name, key) = entry
            .split_once('=')
            .ok_or_else(|| format!("entry {position} is not `name=key`"))?;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if !(1..=64).contains(&name.len()) || !name.bytes().all(is_plain) {
            return Err(format!(
                "entry {position} has a name that is not 1 to 64 letters, digits and hyphens"
            ));
        }
        if keys.insert(name.to_owned(), api_key(key)?).is_some() {
            return Err(format!("the flow `{name}` is given twice"));
        }
    }
    Ok(keys)
}

fn cookie_secrets(list: &str) -> Result<List<SecretString>, String> {
    secrets(list, SHORTEST_SECRET)
}

/// Shorter, and of characters that a path has as they are: they stand in a URL.
fn webhook_secrets(list: &str) -> Result<List<SecretString>, String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_,".contains(&byte);
    if !list.bytes().all(is_plain) {
        return Err("must be letters, digits, - and _: `openssl rand -hex 24`".to_owned());
    }
    secrets(list, 32)
}

fn secrets(list: &str, shortest: usize) -> Result<List<SecretString>, String> {
    let secrets: List<SecretString> = entries(list).map(SecretString::from).collect();
    let is_short = |secret: &SecretString| secret.expose_secret().len() < shortest;
    if secrets.iter().any(is_short) {
        return Err(secret_too_short(shortest));
    }
    Ok(secrets)
}

fn secret_too_short(shortest: usize) -> String {
    format!(
        "set it to at least {shortest} random characters, the same for every instance: `openssl rand -hex 32`"
    )
}

fn host(host: &str) -> Result<IpAddr, String> {
    let host = if host == "localhost" { "127.0.0.1" } else { host };
    host.parse()
        .map_err(|_| "must be an IP address, as 127.0.0.1 or 0.0.0.0".to_owned())
}

fn networks(list: &str) -> Result<List<IpNet>, String> {
    let network = |entry: &str| {
        let network = entry
            .parse()
            .or_else(|_| entry.parse::<IpAddr>().map(IpNet::from));
        match network {
            Err(_) => Err(format!(
                "`{entry}` is neither an IP address nor a network as 10.0.0.0/8"
            )),
            Ok(network) if network.prefix_len() == 0 => Err(format!(
                "`{entry}` trusts everybody: every client could claim any address"
            )),
            Ok(network) => Ok(network),
        }
    };
    entries(list).map(network).collect()
}

fn api_base(value: &str) -> Result<Url, String> {
    let url = web_url(value)?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err("must not have a query or a fragment".to_owned());
    }
    Ok(url)
}

fn origin(value: &str) -> Result<String, String> {
    let origin = web_url(value)?.origin().ascii_serialization();
    if value.trim_end_matches('/') != origin {
        return Err(format!("must be an origin as browsers write it: {origin}"));
    }
    Ok(origin)
}

/// An https URL, or an http one of this machine: neither keys nor cookies go over the network in the open.
fn web_url(value: &str) -> Result<Url, String> {
    let url = Url::parse(value).map_err(|error| format!("is not a URL: {error}"))?;
    if url.scheme() != "https" && !(url.scheme() == "http" && is_loopback(&url)) {
        return Err("must start with https:// (http:// only for 127.0.0.1, [::1] and localhost)".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not have a user name or a password".to_owned());
    }
    Ok(url)
}

/// Whether the URL's host is this very machine, by a name that no DNS server can give to another.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(domain)) => domain == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn redis_url(url: &str) -> Result<redis::Client, String> {
    // Its own message may show the password.
    redis::Client::open(url)
        .map_err(|_| "must be a URL as redis://:password@host:6379/0, or rediss:// for TLS".to_owned())
}

fn directory(path: &str) -> Result<PathBuf, String> {
    let directory = PathBuf::from(path);
    if !directory.is_dir() {
        return Err(format!("`{path}` is not a directory"));
    }
    Ok(directory)
}

fn json(text: &str) -> Result<String, String> {
    let check: Result<serde::de::IgnoredAny, _> = serde_json::from_str(text);
    check.map_err(|error| format!("is not JSON (column {})", error.column()))?;
    Ok(text.to_owned())
}
