//! What a session may be created with (the vendor's guide, section 3).

use serde::{Deserialize, Serialize};

use super::json::Writer;
use super::other_metadata::OtherMetadata;
use super::photo::to_base64;

/// Metadata of a session. Left-out parts let the flow run by default.
///
/// ```
/// use flow_embed::{PrefilledField, SessionMetadata};
///
/// // Case 2 of the vendor's guide: the IIN is locked, the phone may be changed.
/// let metadata = SessionMetadata::default()
///     .iin(PrefilledField::locked("123456789012"))
///     .phone(PrefilledField::editable("+7 701 123-45-67"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionMetadata {
    /// For flows with Face2Face.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub face2face: Option<Face2FaceMetadata>,
    /// For flows with E-Document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edocument: Option<EDocumentMetadata>,
    /// For every flow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub general: Option<GeneralMetadata>,
    /// For technologies that this crate does not know.
    #[serde(flatten)]
    pub other: OtherMetadata,
}

/// The guide's section 3.1: only for Liveness, E-Document or Document Recognition together with Face2Face.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Face2FaceMetadata {
    /// The photo to compare with, in base64: a JPEG, PNG or WebP of at most 10 MB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo1: Option<String>,
}

/// The guide's section 3.2.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EDocumentMetadata {
    /// 12 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iin: Option<PrefilledField>,
    /// Sent as `77*********`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<PrefilledField>,
    /// Goes straight to the code from 1414: only with both values given and both locked. Default false.
    #[serde(default, skip_serializing_if = "is_false")]
    pub skip_input: bool,
}

/// A field of the E-Document form.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrefilledField {
    /// What the form shows at first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Whether the person may change it. Default true.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub changeable: bool,
}

/// The guide's section 3, general metadata.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeneralMetadata {
    /// Technologies that may stand in for each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interchangeable_tech: Option<Vec<String>>,
}

impl SessionMetadata {
    /// Prefills the IIN of the E-Document form.
    #[must_use]
    pub fn iin(mut self, field: PrefilledField) -> Self {
        self.edocument.get_or_insert_default().iin = Some(field);
        self
    }

    /// Prefills the phone number of the E-Document form.
    #[must_use]
    pub fn phone(mut self, field: PrefilledField) -> Self {
        self.edocument.get_or_insert_default().phone = Some(field);
        self
    }

    /// Skips the E-Document form: only with both values given and both locked.
    #[must_use]
    pub fn skip_input(mut self) -> Self {
        self.edocument.get_or_insert_default().skip_input = true;
        self
    }

    /// The photo to compare with, as the bytes of a JPEG, PNG or WebP.
    #[must_use]
    pub fn photo_bytes(self, image: &[u8]) -> Self {
        self.photo(to_base64(image))
    }

    /// The photo to compare with, in base64.
    #[must_use]
    pub fn photo(mut self, base64: impl Into<String>) -> Self {
        self.face2face.get_or_insert_default().photo1 = Some(base64.into());
        self
    }

    /// Technologies that may stand in for each other.
    #[must_use]
    pub fn interchangeable_tech(mut self, technologies: impl IntoIterator<Item = String>) -> Self {
        self.general.get_or_insert_default().interchangeable_tech = Some(technologies.into_iter().collect());
        self
    }
}

/// What is sent: what is left out, and what is the vendor's default, does not appear.
impl SessionMetadata {
    /// The photo goes into the gap, if there is one: it may be JavaScript's own, as the fields of `other` may, for which the object is left open.
    pub(crate) fn write(&self, json: &mut Writer, has_photo: bool, has_other: bool) {
        json.open("metadata");
        if self.face2face.is_some() {
            json.open("face2face");
            if has_photo {
                json.gap("photo1");
            }
            json.close();
        }
        if let Some(edocument) = &self.edocument {
            json.open("edocument");
            for (name, field) in [("iin", &edocument.iin), ("phone", &edocument.phone)] {
                if let Some(field) = field {
                    field.write(json, name);
                }
            }
            if edocument.skip_input {
                json.flag("skip_input", true);
            }
            json.close();
        }
        if let Some(general) = &self.general {
            json.open("general");
            if let Some(technologies) = &general.interchangeable_tech {
                json.texts("interchangeable_tech", technologies);
            }
            json.close();
        }
        if !has_other {
            json.close();
        }
    }
}

impl PrefilledField {
    fn write(&self, json: &mut Writer, name: &str) {
        json.open(name);
        json.text("value", self.value.as_deref());
        if !self.changeable {
            json.flag("changeable", false);
        }
        json.close();
    }

    /// Shown, and the person may change it.
    pub fn editable(value: impl Into<String>) -> Self {
        Self {
            value: Some(value.into()),
            changeable: true,
        }
    }

    /// Shown, and the person may not change it.
    pub fn locked(value: impl Into<String>) -> Self {
        Self {
            value: Some(value.into()),
            changeable: false,
        }
    }
}

/// Personal data stays out of logs, also where somebody prints these with `{:?}`.
impl std::fmt::Debug for PrefilledField {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(if self.changeable {
            "editable(hidden)"
        } else {
            "locked(hidden)"
        })
    }
}

impl std::fmt::Debug for Face2FaceMetadata {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Face2FaceMetadata(hidden)")
    }
}

fn yes() -> bool {
    true
}

fn is_true(value: &bool) -> bool {
    *value
}

fn is_false(value: &bool) -> bool {
    !*value
}

#[cfg(test)]
#[path = "metadata_tests.rs"]
pub(super) mod tests;
