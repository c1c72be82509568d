//! The vendor's technologies and the sandbox's API keys, which say what their flow consists of.

use serde::{Deserialize, Serialize};

/// The vendor promises "47 or more characters".
const KEY_LENGTH: usize = 47;
const KEY_PREFIX: &str = "sandbox_";

/// One check of a flow, under the vendor's code for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Technology {
    /// `LD`: the person is alive and in front of the camera.
    #[serde(rename = "LD")]
    Liveness,
    /// `DR`: an identity document is photographed and read.
    #[serde(rename = "DR")]
    DocumentRecognition,
    /// `ED`: the state's electronic document, released by a code from 1414.
    #[serde(rename = "ED")]
    EDocument,
    /// `F2F`: two photos are compared.
    #[serde(rename = "F2F")]
    Face2Face,
}

impl Technology {
    /// All of them, in the order in which the vendor's guide names them.
    pub const ALL: [Technology; 4] = [
        Technology::Liveness,
        Technology::DocumentRecognition,
        Technology::EDocument,
        Technology::Face2Face,
    ];

    /// The vendor's code.
    pub fn code(self) -> &'static str {
        match self {
            Technology::Liveness => "LD",
            Technology::DocumentRecognition => "DR",
            Technology::EDocument => "ED",
            Technology::Face2Face => "F2F",
        }
    }

    /// The vendor's name.
    pub fn name(self) -> &'static str {
        match self {
            Technology::Liveness => "Liveness Detection",
            Technology::DocumentRecognition => "Document Recognition",
            Technology::EDocument => "E-Document",
            Technology::Face2Face => "Face2Face",
        }
    }

    pub(crate) fn description(self) -> &'static str {
        match self {
            Technology::Liveness => "Checks that a live person is in front of the camera",
            Technology::DocumentRecognition => "Reads the fields of an identity document",
            Technology::EDocument => "Receives the electronic document of the person",
            Technology::Face2Face => "Compares two photos of a face",
        }
    }

    /// The field of the result that holds what this technology found.
    pub(crate) fn result_field(self) -> &'static str {
        match self {
            Technology::Liveness => "liveness_result",
            Technology::DocumentRecognition => "document_recognition_result",
            Technology::EDocument => "edocument_result",
            Technology::Face2Face => "face2face_result",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Technology> {
        Self::ALL.into_iter().find(|technology| technology.code() == code)
    }

    /// The technologies named in `codes`, or `None` if one is unknown, repeated, or there is none.
    pub(crate) fn list(codes: &str, separator: char) -> Option<Vec<Technology>> {
        let mut technologies = Vec::new();
        for code in codes.split(separator) {
            let technology = Self::from_code(code)?;
            if technologies.contains(&technology) {
                return None;
            }
            technologies.push(technology);
        }
        Some(technologies)
    }
}

/// The sandbox's API key of a flow with these technologies, in this order.
pub fn api_key(technologies: &[Technology]) -> String {
    let codes: Vec<_> = technologies.iter().map(|technology| technology.code()).collect();
    let flow = format!("{KEY_PREFIX}{}_", codes.join("-"));
    format!("{flow:0<KEY_LENGTH$}")
}

/// The technologies of the flow that this key belongs to, or `None` if the sandbox has no such key.
pub(crate) fn technologies_of(api_key: &str) -> Option<Vec<Technology>> {
    if api_key.len() < KEY_LENGTH {
        return None;
    }
    let (codes, _filler) = api_key.strip_prefix(KEY_PREFIX)?.split_once('_')?;
    Technology::list(codes, '-')
}
