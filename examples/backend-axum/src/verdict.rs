//! The verdict, and what the page may know of a result.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use crate::binding::Binding;
use crate::on_verdict::{Verdict, on_verdict};
use crate::store::Store;
use crate::tokens::Tokens;

/// What the keyed hash of an IIN is for.
pub const IIN: &str = "iin";

/// What is read of the vendor's answer. Photos, documents and personal data but for the IIN have no field here, so that nothing
/// in this program can log them or answer with them. A field that comes twice is an error.
#[derive(Deserialize)]
pub struct VendorResult {
    #[serde(default)]
    technologies: Value,
    #[serde(default)]
    status: Value,
    #[serde(default)]
    flow_session_result: Value,
    #[serde(default)]
    flow_session_failure_reasons: Value,
    #[serde(default, deserialize_with = "iin_of_edocument")]
    edocument_result: Option<String>,
    #[serde(default, deserialize_with = "iin_of_document")]
    document_recognition_result: Option<String>,
}

/// What the page is answered.
#[derive(Serialize)]
pub struct PageResult {
    id: String,
    technologies: Vec<Value>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow_session_result: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow_session_failure_reasons: Option<Vec<Value>>,
}

impl VendorResult {
    pub fn is_finished(&self) -> bool {
        self.status == "FINISHED"
    }

    fn is_passed(&self, binding: &Binding, tokens: &Tokens) -> bool {
        // Whatever is missing, or of another type, is not passed.
        self.is_finished() && self.flow_session_result == Value::Bool(true) && self.is_of(binding, tokens)
    }

    /// Whether the documents are of the person for whom the session was created, if it was created for somebody.
    fn is_of(&self, binding: &Binding, tokens: &Tokens) -> bool {
        let Some(hash) = &binding.iin else { return true };
        let mut answered = [&self.edocument_result, &self.document_recognition_result]
            .into_iter()
            .flatten()
            .peekable();
        answered.peek().is_some() && answered.all(|iin| tokens.is_hash_of(hash, IIN, iin))
    }

    pub fn for_page(&self, binding: &Binding, tokens: &Tokens) -> PageResult {
        let finished = self.is_finished();
        let mut reasons: Vec<Value> = list(&self.flow_session_failure_reasons)
            .filter_map(reason)
            .collect();
        if !self.is_of(binding, tokens) {
            reasons.push("iin_mismatch".into());
        }
        PageResult {
            id: binding.session_id.clone(),
            technologies: list(&self.technologies).filter_map(technology).collect(),
            status: if finished { "FINISHED" } else { "PROGRESS" },
            flow_session_result: finished.then(|| self.is_passed(binding, tokens)),
            flow_session_failure_reasons: finished.then_some(reasons),
        }
    }
}

/// Lets the application act on a verdict, once.
pub async fn settle(store: &Store, tokens: &Tokens, binding: &Binding, result: &VendorResult) {
    if !result.is_finished() || !store.begin_verdict(&binding.session_id).await {
        return;
    }
    let verdict = Verdict {
        session_id: &binding.session_id,
        flow: &binding.flow,
        visitor_id: &binding.visitor_id,
        passed: result.is_passed(binding, tokens),
    };
    if let Err(problem) = on_verdict(verdict).await {
        tracing::error!("the application could not act on a verdict: {problem}");
        store.undo_verdict(&binding.session_id).await;
    }
}

fn iin_of_edocument<'de, D: Deserializer<'de>>(value: D) -> Result<Option<String>, D::Error> {
    let value = Value::deserialize(value)?;
    Ok(value.pointer("/result_json/common/docOwner/iin").and_then(text))
}

fn iin_of_document<'de, D: Deserializer<'de>>(value: D) -> Result<Option<String>, D::Error> {
    let value = Value::deserialize(value)?;
    Ok(value.get("personal_number").and_then(text))
}

fn technology(value: &Value) -> Option<Value> {
    let mut technology = json!({ "name": value.get("name").and_then(text)? });
    for field in ["description", "code"] {
        if let (Some(text), Some(fields)) = (value.get(field).and_then(text), technology.as_object_mut()) {
            fields.insert(field.to_owned(), text.into());
        }
    }
    Some(technology)
}

/// The vendor's reasons are texts, or `{type, detail}`.
fn reason(value: &Value) -> Option<Value> {
    let text = text(value).map(Value::from);
    text.or_else(|| {
        let kind = value.get("type")?.as_str()?;
        Some(match value.get("detail").and_then(Value::as_str) {
            Some(detail) => json!({ "type": kind, "detail": detail }),
            None => json!({ "type": kind }),
        })
    })
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}
