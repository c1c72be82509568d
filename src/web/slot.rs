//! A place for one value that arrives later: from a browser's event to the code that awaits it.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

struct Inner<T> {
    value: Cell<Option<T>>,
    is_set: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

/// Takes the first value and ignores every later one, so that what happened first is what counts.
pub(crate) struct Slot<T>(Rc<Inner<T>>);

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Slot<T> {
    pub(crate) fn new() -> Self {
        Self(Rc::new(Inner {
            value: Cell::new(None),
            is_set: Cell::new(false),
            waker: Cell::new(None),
        }))
    }

    /// Whether it is this value that counts.
    pub(crate) fn set(&self, value: T) -> bool {
        let is_first = !self.0.is_set.replace(true);
        if is_first {
            self.0.value.set(Some(value));
            if let Some(waker) = self.0.waker.take() {
                waker.wake();
            }
        }
        is_first
    }

    /// Takes one more value: what comes to its end in two steps.
    pub(crate) fn reopen(&self) {
        self.0.is_set.set(false);
    }

    pub(crate) fn is_set(&self) -> bool {
        self.0.is_set.get()
    }

    /// Takes the value if it is there, or else has the task woken when it is.
    pub(crate) fn poll(&self, context: &Context<'_>) -> Poll<T> {
        match self.0.value.take() {
            Some(value) => Poll::Ready(value),
            None => {
                self.0.waker.set(Some(context.waker().clone()));
                Poll::Pending
            }
        }
    }

    /// Waits for the value and takes it; a slot that was emptied is waited for in vain.
    pub(crate) fn take(&self) -> impl Future<Output = T> {
        poll_fn(|context| self.poll(context))
    }
}

/// What the work yields; or `Err` with the first's output where that is ready first, or both are. The other is dropped with all that it holds.
pub(crate) fn unless<E, T>(
    first: impl Future<Output = E>,
    work: impl Future<Output = T>,
) -> impl Future<Output = Result<T, E>> {
    let mut first = Box::pin(first);
    let mut work = Box::pin(work);
    poll_fn(move |context| match first.as_mut().poll(context) {
        Poll::Ready(end) => Poll::Ready(Err(end)),
        Poll::Pending => work.as_mut().poll(context).map(Ok),
    })
}

/// Work that has gone as far as it can before anybody waits for it.
pub(crate) enum Begun<'a, T> {
    Going(Pin<Box<dyn Future<Output = T> + 'a>>),
    Done(T),
}

impl<'a, T> Begun<'a, T> {
    pub(crate) async fn begin(work: impl Future<Output = T> + 'a) -> Self {
        let mut work: Pin<Box<dyn Future<Output = T> + 'a>> = Box::pin(work);
        match poll_fn(|context| Poll::Ready(work.as_mut().poll(context))).await {
            Poll::Ready(output) => Self::Done(output),
            Poll::Pending => Self::Going(work),
        }
    }

    /// Work that only begins when it is waited for.
    pub(crate) fn later(work: impl Future<Output = T> + 'a) -> Self {
        Self::Going(Box::pin(work))
    }

    /// Goes on with it while other work is waited for.
    pub(crate) async fn beside<U>(&mut self, other: impl Future<Output = U>) -> U {
        let mut other = Box::pin(other);
        poll_fn(|context| {
            if let Self::Going(work) = self
                && let Poll::Ready(output) = work.as_mut().poll(context)
            {
                *self = Self::Done(output);
            }
            other.as_mut().poll(context)
        })
        .await
    }

    pub(crate) async fn output(self) -> T {
        match self {
            Self::Going(work) => work.await,
            Self::Done(output) => output,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::{pending, ready};
    use std::pin::pin;
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
        assert!(slot.set("finish"));
        assert!(!slot.set("abort"));
        assert_eq!(poll_once(slot.take()), Poll::Ready("finish"));
        assert!(!slot.set("late"));
        assert_eq!(poll_once(slot.take()), Poll::Pending);
    }

    #[test]
    fn a_slot_that_is_opened_again_takes_one_more_value() {
        let slot = Slot::new();
        slot.set("finish");
        assert_eq!(poll_once(slot.take()), Poll::Ready("finish"));
        slot.reopen();
        assert!(slot.set("closed"));
        assert_eq!(poll_once(slot.take()), Poll::Ready("closed"));
    }

    #[test]
    fn begun_work_goes_on_beside_other_work() {
        let (own, other) = (Slot::new(), Slot::new());
        let mut begun = Begun::later(own.take());
        own.set(1);
        assert_eq!(poll_once(begun.beside(other.take())), Poll::Pending);
        assert!(matches!(begun, Begun::Done(1)));
        other.set(2);
        assert_eq!(poll_once(begun.beside(other.take())), Poll::Ready(2));
        assert_eq!(poll_once(begun.output()), Poll::Ready(1));
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
    fn work_goes_on_unless_the_first_is_ready_even_where_both_are() {
        assert_eq!(poll_once(unless(ready(1), ready(2))), Poll::Ready(Err(1)));
        assert_eq!(poll_once(unless(pending::<()>(), ready(2))), Poll::Ready(Ok(2)));
        assert_eq!(poll_once(unless(pending::<()>(), pending::<()>())), Poll::Pending);
    }
}
