//! When a result is complete.

use wasm_bindgen::prelude::*;

use super::answer::time;
use crate::web::value;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn keys_of(object: &JsValue) -> Result<JsValue, JsValue>;
}

/// After the widget's `finish`, or where nothing is known of a widget. Right after `finish` the vendor answers with empty sub-results; some answers
/// carry no status.
pub(super) fn is_complete(result: &JsValue) -> bool {
    match status_of(result) {
        Some(status) => status == "FINISHED",
        None => sub_results_of(result).is_some_and(|there| there > 0.0),
    }
}

/// What the vendor says of a session that is over. The guide knows `PROGRESS` and `FINISHED`; that sessions expire, it tells without a name for it.
const ENDED: [&str; 6] = [
    "FINISHED",
    "EXPIRED",
    "CANCELED",
    "CANCELLED",
    "ABORTED",
    "FAILED",
];
/// How far the clocks of servers may be apart, in milliseconds.
const SLACK: f64 = 5000.0;

/// While a person is at the checks. Without a status, all that the flow consists of must have content, or a flow of two technologies would end in its second.
/// An answer of `answered_at` that was finished before the session became active, `active_for` milliseconds ago, is that of a used id.
pub(super) fn has_ended(result: &JsValue, answered_at: f64, active_for: Option<f64>) -> bool {
    let is_over = match status_of(result) {
        Some(status) => ENDED.iter().any(|ended| status == *ended),
        None => {
            let technologies = value::number(&value::get(result, "technologies"), "length");
            sub_results_of(result).is_some_and(|there| there > 0.0 && there >= technologies)
        }
    };
    let is_of_before = || {
        let finished_for = finished_at(result).map(|finished| answered_at - finished);
        finished_for
            .zip(active_for)
            .is_some_and(|(finished_for, active_for)| finished_for > active_for + SLACK)
    };
    is_over && !is_of_before()
}

/// In milliseconds since 1970, where it is told with a time zone.
fn finished_at(result: &JsValue) -> Option<f64> {
    let text = value::get(result, "finished_at").as_string()?;
    let zone = text.get(19..)?;
    let has_zone = zone.bytes().any(|byte| matches!(byte, b'Z' | b'+' | b'-'));
    has_zone.then(|| time(&text)).flatten()
}

fn status_of(result: &JsValue) -> Option<JsValue> {
    let status = value::get(result, "status");
    status.is_string().then_some(status)
}

/// How many sub-results have content; `None` where one of them waits for a person, as for the code of an SMS.
fn sub_results_of(result: &JsValue) -> Option<f64> {
    let mut there = 0.0;
    let names = keys_of(result).unwrap_or_default();
    let pending = value::find(&names, |name| {
        let name = name.as_string().filter(|name| name.ends_with("_result"))?;
        let sub_result = value::get(result, &name);
        let fields = keys_of(&sub_result).unwrap_or_default();
        if sub_result.is_object() && value::number(&fields, "length") > 0.0 {
            there += 1.0;
        }
        (value::get(&sub_result, "status") == "PENDING").then_some(())
    });
    pending.is_none().then_some(there)
}
