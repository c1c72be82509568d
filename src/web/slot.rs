//! A place for one value that arrives later: from a browser event to the code that awaits it.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// Takes the first value and ignores every later one, so that what happened first is what counts.
pub(crate) struct Slot<T> {
    value: Cell<Option<T>>,
    is_set: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

impl<T> Slot<T> {
    pub(crate) const fn new() -> Self {
        Self {
            value: Cell::new(None),
            is_set: Cell::new(false),
            waker: Cell::new(None),
        }
    }

    pub(crate) fn set(&self, value: T) {
        if self.is_set.replace(true) {
            return;
        }
        self.value.set(Some(value));
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    pub(crate) fn is_set(&self) -> bool {
        self.is_set.get()
    }

    /// Takes the value if it is there.
    pub(crate) fn now(&self) -> Option<T> {
        self.value.take()
    }

    /// Takes the value if it is there, or else has the task woken when it is.
    pub(crate) fn poll(&self, context: &Context<'_>) -> Poll<T> {
        match self.value.take() {
            Some(value) => Poll::Ready(value),
            None => {
                self.waker.set(Some(context.waker().clone()));
                Poll::Pending
            }
        }
    }

    /// The slot's value, or what the work yields where that is ready first.
    pub(crate) fn or<'a, U: 'a>(
        &'a self,
        mut work: Pin<Box<dyn Future<Output = U> + 'a>>,
    ) -> impl Future<Output = Result<T, U>> + 'a {
        poll_fn(move |context| match self.poll(context) {
            Poll::Ready(value) => Poll::Ready(Ok(value)),
            Poll::Pending => work.as_mut().poll(context).map(Err),
        })
    }

    /// Waits for the value and takes it; a slot that was emptied is waited for in vain.
    pub(crate) fn take(&self) -> impl Future<Output = T> {
        poll_fn(|context| self.poll(context))
    }
}

/// Yields what is ready first, and `first` where both are; the other is dropped with all that it holds.
pub(crate) async fn race<T>(first: impl Future<Output = T>, second: impl Future<Output = T>) -> T {
    let mut first = pin!(first);
    let mut second = pin!(second);
    poll_fn(|context| match first.as_mut().poll(context) {
        Poll::Pending => second.as_mut().poll(context),
        ready => ready,
    })
    .await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use std::future::{pending, ready};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    #[derive(Default)]
    struct CountingWaker(AtomicUsize);

    impl Wake for CountingWaker {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn poll_once<T>(future: impl Future<Output = T>) -> Poll<T> {
        pin!(future).poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn the_first_value_counts_and_later_ones_are_ignored() {
        let slot = Slot::new();
        slot.set("finish");
        slot.set("abort");
        assert_eq!(poll_once(slot.take()), Poll::Ready("finish"));
        slot.set("late");
        assert_eq!(poll_once(slot.take()), Poll::Pending);
    }

    #[test]
    fn a_value_wakes_whoever_waits_for_it() {
        let slot = Slot::new();
        let wakes = Arc::new(CountingWaker::default());
        let waker = Waker::from(Arc::clone(&wakes));
        let mut waiting = pin!(slot.take());
        assert_eq!(
            waiting.as_mut().poll(&mut Context::from_waker(&waker)),
            Poll::Pending
        );
        slot.set(1);
        assert_eq!(wakes.0.load(Ordering::Relaxed), 1);
        assert_eq!(
            waiting.as_mut().poll(&mut Context::from_waker(&waker)),
            Poll::Ready(1)
        );
    }

    #[test]
    fn a_race_goes_to_the_first_where_both_are_ready() {
        assert_eq!(poll_once(race(ready(1), ready(2))), Poll::Ready(1));
        assert_eq!(poll_once(race(pending(), ready(2))), Poll::Ready(2));
    }
}
