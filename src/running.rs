//! Whether our code is being run, for whoever finds out that it stopped in the middle.
//!
//! A trap ends our code without running what is left of it, as does an exception that nothing declares. The package's entries start a
//! fresh instance then; they know by [`is_running`], which only code that was left in the middle answers with true outside of itself.

use std::cell::Cell;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Lives while JavaScript has called us.
pub(crate) struct Running;

impl Running {
    pub(crate) fn enter() -> Self {
        DEPTH.set(DEPTH.get().wrapping_add(1));
        Self
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get().wrapping_sub(1));
    }
}

/// Whether our code is being run, or was left in the middle.
#[cfg(feature = "npm")]
pub(crate) fn is_running() -> bool {
    DEPTH.get() > 0
}
