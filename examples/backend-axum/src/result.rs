//! The verdict, and what the page may know of a result.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What is read of the vendor's answer. Photos, documents and personal data have no field here, so that nothing in this
/// program can log them or answer with them.
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
}

/// What the page is answered.
#[derive(Serialize)]
pub struct PageResult {
    id: String,
    technologies: Vec<Technology>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow_session_result: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flow_session_failure_reasons: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Technology {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
}

impl VendorResult {
    fn is_finished(&self) -> bool {
        self.status == "FINISHED"
    }

    /// The verdict: finished, and the vendor says `true`. Whatever is missing, or of another type, is not passed.
    pub fn is_passed(&self) -> bool {
        self.is_finished() && self.flow_session_result == Value::Bool(true)
    }

    pub fn for_page(&self, session_id: &str) -> PageResult {
        let finished = self.is_finished();
        PageResult {
            id: session_id.to_owned(),
            technologies: list(&self.technologies).filter_map(technology).collect(),
            status: if finished { "FINISHED" } else { "PROGRESS" },
            flow_session_result: finished.then(|| self.is_passed()),
            flow_session_failure_reasons: finished.then(|| {
                list(&self.flow_session_failure_reasons)
                    .filter_map(text)
                    .collect()
            }),
        }
    }
}

fn technology(value: &Value) -> Option<Technology> {
    Some(Technology {
        name: value.get("name").and_then(text)?,
        description: value.get("description").and_then(text),
        code: value.get("code").and_then(text),
    })
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use serde_json::json;

    use super::*;

    fn page(answer: Value) -> Value {
        let result: VendorResult = serde_json::from_value(answer).unwrap();
        serde_json::to_value(result.for_page("s1")).unwrap()
    }

    #[test]
    fn a_finished_result_that_the_vendor_calls_true_is_passed() {
        let page = page(json!({ "status": "FINISHED", "flow_session_result": true }));
        assert_eq!(page["flow_session_result"], true);
    }

    #[test]
    fn a_finished_result_with_anything_but_true_is_not_passed() {
        for value in [
            json!(false),
            json!(null),
            json!("true"),
            json!(1),
            json!({}),
            json!([true]),
        ] {
            let page = page(json!({ "status": "FINISHED", "flow_session_result": value }));
            assert_eq!(page["flow_session_result"], false, "{value}");
        }
    }

    #[test]
    fn a_finished_result_without_a_verdict_is_not_passed() {
        let page = page(json!({ "status": "FINISHED" }));
        assert_eq!(page["flow_session_result"], false);
    }

    #[test]
    fn a_result_that_is_not_finished_is_in_progress_and_has_no_verdict() {
        for status in [
            json!("PROGRESS"),
            json!("finished"),
            json!(null),
            json!(["FINISHED"]),
        ] {
            let page = page(json!({ "status": status, "flow_session_result": true }));
            assert_eq!(
                page,
                json!({ "id": "s1", "technologies": [], "status": "PROGRESS" }),
                "{status}"
            );
        }
    }

    #[test]
    fn a_result_without_a_status_is_in_progress() {
        let page =
            page(json!({ "id": "s1", "flow_session_result": true, "liveness_result": { "result": true } }));
        assert_eq!(
            page,
            json!({ "id": "s1", "technologies": [], "status": "PROGRESS" })
        );
    }

    #[test]
    fn nothing_but_the_listed_fields_reaches_the_page() {
        let page = page(json!({
            "id": "s1",
            "technologies": [{ "name": "Liveness", "description": "d", "code": "LD", "photo": "x" }],
            "status": "FINISHED",
            "flow_session_result": false,
            "flow_session_failure_reasons": ["liveness_failed", { "iin": "x" }],
            "edocument_result": { "phone": "x", "result_json": { "common": { "docOwner": { "iin": "x" } } } },
            "document_recognition_result": { "first_name": "x" },
            "ip_check_results": "x",
        }));
        let expected = json!({
            "id": "s1",
            "technologies": [{ "name": "Liveness", "description": "d", "code": "LD" }],
            "status": "FINISHED",
            "flow_session_result": false,
            "flow_session_failure_reasons": ["liveness_failed"],
        });
        assert_eq!(page, expected);
    }
}
