//! Signed cookies, without a store: `base64url(JSON) "." base64url(HMAC-SHA256)`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use hmac::digest::InvalidLength;
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;

/// Signs what a cookie holds and verifies it. Every instance with the same `COOKIE_SECRET` reads the others' cookies.
#[derive(Clone)]
pub struct Signer {
    keyed: Hmac<Sha256>,
}

impl Signer {
    pub fn new(secret: &[u8]) -> Result<Self, InvalidLength> {
        let keyed = Hmac::new_from_slice(secret)?;
        Ok(Self { keyed })
    }

    /// The purpose is part of what is signed, so that one kind of cookie is never taken for another.
    pub fn sign(&self, purpose: &str, content: &impl Serialize) -> Result<String, serde_json::Error> {
        let payload = BASE64URL.encode(serde_json::to_vec(content)?);
        let signature = self.mac(purpose, &payload).finalize().into_bytes();
        Ok(format!("{payload}.{}", BASE64URL.encode(signature)))
    }

    /// The content, if the signature is ours. `verify_slice` compares in constant time.
    pub fn verify<T: DeserializeOwned>(&self, purpose: &str, signed: &str) -> Option<T> {
        let (payload, signature) = signed.split_once('.')?;
        let signature = BASE64URL.decode(signature).ok()?;
        self.mac(purpose, payload).verify_slice(&signature).ok()?;
        serde_json::from_slice(&BASE64URL.decode(payload).ok()?).ok()
    }

    fn mac(&self, purpose: &str, payload: &str) -> Hmac<Sha256> {
        let mut mac = self.keyed.clone();
        mac.update(purpose.as_bytes());
        mac.update(b"\n");
        mac.update(payload.as_bytes());
        mac
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const SECRET: &[u8] = b"a secret of thirty-two bytes or more";

    #[test]
    fn what_was_signed_is_read_back() {
        let signer = Signer::new(SECRET).unwrap();
        let signed = signer.sign("visitor", &"content").unwrap();
        assert_eq!(
            signer.verify::<String>("visitor", &signed).as_deref(),
            Some("content")
        );
    }

    #[test]
    fn a_signature_is_the_same_as_the_node_backends() {
        let signer = Signer::new(SECRET).unwrap();
        let expected = "ImNvbnRlbnQi.0tfSsksgG8HFrsxn44Ge1W0yDTaXusoW5nOfS653oWE";
        assert_eq!(signer.sign("visitor", &"content").unwrap(), expected);
    }

    #[test]
    fn a_changed_payload_is_refused() {
        let signer = Signer::new(SECRET).unwrap();
        let signed = signer.sign("visitor", &"content").unwrap();
        let (_, signature) = signed.split_once('.').unwrap();
        let forged = format!("{}.{signature}", BASE64URL.encode("\"other\""));
        assert_eq!(signer.verify::<String>("visitor", &forged), None);
    }

    #[test]
    fn a_shortened_signature_is_refused() {
        let signer = Signer::new(SECRET).unwrap();
        let signed = signer.sign("visitor", &"content").unwrap();
        let shortened = signed.get(..signed.len() - 4).unwrap();
        assert_eq!(signer.verify::<String>("visitor", shortened), None);
    }

    #[test]
    fn a_cookie_of_one_purpose_is_refused_for_another() {
        let signer = Signer::new(SECRET).unwrap();
        let signed = signer.sign("visitor", &"content").unwrap();
        assert_eq!(signer.verify::<String>("flow-session", &signed), None);
    }

    #[test]
    fn a_signature_by_another_secret_is_refused() {
        let other = Signer::new(b"another secret of thirty-two bytes!!").unwrap();
        let signed = other.sign("visitor", &"content").unwrap();
        let signer = Signer::new(SECRET).unwrap();
        assert_eq!(signer.verify::<String>("visitor", &signed), None);
    }
}
