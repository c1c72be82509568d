//! How many guards are alive, counted for the leak tests and by nothing that ships.

/// A part of every guard: it counts itself while it lives.
pub(crate) struct Counted;

#[cfg(feature = "guard-count")]
mod count {
    use std::cell::Cell;

    use super::Counted;

    thread_local! {
        static LIVE: Cell<u32> = const { Cell::new(0) };
    }

    impl Counted {
        pub(crate) fn new() -> Self {
            LIVE.set(LIVE.get() + 1);
            Self
        }
    }

    impl Drop for Counted {
        fn drop(&mut self) {
            LIVE.set(LIVE.get() - 1);
        }
    }

    /// How many guards are alive.
    pub fn live_guards() -> u32 {
        LIVE.get()
    }
}

#[cfg(feature = "guard-count")]
pub use count::live_guards;

#[cfg(not(feature = "guard-count"))]
impl Counted {
    pub(crate) const fn new() -> Self {
        Self
    }
}
