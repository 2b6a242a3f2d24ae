use chat_core::StoreError;
use futures_util::future::BoxFuture;
use std::{
    collections::{HashSet, VecDeque},
    fmt,
    hash::Hash,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::Duration,
};

/// Something to be done together with others of its kind.
pub(crate) trait Job: Send + Sized + 'static {
    /// What comes of it.
    type Output: Send + 'static;
    /// What at most one member of a batch may work on.
    type Touched: Eq + Hash;

    /// How much it adds to a batch.
    fn size(&self) -> usize;
    /// What nobody else in its batch may work on.
    fn touched(&self) -> Vec<Self::Touched>;
}

/// What a job is answered with.
pub(crate) type Answer<J> = Result<<J as Job>::Output, StoreError>;
/// The work on a batch; it ends with an answer for each of its members.
pub(crate) type Answers<J> = BoxFuture<'static, Vec<Answer<J>>>;

/// How long the work on a batch may take: one that waits for a database which is lost without a word is given up, and with it
/// the connection that it holds. Each of its members would give up, but the next would go on with the same work.
const WORK_MAX: Duration = Duration::from_secs(4);

/// Why the work on a batch was given up; what became of it is not known.
#[derive(Debug, thiserror::Error)]
#[error("the database did not answer within {} seconds", WORK_MAX.as_secs())]
struct Silent;

/// The work on a batch of so many jobs, which all fail when it takes too long.
pub(crate) fn in_time<T: Send + 'static>(
    count: usize,
    work: impl Future<Output = Vec<Result<T, StoreError>>> + Send + 'static,
) -> BoxFuture<'static, Vec<Result<T, StoreError>>> {
    Box::pin(async move {
        let done = tokio::time::timeout(WORK_MAX, work).await;
        done.unwrap_or_else(|_| (0..count).map(|_| Err(StoreError::backend(Silent))).collect())
    })
}

/// What a group belongs to: it knows how to do a batch.
pub(crate) trait Start<J: Job>: Send + Sync + 'static {
    fn group(&self) -> &Group<J>;
    fn start(&self, jobs: Vec<J>) -> Answers<J>;
}

/// Jobs that wait at the same moment: they become one batch.
///
/// There is no task behind it. One of those who wait, the *driver*, polls the work on the batch for all of them. The work belongs
/// to the group and not to the driver: when the driver's future is dropped, another who waits goes on where it stopped; when nobody
/// is left, the work is dropped, which rolls its transaction back.
pub(crate) struct Group<J: Job> {
    state: Mutex<State<J>>,
}

struct State<J: Job> {
    queue: VecDeque<Arc<Member<J>>>,
    /// The members of the batch that is worked on.
    running: Vec<Arc<Member<J>>>,
    /// The work on it, except while the driver polls it.
    work: Option<Answers<J>>,
    driver: Option<Arc<Member<J>>>,
}

impl<J: Job> Default for Group<J> {
    fn default() -> Self {
        let state = State { queue: VecDeque::new(), running: Vec::new(), work: None, driver: None };
        Self { state: Mutex::new(state) }
    }
}

/// Somebody who waits for an answer.
struct Member<J: Job> {
    state: Mutex<MemberState<J>>,
}

struct MemberState<J: Job> {
    job: Option<J>,
    answer: Option<Answer<J>>,
    waker: Option<Waker>,
    is_gone: bool,
}

/// Why a job was not answered.
#[derive(Debug, thiserror::Error)]
#[error("the work on the batch has panicked")]
struct Panicked;

impl<J: Job> fmt::Debug for Group<J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Group")
    }
}

impl<J: Job> Group<J> {
    /// Jobs that become one batch at most.
    const MEMBERS_MAX: usize = 128;
    /// The sizes of the jobs in a batch, all together; a single one may be larger.
    const SIZE_MAX: usize = 1024;

    /// Waits in the group of `owner` until the job is done.
    pub(crate) fn join<S: Start<J>>(owner: Arc<S>, job: J) -> Waiting<S, J> {
        let state = MemberState { job: Some(job), answer: None, waker: None, is_gone: false };
        let member = Arc::new(Member { state: Mutex::new(state) });
        owner.group().lock().queue.push_back(member.clone());
        Waiting { owner, member, is_answered: false }
    }

