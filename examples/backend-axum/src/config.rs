//! The configuration: environment variables only, all checked before anything is served.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use axum::http::HeaderValue;
use ipnet::IpNet;
use url::{Host, Url};

/// The name under which the key of `FLOW_API_KEY` is kept.
pub const DEFAULT_FLOW: &str = "default";
const VENDOR: &str = "https://kyc.biometric.kz";
const VENDOR_TIMEOUT: Duration = Duration::from_secs(10);
/// The vendor's keys have 47 or more characters: a shorter one was cut when it was copied.
const SHORTEST_API_KEY: usize = 47;
const SHORTEST_SECRET: usize = 32;

/// A flow's API key. It has no `Display`, and its `Debug` does not show it.
#[derive(Clone)]
pub struct ApiKey(String);

impl ApiKey {
    /// The key itself, for the request to the vendor and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ApiKey(hidden)")
    }
}

/// How many requests a minute are answered.
#[derive(Clone, Debug)]
pub struct RateLimits {
    /// Sessions that one visitor creates.
    pub sessions_per_visitor: NonZeroU32,
    /// Sessions that are created from one address: an office may share it.
    pub sessions_per_address: NonZeroU32,
    /// Results that one visitor reads.
    pub results_per_visitor: NonZeroU32,
    /// Results that are read from one address.
    pub results_per_address: NonZeroU32,
}

/// A checked configuration. It has no `Debug`, since it holds the cookies' secret.
#[derive(Clone)]
pub struct Config {
    /// `HOST` and `PORT`.
    pub listen_address: SocketAddr,
    /// `FLOW_API_KEY` under the name `default`, and `FLOW_API_KEYS`.
    pub api_keys: BTreeMap<String, ApiKey>,
    /// `FLOW_API_BASE`, without a slash at its end.
    pub api_base: String,
    /// Whether `FLOW_API_BASE` is on this machine, where no egress proxy is asked.
    pub api_base_is_loopback: bool,
    /// For one request to the vendor, from connecting to the last byte.
    pub vendor_timeout: Duration,
    /// `COOKIE_SECRET`.
    pub cookie_secret: Vec<u8>,
    /// `COOKIE_SECURE`.
    pub cookie_secure: bool,
    /// `ALLOWED_ORIGIN`.
    pub allowed_origin: Option<String>,
    /// `TRUSTED_PROXIES`.
    pub trusted_proxies: Vec<IpNet>,
    /// `SESSIONS_PER_VISITOR` and its siblings.
    pub rate_limits: RateLimits,
    /// `PHOTOS_AT_ONCE`: bodies with a photo that the whole server holds at once.
    pub photos_at_once: NonZeroU32,
    /// `PUBLIC_DIR`.
    pub public_dir: Option<PathBuf>,
    /// `DIST_DIR`.
    pub dist_dir: Option<PathBuf>,
    /// `PLAYGROUND_JSON`.
    pub playground_json: Option<String>,
    /// `CONTENT_SECURITY_POLICY`.
    pub content_security_policy: Option<HeaderValue>,
}

/// A variable that is missing or wrong. Its value is not repeated: it may be a secret.
#[derive(Debug, thiserror::Error)]
#[error("{variable}: {problem}")]
pub struct ConfigError {
    variable: &'static str,
    problem: String,
}

fn wrong(variable: &'static str, problem: impl Into<String>) -> ConfigError {
    ConfigError {
        variable,
        problem: problem.into(),
    }
}

