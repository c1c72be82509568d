//! `metadata` of `session/create/`: what the vendor's guide allows, and nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::refusal::Refusal;
use crate::technology::Technology;

/// What the widget has to know of a session's metadata.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Metadata {
    iin: Prefilled,
    phone: Prefilled,
    skip_input: bool,
    /// Whether a photo to compare with was given. The photo itself is checked and dropped.
    photo: bool,
}

#[derive(Clone, Debug, Serialize)]
struct Prefilled {
    value: Option<String>,
    changeable: bool,
}

impl Default for Prefilled {
    fn default() -> Self {
        Self {
            value: None,
            changeable: true,
        }
    }
}

impl Prefilled {
    fn is_final(&self) -> bool {
        self.value.is_some() && !self.changeable
    }
}

impl Metadata {
    pub(crate) fn read(value: &Value, flow: &[Technology]) -> Result<Self, Refusal> {
        let mut metadata = Self::default();
        let fields = object(value, "metadata")?;
        if let Some(edocument) = fields.get("edocument") {
            metadata.read_edocument(object(edocument, "metadata.edocument")?)?;
        }
        if let Some(face2face) = fields.get("face2face") {
            metadata.photo = has_photo(face2face, flow)?;
        }
        if let Some(general) = fields.get("general") {
            check_general(object(general, "metadata.general")?)?;
        }
        Ok(metadata)
    }

    fn read_edocument(&mut self, fields: &Map<String, Value>) -> Result<(), Refusal> {
        self.iin = prefilled(fields, "iin", is_iin, "must be 12 digits")?;
        self.phone = prefilled(fields, "phone", is_phone, "must be 77 and 9 more digits")?;
        self.skip_input = boolean(fields, "skip_input", "metadata.edocument")?.unwrap_or(false);
        if self.skip_input && !(self.iin.is_final() && self.phone.is_final()) {
            return Err(Refusal::field(
                "metadata.edocument.skip_input",
                "needs iin and phone, each with a value and with changeable: false",
            ));
        }
        Ok(())
    }
}

fn prefilled(
    edocument: &Map<String, Value>,
    name: &str,
    is_valid: fn(&str) -> bool,
    rule: &str,
) -> Result<Prefilled, Refusal> {
    let Some(field) = edocument.get(name) else {
        return Ok(Prefilled::default());
    };
    let path = format!("metadata.edocument.{name}");
    let fields = object(field, &path)?;
    let value = match fields.get("value") {
        None => None,
        Some(Value::String(text)) if is_valid(text) => Some(text.clone()),
        Some(Value::String(_)) => return Err(Refusal::field(format!("{path}.value"), rule)),
        Some(_) => {
            return Err(Refusal::field(format!("{path}.value"), "must be a string"));
        }
    };
    let changeable = boolean(fields, "changeable", &path)?.unwrap_or(true);
    Ok(Prefilled { value, changeable })
}

fn has_photo(face2face: &Value, flow: &[Technology]) -> Result<bool, Refusal> {
    let fields = object(face2face, "metadata.face2face")?;
    if !flow.contains(&Technology::Face2Face) {
        return Err(Refusal::field("metadata.face2face", "this flow has no Face2Face"));
    }
    let refused = |rule| Refusal::field("metadata.face2face.photo1", rule);
    let Some(photo) = fields.get("photo1") else {
        return Ok(false);
    };
    let text = photo.as_str().ok_or_else(|| refused("must be a string"))?;
    let bytes = STANDARD.decode(text).map_err(|_| refused("must be base64"))?;
    if is_image(&bytes) {
        Ok(true)
    } else {
        Err(refused("must be a JPEG, PNG or WebP image"))
    }
}

fn check_general(fields: &Map<String, Value>) -> Result<(), Refusal> {
    let valid = match fields.get("interchangeable_tech") {
        None => true,
        Some(Value::Array(items)) => items.iter().all(Value::is_string),
        Some(_) => false,
    };
    if valid {
        Ok(())
    } else {
        Err(Refusal::field(
            "metadata.general.interchangeable_tech",
            "must be an array of strings",
        ))
    }
}

fn object<'a>(value: &'a Value, path: &str) -> Result<&'a Map<String, Value>, Refusal> {
    value
        .as_object()
        .ok_or_else(|| Refusal::field(path, "must be an object"))
}

fn boolean(fields: &Map<String, Value>, name: &str, path: &str) -> Result<Option<bool>, Refusal> {
    match fields.get(name) {
        None => Ok(None),
        Some(Value::Bool(value)) => Ok(Some(*value)),
        Some(_) => Err(Refusal::field(format!("{path}.{name}"), "must be true or false")),
    }
}

fn is_iin(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_phone(text: &str) -> bool {
    text.len() == 11 && text.starts_with("77") && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_image(bytes: &[u8]) -> bool {
    let jpeg = bytes.starts_with(&[0xFF, 0xD8, 0xFF]);
    let png = bytes.starts_with(b"\x89PNG\r\n\x1a\n");
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    jpeg || png || webp
}