    fn lock(&self) -> MutexGuard<'_, State<J>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<J: Job> Member<J> {
    fn lock(&self) -> MutexGuard<'_, MemberState<J>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self) {
        let waker = self.lock().waker.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<J: Job> State<J> {
    fn is_driven_by(&self, member: &Arc<Member<J>>) -> bool {
        self.driver.as_ref().is_some_and(|driver| Arc::ptr_eq(driver, member))
    }

    /// Takes the next batch out of the queue: as many as fit, in their order. Who works on what an earlier one works on as
    /// well has to see what became of that and waits for the next batch.
    fn take_batch(&mut self) -> Vec<J> {
        let mut touched = HashSet::new();
        let mut whole = 0;
        let mut jobs = Vec::new();
        let mut later = VecDeque::new();
        while let Some(member) = self.queue.pop_front() {
            let mut state = member.lock();
            let Some(job) = state.job.take() else { continue };
            let size = job.size();
            let is_full =
                jobs.len() >= Group::<J>::MEMBERS_MAX || (!jobs.is_empty() && whole + size > Group::<J>::SIZE_MAX);
            if is_full || !touch(&mut touched, &job) {
                state.job = Some(job);
                drop(state);
                later.push_back(member);
                if is_full {
                    break;
                }
                continue;
            }
            drop(state);
            whole += size;
            jobs.push(job);
            self.running.push(member);
        }
        later.append(&mut self.queue);
        self.queue = later;
        jobs
    }

    /// Somebody who can go on when the driver is gone.
    fn successor(&self) -> Option<&Arc<Member<J>>> {
        let mut members = self.running.iter().chain(&self.queue);
        members.find(|member| {
            let state = member.lock();
            !state.is_gone && state.answer.is_none()
        })
    }
}

/// Whether nobody in the batch works on what this job works on.
///
/// Either way the job is counted in: what it is held back by must not be overtaken by others who work on the same.
fn touch<J: Job>(touched: &mut HashSet<J::Touched>, job: &J) -> bool {
    let all = job.touched();
    let is_free = all.iter().all(|this| !touched.contains(this));
    touched.extend(all);
    is_free
}

/// The wait for an answer. Dropped before there is one, the job is either done by the others or not at all.
pub(crate) struct Waiting<S: Start<J>, J: Job> {
    owner: Arc<S>,
    member: Arc<Member<J>>,
    is_answered: bool,
}

impl<S: Start<J>, J: Job> Future for Waiting<S, J> {
    type Output = Answer<J>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Answer<J>> {
        let this = self.get_mut();
        loop {
            let Some(mut work) = this.take_work(cx) else {
                let answer = this.member.lock().answer.take();
                return match answer {
                    Some(answer) => {
                        this.is_answered = true;
                        Poll::Ready(answer)
                    }
                    None => Poll::Pending,
                };
            };
            match work.as_mut().poll(cx) {
                Poll::Ready(answers) => this.finish(answers),
                Poll::Pending => {
                    this.owner.group().lock().work = Some(work);
                    return Poll::Pending;
                }
            }
        }
    }
}

impl<S: Start<J>, J: Job> Waiting<S, J> {
    /// The work that this member has to poll; nothing when it was answered or another drives.
    fn take_work(&self, cx: &Context<'_>) -> Option<Answers<J>> {
        let mut state = self.owner.group().lock();
        {
            let mut member = self.member.lock();
            if member.answer.is_some() {
                return None;
            }
            if state.driver.is_some() && !state.is_driven_by(&self.member) {
                member.waker = Some(cx.waker().clone());
                return None;
            }
        }
        state.driver = Some(self.member.clone());
        let work = state.work.take();
        Some(work.unwrap_or_else(|| {
            let jobs = state.take_batch();
            self.owner.start(jobs)
        }))
    }

