//! The caller's `AbortSignal`.

use wasm_bindgen::JsValue;

use super::guard::Guard;
use super::property;
use crate::error::Error;

/// Calls `on_abort` with the signal's reason: at once where the signal is aborted already, or else when it is, until the
/// subscription is dropped.
pub(crate) fn subscribe(signal: &JsValue, mut on_abort: Box<dyn FnMut(JsValue)>) -> Result<Guard, Error> {
    let no_signal = || Error::invalid_option("signal", "must be an AbortSignal.");
    // Another realm's signal is one too, so its shape is looked at and not its class.
    let Some(is_aborted) = property::get(signal, "aborted").as_bool() else {
        return Err(no_signal());
    };
    if is_aborted {
        on_abort(property::get(signal, "reason"));
    }
    let aborted = signal.clone();
    let on_abort = Box::new(move |_| on_abort(property::get(&aborted, "reason")));
    // Nothing is around it to capture from, and Node's `removeEventListener` does not find a capturing listener by `true`.
    Guard::listen(signal, "abort", false, on_abort).map_err(|thrown| no_signal().with_cause(thrown))
}
