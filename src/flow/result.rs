//! What the vendor answers of a session (the guide, section 4.5, and what public integrations have seen).

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

/// Takes the field out of what was answered if it is of its type; else it stays there as it is, and is nobody's error.
fn take<T: DeserializeOwned>(answered: &mut Map<String, Value>, name: &str) -> Option<T> {
    let field = T::deserialize(answered.get(name)?).ok()?;
    answered.remove(name);
    Some(field)
}

/// A struct of fields each of which may be there, beside whatever else was answered: under its own name or the one that is given, in which it may be of any
/// type.
macro_rules! answered {
    ($(#[$about:meta])* $name:ident { $($(#[$field_about:meta])* $field:ident: $kind:ty = $key:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
        #[serde(from = "Map<String, Value>")]
        pub struct $name {
            $($(#[$field_about])* #[serde(rename = $key, skip_serializing_if = "Option::is_none")] pub $field: Option<$kind>,)+
            /// Whatever else was answered, and what of the above is of another type.
            #[serde(flatten)]
            pub other: Map<String, Value>,
        }

        impl From<Map<String, Value>> for $name {
            fn from(mut answered: Map<String, Value>) -> Self {
                Self {
                    $($field: take(&mut answered, $key),)+
                    other: answered,
                }
            }
        }
    };
}

answered! {
    /// Why something was not passed, in the vendor's words.
    VendorReason {
        /// `type`, such as `CALC_RESULT`.
        kind: String = "type",
        /// Such as `Closed eyes`.
        detail: String = "detail",
    }
}

answered! {
    /// Of Liveness Detection. Empty until the vendor is done with it.
    LivenessResult {
        /// Whether it was passed.
        result: bool = "result",
        /// How sure the vendor is.
        prediction: Score = "prediction",
        /// Whether the eyes were closed.
        eye_closed: bool = "eye_closed",
        /// Whether the face was in the middle.
        face_center: bool = "face_center",
        /// Such as `forward`.
        face_direction: String = "face_direction",
        /// Why it was not passed.
        failure_reason: VendorReason = "failure_reason",
    }
}

answered! {
    /// Of Face2Face. Empty until the vendor is done with it.
    Face2FaceResult {
        /// Whether it was passed.
        result: bool = "result",
        /// How alike the faces are.
        prediction: Score = "prediction",
        /// The same, of a hundred.
        prediction_percent: Score = "prediction_percent",
        /// Why it was not passed.
        failure_reason: VendorReason = "failure_reason",
    }
}

answered! {
    /// Of Document Recognition. Empty until the vendor is done with it.
    DocumentRecognitionResult {
        /// As the document has it.
        first_name: String = "first_name",
        /// As the document has it.
        last_name: String = "last_name",
        /// As the document has it.
        patronymic: String = "patronymic",
        /// The IIN.
        personal_number: String = "personal_number",
        /// Such as `01.01.2000`.
        date_of_birth: String = "date_of_birth",
        /// The document's own number.
        document_number: String = "document_number",
        /// Who has issued it.
        authority: String = "authority",
        /// Why it was not passed.
        failure_reason: VendorReason = "failure_reason",
    }
}

answered! {
    /// Of E-Document. Empty until the vendor is done with it.
    EDocumentResult {
        /// The person's number.
        phone: String = "phone",
        /// What is in the document.
        result_json: EDocument = "result_json",
        /// Why it was not passed.
        failure_reason: VendorReason = "failure_reason",
    }
}

answered! {
    /// What is in an electronic document.
    EDocument {
        /// What all documents have.
        common: EDocumentCommon = "common",
    }
}

answered! {
    /// What all electronic documents have.
    EDocumentCommon {
        /// Whose it is.
        doc_owner: EDocumentOwner = "docOwner",
        /// The document's own number.
        doc_number: String = "docNumber",
    }
}

answered! {
    /// Whose an electronic document is.
    EDocumentOwner {
        /// The IIN.
        iin: String = "iin",
        /// As the document has it.
        first_name: String = "firstName",
        /// As the document has it.
        last_name: String = "lastName",
        /// As the document has it.
        middle_name: String = "middleName",
    }
}

answered! {
    /// Of the state database of individuals, which the person allows by SMS.
    GbdflResult {
        /// `VALID`, `INVALID`, `PENDING` (waits for the SMS) or `TIMEOUT`.
        status: String = "status",
        /// The IIN.
        iin: String = "iin",
        /// What the database has.
        result_json: Map<String, Value> = "result_json",
    }
}

/// A score, which the vendor sends as a text most often, such as `0.9980`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Score {
    /// As a text.
    Text(String),
    /// As a number.
    Number(Number),
}

impl Score {
    /// The number, if it is one.
    ///
    /// ```
    /// use flow_embed::Score;
    /// assert_eq!(Score::Text("0.9980".into()).number(), Some(0.998));
    /// ```
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Text(text) => text.trim().parse().ok(),
            Self::Number(number) => number.as_f64(),
        }
    }
}

