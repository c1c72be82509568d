//! The address that a client is counted by.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::HeaderMap;
use ipnet::IpNet;

/// Finds the address of each request's client.
pub struct ClientAddresses {
    trusted_proxies: Vec<IpNet>,
    warned: AtomicBool,
}

impl ClientAddresses {
    pub fn new(trusted_proxies: Vec<IpNet>) -> Self {
        Self {
            trusted_proxies,
            warned: AtomicBool::new(false),
        }
    }

    /// Each proxy adds the address it saw at the end of `X-Forwarded-For`. It is read from the end for as long as a trusted
    /// proxy wrote it: whatever stands before that is the client's own claim.
    pub fn of(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let forwarded: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|header| header.to_str().ok())
            .flat_map(|header| header.split(','))
            .collect();
        let mut address = peer.to_canonical();
        if !forwarded.is_empty() && !self.is_trusted(address) {
            self.warn_once();
        }
        for claimed in forwarded.iter().rev() {
            let Some(claimed) = address_in(claimed.trim()) else {
                break;
            };
            if !self.is_trusted(address) {
                break;
            }
            address = claimed.to_canonical();
        }
        network_of(address)
    }

    fn is_trusted(&self, address: IpAddr) -> bool {
        self.trusted_proxies
            .iter()
            .any(|network| network.contains(&address))
    }

    /// Once: clients write that header too, as often as they like.
    fn warn_once(&self) {
        if !self.warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "X-Forwarded-For came from an address that is not in TRUSTED_PROXIES, and is ignored. If that is your proxy, \
                 name it there: until then everybody behind it counts as one address"
            );
        }
    }
}

/// Some proxies write the client's port too: `192.0.2.9:50123`, `[2001:db8::9]:50123`.
fn address_in(claim: &str) -> Option<IpAddr> {
    if let Ok(address) = claim.parse() {
        return Some(address);
    }
    if let Ok(address) = claim.parse::<SocketAddr>() {
        return Some(address.ip());
    }
    let address: Ipv6Addr = claim.strip_prefix('[')?.strip_suffix(']')?.parse().ok()?;
    Some(address.into())
}

/// One subscriber holds a whole /64 of IPv6 addresses.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => {
            let network = u128::from(address) & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from(network))
        }
        address => address,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn address(forwarded: &str, trusted_proxies: &[&str]) -> String {
        let headers =
            HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), forwarded.parse().unwrap())]);
        let trusted: Vec<IpNet> = trusted_proxies
            .iter()
            .map(|network| network.parse().unwrap())
            .collect();
        ClientAddresses::new(trusted)
            .of([10, 0, 0, 1].into(), &headers)
            .to_string()
    }

    #[test]
    fn without_a_trusted_proxy_the_header_is_ignored() {
        assert_eq!(address("192.0.2.9", &[]), "10.0.0.1");
    }

    #[test]
    fn a_client_that_is_no_trusted_proxy_cannot_claim_another_address() {
        assert_eq!(address("192.0.2.9", &["10.0.0.2/32"]), "10.0.0.1");
    }

    #[test]
    fn a_trusted_proxys_word_is_taken_and_the_clients_claim_is_not() {
        assert_eq!(address("192.0.2.66, 192.0.2.9", &["10.0.0.1/32"]), "192.0.2.9");
    }

    #[test]
    fn a_chain_of_trusted_proxies_is_followed_to_the_client() {
        assert_eq!(
            address("192.0.2.66, 192.0.2.9, 10.0.0.2", &["10.0.0.0/8"]),
            "192.0.2.9"
        );
    }

    #[test]
    fn an_address_is_found_beside_a_port_and_in_brackets() {
        for forwarded in ["192.0.2.9:50123", "192.0.2.66:1, 192.0.2.9:50123, 10.0.0.2:443"] {
            assert_eq!(address(forwarded, &["10.0.0.0/8"]), "192.0.2.9", "{forwarded}");
        }
        for forwarded in [
            "2001:db8:1:2:3:4:5:6",
            "[2001:db8:1:2:3:4:5:6]",
            "[2001:db8:1:2:3:4:5:6]:443",
        ] {
            assert_eq!(
                address(forwarded, &["10.0.0.1/32"]),
                "2001:db8:1:2::",
                "{forwarded}"
            );
        }
    }

    #[test]
    fn a_header_that_is_no_address_is_ignored() {
        let claims = [
            "unknown",
            "",
            "192.0.2.9:",
            "192.0.2.9:x",
            "192.0.2.9:65536",
            "[192.0.2.9]",
            "[2001:db8::1",
            "fe80::1%eth0",
        ];
        for claim in claims {
            assert_eq!(address(claim, &["10.0.0.1/32"]), "10.0.0.1", "{claim}");
        }
    }

    #[test]
    fn what_stands_before_a_word_that_is_no_address_is_not_believed() {
        assert_eq!(
            address("192.0.2.9, unknown, 10.0.0.2", &["10.0.0.0/8"]),
            "10.0.0.2"
        );
    }

    #[test]
    fn addresses_of_one_ipv6_network_count_as_one() {
        assert_eq!(
            address("2001:db8:1:2:3:4:5:6", &["10.0.0.1/32"]),
            "2001:db8:1:2::"
        );
    }
}
