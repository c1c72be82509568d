//! Metadata of technologies that this crate does not know: more will come.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::SessionMetadata;
use super::spelling::is_meant_for;

/// The parts that are known.
const KNOWN: [&str; 3] = ["face2face", "edocument", "general"];

/// Metadata of other technologies: [`SessionMetadata::other`] adds one.
// Each one's name, and its object as JSON: a `Value` would bring kilobytes to the package, which has none.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct OtherMetadata(pub(crate) Vec<(String, String)>);

impl SessionMetadata {
    /// Metadata of a technology that this crate does not know, sent as it is. It has to be an object, and its name none that is nearly a known one. The
    /// console has a warning of it, once.
    ///
    /// ```
    /// use flow_embed::SessionMetadata;
    /// let metadata = SessionMetadata::default().other("gbdfl", serde_json::json!({"iin": {"value": "123456789012"}}));
    /// ```
    #[must_use]
    pub fn other(mut self, technology: impl Into<String>, metadata: Value) -> Self {
        self.other.0.push((technology.into(), metadata.to_string()));
        self
    }

    /// Whether the part is a known one.
    pub(crate) fn is_part(name: &str) -> bool {
        KNOWN.contains(&name)
    }

    /// Whether the name of what is no part was most likely meant for one.
    pub(crate) fn is_misspelt(name: &str) -> bool {
        KNOWN.iter().any(|known| is_meant_for(name, known))
    }
}

/// As objects beside the known ones.
impl Serialize for OtherMetadata {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let parts = self.0.iter().map(|(name, json)| {
            let metadata: Value = serde_json::from_str(json).unwrap_or_default();
            (name, metadata)
        });
        serializer.collect_map(parts)
    }
}

impl<'a> Deserialize<'a> for OtherMetadata {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        let parts = Map::<String, Value>::deserialize(deserializer)?.into_iter();
        let others = parts.map(|(name, metadata)| {
            match metadata.is_object() && !SessionMetadata::is_misspelt(&name) {
                true => Ok((name, metadata.to_string())),
                false => Err(D::Error::unknown_field(&name, &KNOWN)),
            }
        });
        others.collect::<Result<_, _>>().map(Self)
    }
}

/// Personal data stays out of logs.
impl fmt::Debug for OtherMetadata {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OtherMetadata(hidden)")
    }
}