impl Config {
    /// Reads the process's environment.
    ///
    /// # Errors
    ///
    /// Names the first variable that is missing or wrong, and what to do about it.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    /// Reads the variables through `read`. An empty variable counts as one that is not set.
    ///
    /// # Errors
    ///
    /// As [`Config::from_env`].
    pub fn from_variables(read: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let variables = Variables { read };
        let host = variables.host()?;
        let allowed_origin = variables.allowed_origin()?;
        let (api_base, api_base_is_loopback) = variables.api_base()?;
        let public = match &allowed_origin {
            Some(origin) => origin.starts_with("https:"),
            None => !host.is_loopback(),
        };
        Ok(Self {
            listen_address: SocketAddr::new(host, variables.number("PORT", 8080)?),
            api_keys: variables.api_keys()?,
            api_base,
            api_base_is_loopback,
            vendor_timeout: VENDOR_TIMEOUT,
            cookie_secret: variables.cookie_secret()?,
            cookie_secure: variables.flag("COOKIE_SECURE", public)?,
            allowed_origin,
            trusted_proxies: variables.trusted_proxies()?,
            rate_limits: RateLimits {
                sessions_per_visitor: variables.at_least_one("SESSIONS_PER_VISITOR", 6)?,
                sessions_per_address: variables.at_least_one("SESSIONS_PER_ADDRESS", 60)?,
                results_per_visitor: variables.at_least_one("RESULTS_PER_VISITOR", 60)?,
                results_per_address: variables.at_least_one("RESULTS_PER_ADDRESS", 600)?,
            },
            photos_at_once: variables.at_least_one("PHOTOS_AT_ONCE", 8)?,
            public_dir: variables.directory("PUBLIC_DIR")?,
            dist_dir: variables.directory("DIST_DIR")?,
            playground_json: variables.json("PLAYGROUND_JSON")?,
            content_security_policy: variables.header("CONTENT_SECURITY_POLICY")?,
        })
    }
}

struct Variables<R> {
    read: R,
}

impl<R: Fn(&str) -> Option<String>> Variables<R> {
    fn get(&self, name: &str) -> Option<String> {
        (self.read)(name)
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    }

    fn api_keys(&self) -> Result<BTreeMap<String, ApiKey>, ConfigError> {
        let mut keys = BTreeMap::new();
        if let Some(key) = self.get("FLOW_API_KEY") {
            keys.insert(DEFAULT_FLOW.to_owned(), api_key("FLOW_API_KEY", &key)?);
        }
        let list = self.get("FLOW_API_KEYS").unwrap_or_default();
        for (position, entry) in list
            .split(',')
            .filter(|entry| !entry.trim().is_empty())
            .enumerate()
        {
            // By position, not by content: where the `=` is missing, the content may be the key.
            let malformed = || {
                wrong(
                    "FLOW_API_KEYS",
                    format!("entry {} is not `name=key`", position + 1),
                )
            };
            let (name, key) = entry.trim().split_once('=').ok_or_else(malformed)?;
            if !is_flow_name(name) {
                let problem = "has a name that is not 1 to 64 letters, digits and hyphens";
                return Err(wrong(
                    "FLOW_API_KEYS",
                    format!("entry {} {problem}", position + 1),
                ));
            }
            if keys
                .insert(name.to_owned(), api_key("FLOW_API_KEYS", key)?)
                .is_some()
            {
                return Err(wrong(
                    "FLOW_API_KEYS",
                    format!("the flow `{name}` is given twice"),
                ));
            }
        }
        if keys.is_empty() {
            let problem = "set FLOW_API_KEY to the key of your flow, or FLOW_API_KEYS to `name=key,name=key`";
            return Err(wrong("FLOW_API_KEY", problem));
        }
        Ok(keys)
    }

