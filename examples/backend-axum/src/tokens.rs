//! Signed tokens (JWT, HS256) without a store: any instance with one of the secrets reads them.

use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, crypto, decode, encode, errors::Error,
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The first secret signs, all of them verify: so a new one is put in front of the old, and the old taken away later.
pub struct Tokens {
    signing: EncodingKey,
    verifying: Vec<DecodingKey>,
}

impl Tokens {
    pub fn new(secrets: &[SecretString]) -> Result<Self, Error> {
        let bytes = |secret: &SecretString| secret.expose_secret().as_bytes().to_vec();
        let first = secrets.first().map(bytes).unwrap_or_default();
        Ok(Self {
            signing: EncodingKey::from_secret(&first)?,
            verifying: secrets
                .iter()
                .map(|secret| DecodingKey::from_secret(&bytes(secret)))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The claims say in `aud` what the token is for, so that one kind is never taken for another.
    pub fn sign(&self, claims: &impl Serialize) -> Option<String> {
        encode(&Header::new(Algorithm::HS256), claims, &self.signing).ok()
    }

    pub fn verify<T: DeserializeOwned>(&self, purpose: &str, token: &str) -> Option<T> {
        self.read(purpose, token, true)
    }

    /// The same, and of expired ones too: for what is to be cleared away.
    pub fn verify_expired<T: DeserializeOwned>(&self, purpose: &str, token: &str) -> Option<T> {
        self.read(purpose, token, false)
    }

    fn read<T: DeserializeOwned>(&self, purpose: &str, token: &str, checks_expiry: bool) -> Option<T> {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.leeway = 0;
        // Otherwise a token is good for one second more than it says.
        rules.reject_tokens_expiring_in_less_than = 1;
        rules.validate_exp = checks_expiry;
        rules.set_audience(&[purpose]);
        // A visitor's token ends with the browser's session.
        rules.set_required_spec_claims(&["aud"]);
        self.verifying
            .iter()
            .find_map(|key| Some(decode(token, key, &rules).ok()?.claims))
    }

    /// By whoever has no key, a plain hash of an IIN is undone in minutes. The purpose keeps it apart from a token's signature,
    /// whose text has no space.
    pub fn keyed_hash(&self, purpose: &str, text: &str) -> Option<String> {
        let message = format!("{purpose} {text}");
        crypto::sign(message.as_bytes(), &self.signing, Algorithm::HS256).ok()
    }

    pub fn is_hash_of(&self, hash: &str, purpose: &str, text: &str) -> bool {
        let message = format!("{purpose} {text}");
        let is_by = |key| crypto::verify(hash, message.as_bytes(), key, Algorithm::HS256).unwrap_or_default();
        self.verifying.iter().any(is_by)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jsonwebtoken::get_current_timestamp;
    use serde_json::{Value, json};

    use super::*;

    fn tokens(secrets: &[&str]) -> Tokens {
        let secrets: Vec<SecretString> = secrets.iter().map(|secret| (*secret).into()).collect();
        Tokens::new(&secrets).unwrap()
    }

    #[test]
    fn a_token_is_good_until_the_second_in_which_it_expires() {
        let tokens = tokens(&["new"]);
        let now = get_current_timestamp();
        for (expires, is_good) in [(now + 3600, true), (now, false), (now - 1, false)] {
            let token = tokens.sign(&json!({ "aud": "a", "exp": expires })).unwrap();
            assert_eq!(tokens.verify::<Value>("a", &token).is_some(), is_good);
            assert!(tokens.verify_expired::<Value>("a", &token).is_some());
        }
    }

    #[test]
    fn a_token_without_a_signature_is_refused_whatever_it_says_of_itself() {
        let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJhdWQiOiJhIn0.";
        assert_eq!(tokens(&["new"]).verify_expired::<Value>("a", none), None);
    }
}