/// A reason at the level of the flow.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum FlowReason {
    /// In words alone.
    Text(String),
    /// As a technology has it.
    Reason(VendorReason),
}

/// The vendor's answer, whole. Sub-results are there only for technologies that the person went through.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "Map<String, Value>")]
pub struct SessionResult {
    /// The session's id.
    pub id: String,
    /// The flow's technologies, in their order.
    pub technologies: Vec<Technology>,
    /// `PROGRESS` or `FINISHED`, where it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Whether all checks were passed, where it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_session_result: Option<bool>,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_session_failure_reasons: Option<Vec<FlowReason>>,
    /// Of Liveness Detection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub liveness_result: Option<LivenessResult>,
    /// Of Document Recognition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_recognition_result: Option<DocumentRecognitionResult>,
    /// Of Face2Face.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub face2face_result: Option<Face2FaceResult>,
    /// Of E-Document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edocument_result: Option<EDocumentResult>,
    /// Of the state database of individuals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gbdfl_result: Option<GbdflResult>,
    /// Whatever else was answered, results of other technologies among it, and what of the above is of another type.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl TryFrom<Map<String, Value>> for SessionResult {
    type Error = &'static str;

    fn try_from(mut answered: Map<String, Value>) -> Result<Self, Self::Error> {
        let answered = &mut answered;
        Ok(Self {
            id: take(answered, "id").ok_or("`id` is missing or of a wrong type")?,
            technologies: take(answered, "technologies")
                .ok_or("`technologies` is missing or of a wrong type")?,
            status: take(answered, "status"),
            flow_session_result: take(answered, "flow_session_result"),
            flow_session_failure_reasons: take(answered, "flow_session_failure_reasons"),
            liveness_result: take(answered, "liveness_result"),
            document_recognition_result: take(answered, "document_recognition_result"),
            face2face_result: take(answered, "face2face_result"),
            edocument_result: take(answered, "edocument_result"),
            gbdfl_result: take(answered, "gbdfl_result"),
            other: std::mem::take(answered),
        })
    }
}

/// A technology of a flow.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "Map<String, Value>")]
pub struct Technology {
    /// Its name.
    pub name: String,
    /// What it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Such as `LD`, `DR`, `ED`, `F2F`, `LDD`, `LDHP` or `GBDFL`: more will come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Whatever else was answered.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl TryFrom<Map<String, Value>> for Technology {
    type Error = &'static str;

    fn try_from(mut answered: Map<String, Value>) -> Result<Self, Self::Error> {
        Ok(Self {
            name: take(&mut answered, "name").ok_or("`name` is missing or of a wrong type")?,
            description: take(&mut answered, "description"),
            code: take(&mut answered, "code"),
            other: answered,
        })
    }
}

#[cfg(test)]
#[path = "result_tests.rs"]
mod tests;
