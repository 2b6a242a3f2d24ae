//! The life of a simulated process, which may end at any await point.

use futures_util::future::BoxFuture;
use std::{
    future::{Future, pending},
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard},
    task::{Context, Poll, Waker},
};
use tokio::sync::Notify;

/// A process that lives until it is killed: at once, or after so many steps. A step is a poll of one of its futures or a
/// moment at which one of its ports was about to wait.
#[derive(Debug, Default)]
pub(crate) struct Life {
    state: Mutex<State>,
    /// Rung when whoever is connected has to take it for dead.
    silence: Notify,
}

#[derive(Debug, Default)]
struct State {
    is_over: bool,
    is_frozen: bool,
    steps_left: Option<u64>,
    waiting: Vec<Option<Waker>>,
    free: Vec<usize>,
}

impl Life {
    pub(crate) fn is_over(&self) -> bool {
        self.state().is_over
    }

    /// Has it end after so many steps from now.
    pub(crate) fn end_after(&self, steps: u64) {
        self.state().steps_left = Some(steps);
    }

    /// Has it live on.
    pub(crate) fn spare(&self) {
        self.state().steps_left = None;
    }

    pub(crate) fn end(&self) {
        self.change(|state| state.is_over = true);
    }

    /// Has it stand still, as a machine does that sleeps, or go on from there.
    pub(crate) fn freeze(&self, is_frozen: bool) {
        self.change(|state| state.is_frozen = is_frozen);
    }

    pub(crate) fn is_frozen(&self) -> bool {
        self.state().is_frozen
    }

    /// Tells whoever is connected that nothing has been heard for too long.
    pub(crate) fn tell_silence(&self) {
        self.silence.notify_waiters();
    }

    /// Returns when nothing has been heard for too long.
    pub(crate) async fn silence(&self) {
        self.silence.notified().await;
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let woken: Vec<_> = {
            let mut state = self.state();
            change(&mut state);
            state.waiting.iter_mut().filter_map(Option::take).collect()
        };
        woken.into_iter().for_each(Waker::wake);
    }

    /// Takes a step, and returns nothing any more when it was the last.
    pub(crate) async fn step(&self) {
        if self.is_last_step() {
            pending::<()>().await;
        }
    }

    /// Takes a step; true when the process is not there any more.
    pub(crate) fn is_last_step(&self) -> bool {
        {
            let mut state = self.state();
            if state.is_over {
                return true;
            }
            match &mut state.steps_left {
                None => return false,
                Some(0) => {}
                Some(left) => {
                    *left -= 1;
                    return false;
                }
            }
        }
        self.end();
        true
    }

    fn wait(&self, place: Option<usize>, waker: &Waker) -> usize {
        let mut state = self.state();
        let place = place.or_else(|| state.free.pop()).unwrap_or_else(|| {
            state.waiting.push(None);
            state.waiting.len() - 1
        });
        match &mut state.waiting[place] {
            Some(known) => known.clone_from(waker),
            empty => *empty = Some(waker.clone()),
        }
        place
    }

    fn forget(&self, place: usize) {
        let mut state = self.state();
        state.waiting[place] = None;
        state.free.push(place);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of the lock panics")
    }
}

/// Work of a process: gone without a trace, in the middle of whatever it does, when the process ends.
pub(crate) struct Mortal<T> {
    life: Arc<Life>,
    work: Option<BoxFuture<'static, T>>,
    place: Option<usize>,
}

impl<T> Mortal<T> {
    pub(crate) fn new(life: &Arc<Life>, work: impl Future<Output = T> + Send + 'static) -> Self {
        Self { life: life.clone(), work: Some(Box::pin(work)), place: None }
    }
}

impl<T> Future for Mortal<T> {
    /// Nothing when the process ended first.
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let this = &mut *self;
        let Some(work) = &mut this.work else { return Poll::Ready(None) };
        if this.life.is_frozen() && !this.life.is_over() {
            this.place = Some(this.life.wait(this.place, context.waker()));
            return Poll::Pending;
        }
        if this.life.is_last_step() {
            this.work = None;
            return Poll::Ready(None);
        }
        this.place = Some(this.life.wait(this.place, context.waker()));
        let polled = work.as_mut().poll(context);
        if this.life.is_over() {
            this.work = None;
            return Poll::Ready(None);
        }
        match polled {
            Poll::Ready(output) => {
                this.work = None;
                Poll::Ready(Some(output))
            }
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<T> Drop for Mortal<T> {
    fn drop(&mut self) {
        if let Some(place) = self.place {
            self.life.forget(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[tokio::test]
    async fn work_ends_in_the_middle_when_its_process_does() {
        let life = Arc::<Life>::default();
        let (sender, receiver) = tokio::sync::oneshot::channel::<()>();
        let ended = life.clone();
        let work = Mortal::new(&life, async move {
            let _held = sender;
            ended.end_after(1);
            ended.step().await;
            ended.step().await;
        });
        assert_eq!(work.await, None);
        assert!(receiver.await.is_err(), "what the work held is dropped");
        assert!(life.is_over());
    }

    #[tokio::test]
    async fn work_of_a_process_that_ended_elsewhere_is_woken() {
        let life = Arc::<Life>::default();
        let work = Mortal::new(&life, pending::<()>());
        let ended = life.clone();
        let (done, ()) = tokio::join!(work, async move { ended.end() });
        assert_eq!(done, None);
        assert_eq!(Mortal::new(&life, async {}).now_or_never(), Some(None), "it takes no more work");
    }
}
