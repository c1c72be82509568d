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
