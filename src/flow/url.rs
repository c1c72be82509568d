//! Which URLs may be loaded from and sent to.

/// Whether nobody on the way can change what comes from there, or read what goes there: https, loopback hosts, and over plain http what is of
/// the page's own origin.
pub(crate) fn is_trustworthy(protocol: &str, hostname: &str, is_own_origin: bool) -> bool {
    protocol == "https:" || (protocol == "http:" && (is_own_origin || is_loopback(hostname)))
}

/// Hosts that never leave the machine, as the Secure Contexts specification names them. In a URL, an address of numbers is always four of
/// them.
fn is_loopback(hostname: &str) -> bool {
    hostname == "localhost"
        || hostname.ends_with(".localhost") && hostname.len() > ".localhost".len()
        || hostname == "[::1]"
        || is_loopback_address(hostname)
}

fn is_loopback_address(hostname: &str) -> bool {
    let dots = hostname.bytes().filter(|byte| *byte == b'.').count();
    let is_number = hostname.bytes().all(|byte| byte == b'.' || byte.is_ascii_digit());
    hostname.starts_with("127.") && is_number && dots == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_and_loopback_hosts_are_trustworthy() {
        assert!(is_trustworthy("https:", "example.com", false));
        for hostname in ["localhost", "a.b.localhost", "127.0.0.1", "127.255.0.9", "[::1]"] {
            assert!(is_trustworthy("http:", hostname, false), "{hostname}");
        }
    }

    #[test]
    fn plain_http_is_trustworthy_for_the_own_origin_alone() {
        assert!(is_trustworthy("http:", "example.com", true));
        assert!(!is_trustworthy("http:", "example.com", false));
    }

    #[test]
    fn hosts_that_only_look_like_loopback_are_not() {
        for hostname in [
            "",
            "localhost.example.com",
            ".localhost",
            "notlocalhost",
            "127.0.0.1.example.com",
            "127.example.0.1",
            "127.0.0",
            "128.0.0.1",
            "[::2]",
        ] {
            assert!(!is_trustworthy("http:", hostname, false), "{hostname}");
        }
    }

    #[test]
    fn other_protocols_are_not_trustworthy() {
        for protocol in ["ftp:", "data:", "blob:", "javascript:", "file:", ""] {
            assert!(!is_trustworthy(protocol, "localhost", true), "{protocol}");
        }
    }
}