    fn api_base(&self) -> Result<(String, bool), ConfigError> {
        let variable = "FLOW_API_BASE";
        let value = self.get(variable).unwrap_or_else(|| VENDOR.to_owned());
        let url = web_url(variable, &value)?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong(variable, "must not have a query or a fragment"));
        }
        Ok((url.as_str().trim_end_matches('/').to_owned(), is_loopback(&url)))
    }

    fn allowed_origin(&self) -> Result<Option<String>, ConfigError> {
        let variable = "ALLOWED_ORIGIN";
        let Some(value) = self.get(variable) else {
            return Ok(None);
        };
        let origin = web_url(variable, &value)?.origin().ascii_serialization();
        if value.trim_end_matches('/') != origin {
            return Err(wrong(
                variable,
                format!("must be an origin as browsers write it: {origin}"),
            ));
        }
        Ok(Some(origin))
    }

    fn cookie_secret(&self) -> Result<Vec<u8>, ConfigError> {
        let secret = self.get("COOKIE_SECRET").unwrap_or_default().into_bytes();
        if secret.len() < SHORTEST_SECRET {
            let problem =
                "set it to at least 32 random bytes, the same for every instance: `openssl rand -base64 32`";
            return Err(wrong("COOKIE_SECRET", problem));
        }
        Ok(secret)
    }

    fn host(&self) -> Result<IpAddr, ConfigError> {
        match self.get("HOST").as_deref() {
            None | Some("localhost") => Ok(Ipv4Addr::LOCALHOST.into()),
            Some(host) => host
                .parse()
                .map_err(|_| wrong("HOST", "must be an IP address, as 127.0.0.1 or 0.0.0.0")),
        }
    }

    fn trusted_proxies(&self) -> Result<Vec<IpNet>, ConfigError> {
        let list = self.get("TRUSTED_PROXIES").unwrap_or_default();
        let entries = list.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        let network = |entry: &str| {
            entry
                .parse()
                .or_else(|_| entry.parse::<IpAddr>().map(IpNet::from))
        };
        let variable = "TRUSTED_PROXIES";
        entries
            .map(|entry| {
                let problem = || format!("`{entry}` is neither an IP address nor a network as 10.0.0.0/8");
                let network: IpNet = network(entry).map_err(|_| wrong(variable, problem()))?;
                if network.prefix_len() == 0 {
                    let problem = "trusts everybody: every client could claim any address";
                    return Err(wrong(variable, format!("`{entry}` {problem}")));
                }
                Ok(network)
            })
            .collect()
    }

    fn number<T: std::str::FromStr>(&self, variable: &'static str, default: T) -> Result<T, ConfigError> {
        let Some(value) = self.get(variable) else {
            return Ok(default);
        };
        let largest = if variable == "PORT" {
            " from 0 to 65535"
        } else {
            ""
        };
        value
            .parse()
            .map_err(|_| wrong(variable, format!("must be a whole number{largest}")))
    }

    fn at_least_one(&self, variable: &'static str, default: u32) -> Result<NonZeroU32, ConfigError> {
        let number = self.number(variable, default)?;
        NonZeroU32::new(number).ok_or_else(|| wrong(variable, "must be at least 1"))
    }

    fn flag(&self, variable: &'static str, default: bool) -> Result<bool, ConfigError> {
        match self.get(variable).as_deref() {
            None => Ok(default),
            Some("true") => Ok(true),
            Some("false") => Ok(false),
            Some(_) => Err(wrong(variable, "must be `true` or `false`")),
        }
    }

    fn directory(&self, variable: &'static str) -> Result<Option<PathBuf>, ConfigError> {
        let directory = self.get(variable).map(PathBuf::from);
        match directory {
            Some(path) if !path.is_dir() => Err(wrong(
                variable,
                format!("`{}` is not a directory", path.display()),
            )),
            directory => Ok(directory),
        }
    }

    fn json(&self, variable: &'static str) -> Result<Option<String>, ConfigError> {
        let text = self.get(variable);
        if let Some(text) = &text {
            let check: Result<serde::de::IgnoredAny, _> = serde_json::from_str(text);
            check.map_err(|error| wrong(variable, format!("is not JSON (column {})", error.column())))?;
        }
        Ok(text)
    }

    fn header(&self, variable: &'static str) -> Result<Option<HeaderValue>, ConfigError> {
        let value = self.get(variable).map(HeaderValue::try_from).transpose();
        value.map_err(|_| wrong(variable, "must be one line of printable ASCII characters"))
    }
}

fn api_key(variable: &'static str, key: &str) -> Result<ApiKey, ConfigError> {
    if key.len() < SHORTEST_API_KEY {
        let problem = format!("a key has {} characters; the vendor's have 47 or more", key.len());
        return Err(wrong(variable, problem));
    }
    // Also what makes the key recognizable in an answer: none of these is ever escaped in JSON.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    if !key.bytes().all(is_plain) {
        return Err(wrong(
            variable,
            "a key has a character other than letters, digits and - . _ ~ + / =",
        ));
    }
    Ok(ApiKey(key.to_owned()))
}

fn is_flow_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// An https URL, or an http one of this machine: neither keys nor cookies go over the network in the open.
fn web_url(variable: &'static str, value: &str) -> Result<Url, ConfigError> {
    let url = Url::parse(value).map_err(|error| wrong(variable, format!("is not a URL: {error}")))?;
    let safe = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    if !safe {
        return Err(wrong(
            variable,
            "must start with https:// (http:// only for 127.0.0.1, [::1] and localhost)",
        ));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong(variable, "must not have a user name or a password"));
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(domain)) => domain == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