    /// Hands out the answers and lets the next in the queue drive.
    ///
    /// Everybody has an answer before anybody can look for work: else one of them would take up the next batch and leave with its
    /// answer.
    fn finish(&self, answers: Vec<Answer<J>>) {
        let mut state = self.owner.group().lock();
        let running = std::mem::take(&mut state.running);
        for (member, answer) in running.iter().zip(answers) {
            member.lock().answer = Some(answer);
        }
        state.driver = None;
        let next = state.successor().cloned();
        drop(state);
        // Who waits goes first: the database is idle until the next batch begins.
        for member in next.into_iter().chain(running) {
            member.wake();
        }
    }
}

impl<S: Start<J>, J: Job> Drop for Waiting<S, J> {
    fn drop(&mut self) {
        if self.is_answered {
            return;
        }
        let mut state = self.owner.group().lock();
        self.member.lock().is_gone = true;
        state.queue.retain(|member| !Arc::ptr_eq(member, &self.member));
        let mut abandoned = None;
        let mut unanswered = Vec::new();
        if state.is_driven_by(&self.member) {
            state.driver = None;
            if state.work.is_none() {
                // It was being polled and has not come back.
                unanswered = std::mem::take(&mut state.running);
                for member in &unanswered {
                    member.lock().answer = Some(Err(StoreError::backend(Panicked)));
                }
            }
            match state.successor() {
                Some(next) => next.wake(),
                None => {
                    abandoned = state.work.take();
                    state.running.clear();
                }
            }
        } else if state.driver.is_none()
            && let Some(next) = state.successor()
        {
            // It may have been woken in order to drive.
            next.wake();
        }
        drop(state);
        for member in unanswered {
            member.wake();
        }
        drop(abandoned);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{sync::OnceLock, task::Wake};

    struct Number(u32);

    impl Job for Number {
        type Output = u32;
        type Touched = u32;

        fn size(&self) -> usize {
            1
        }

        fn touched(&self) -> Vec<u32> {
            vec![self.0]
        }
    }

    /// Doubles numbers, once its first batch is let through.
    #[derive(Default)]
    struct Doubler {
        group: Group<Number>,
        is_open: Arc<OnceLock<()>>,
    }

    impl Start<Number> for Doubler {
        fn group(&self) -> &Group<Number> {
            &self.group
        }

        fn start(&self, jobs: Vec<Number>) -> Answers<Number> {
            let is_open = self.is_open.clone();
            Box::pin(std::future::poll_fn(move |_| match is_open.get() {
                Some(()) => Poll::Ready(jobs.iter().map(|job| Ok(job.0 * 2)).collect()),
                None => Poll::Pending,
            }))
        }
    }

    type Member = Mutex<Waiting<Doubler, Number>>;

    fn poll(member: &Member, waker: &Waker) -> Poll<Answer<Number>> {
        let mut member = member.lock().expect("no holder of the lock panics");
        Pin::new(&mut *member).poll(&mut Context::from_waker(waker))
    }

    /// Polls another member in the moment when it is woken, as a second thread may.
    struct PollsOther(Arc<Member>, OnceLock<Answer<Number>>);

    impl Wake for PollsOther {
        fn wake(self: Arc<Self>) {
            if let Poll::Ready(answer) = poll(&self.0, Waker::noop()) {
                let _ = self.1.set(answer);
            }
        }
    }

    #[test]
    fn a_member_that_is_polled_while_answers_are_handed_out_gets_its_own_and_leaves_the_work_to_others() {
        let owner = Arc::new(Doubler::default());
        let join = |number| Arc::new(Mutex::new(Group::join(owner.clone(), Number(number))));
        let [driver, second, third] = [1, 2, 3].map(join);
        let other = Arc::new(PollsOther(third.clone(), OnceLock::new()));
        assert!(poll(&driver, Waker::noop()).is_pending());
        assert!(poll(&second, &other.clone().into()).is_pending());
        assert!(poll(&third, Waker::noop()).is_pending());
        let waiting = join(4);
        assert!(poll(&waiting, Waker::noop()).is_pending());

        owner.is_open.set(()).expect("it was closed");
        assert!(matches!(poll(&driver, Waker::noop()), Poll::Ready(Ok(2))));
        assert!(matches!(other.1.get(), Some(Ok(6))), "the third was polled in the gap and had its answer");
        assert!(matches!(poll(&second, Waker::noop()), Poll::Ready(Ok(4))));
        drop((driver, second, third));
        assert!(matches!(poll(&waiting, Waker::noop()), Poll::Ready(Ok(8))), "nobody holds the next batch up");
    }
}
