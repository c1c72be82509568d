//! The caller's `AbortSignal`.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::EventTarget;

use super::listener::Listener;
use super::property;
use crate::error::Error;

/// A subscription to the caller's signal that ends on Drop.
pub(crate) struct Abort {
    _listener: Listener,
}

impl Abort {
    /// Calls `on_abort` with the signal's reason: at once where the signal is aborted already, or else when it is.
    pub(crate) fn subscribe(signal: &JsValue, on_abort: impl Fn(JsValue) + 'static) -> Result<Self, Error> {
        // Another realm's signal is one too, so its shape is looked at and not its class.
        let is_aborted = property::get(signal, "aborted").as_bool();
        let target = signal.unchecked_ref::<EventTarget>();
        let no_signal = || Error::invalid_option("signal", "must be an AbortSignal.");
        let Some(is_aborted) = is_aborted else {
            return Err(no_signal());
        };
        if is_aborted {
            on_abort(property::get(signal, "reason"));
        }
        let listener = Listener::at_target(target, "abort", {
            let signal = signal.clone();
            move |_| on_abort(property::get(&signal, "reason"))
        })
        .map_err(|thrown| no_signal().with_cause(thrown))?;
        Ok(Self { _listener: listener })
    }
}
