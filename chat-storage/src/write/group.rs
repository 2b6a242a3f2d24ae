use super::plan::{self, Name};
use chat_core::{Changes, Notice, StoreError, TenantScope};
use futures_util::future::BoxFuture;
use std::{
    collections::{HashSet, VecDeque},
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};
use uuid::Uuid;

/// One commit that waits.
pub(crate) struct Job {
    pub(crate) scope: TenantScope,
    pub(crate) changes: Changes,
}

/// What one commit is answered with.
pub(super) type Answer = Result<Vec<Notice>, StoreError>;
/// The work on a batch; it ends with an answer for each of its members.
pub(super) type Answers = BoxFuture<'static, Vec<Answer>>;

/// What a group belongs to: it knows how to write a batch.
pub(super) trait Start: Send + Sync + 'static {
    fn group(&self) -> &Group;
    fn start(&self, jobs: Vec<Job>) -> Answers;
}

/// Commits that wait at the same moment: they become one batch.
///
/// There is no task behind it. One of those who wait, the *driver*, polls the work on the batch for all of them. The work belongs
/// to the group and not to the driver: when the driver's future is dropped, another who waits goes on where it stopped; when nobody
/// is left, the work is dropped, which rolls its transaction back.
#[derive(Default)]
pub(crate) struct Group {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    queue: VecDeque<Arc<Member>>,
    /// The members of the batch that is being written.
    running: Vec<Arc<Member>>,
    /// The work on it, except while the driver polls it.
    work: Option<Answers>,
    driver: Option<Arc<Member>>,
}

/// Somebody who waits for an answer.
struct Member {
    state: Mutex<MemberState>,
}

#[derive(Default)]
struct MemberState {
    job: Option<Job>,
    answer: Option<Answer>,
    waker: Option<Waker>,
    is_gone: bool,
}

/// Why a commit was not answered.
#[derive(Debug, thiserror::Error)]
#[error("the work on the commit has panicked")]
struct Panicked;

impl fmt::Debug for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Group")
    }
}

impl Group {
    /// Commits that become one batch at most.
    const MEMBERS_MAX: usize = 128;
    /// Records in a batch at most; a single commit may have more.
    const RECORDS_MAX: usize = 1024;

    /// Waits in the group of `owner` until the job is done.
    pub(super) fn join<S: Start>(owner: Arc<S>, job: Job) -> Waiting<S> {
        let state = MemberState { job: Some(job), ..MemberState::default() };
        let member = Arc::new(Member { state: Mutex::new(state) });
        owner.group().lock().queue.push_back(member.clone());
        Waiting { owner, member, is_answered: false }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Member {
    fn lock(&self) -> MutexGuard<'_, MemberState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self) {
        let waker = self.lock().waker.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn answer(&self, answer: Answer) {
        self.lock().answer = Some(answer);
        self.wake();
    }
}

impl State {
    fn is_driven_by(&self, member: &Arc<Member>) -> bool {
        self.driver.as_ref().is_some_and(|driver| Arc::ptr_eq(driver, member))
    }

    /// Takes the next batch out of the queue: as many as fit, in their order. Who writes a record that an earlier one writes as well
    /// has to see what became of that and waits for the next batch.
    fn take_batch(&mut self) -> Vec<Job> {
        let mut touched = HashSet::new();
        let mut records = 0;
        let mut jobs = Vec::new();
        let mut later = VecDeque::new();
        while let Some(member) = self.queue.pop_front() {
            let mut state = member.lock();
            let Some(job) = state.job.take() else { continue };
            let size = job.changes.writes.len() + job.changes.told.len();
            let is_full = jobs.len() >= Group::MEMBERS_MAX || (!jobs.is_empty() && records + size > Group::RECORDS_MAX);
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
            records += size;
            jobs.push(job);
            self.running.push(member);
        }
        later.append(&mut self.queue);
        self.queue = later;
        jobs
    }

    /// Somebody who can go on when the driver is gone.
    fn successor(&self) -> Option<&Arc<Member>> {
        let mut members = self.running.iter().chain(&self.queue);
        members.find(|member| {
            let state = member.lock();
            !state.is_gone && state.answer.is_none()
        })
    }
}

/// Whether nobody in the batch writes what this job writes; if so, the job is counted in.
fn touch(touched: &mut HashSet<Touched>, job: &Job) -> bool {
    let records = job.changes.writes.iter().map(|write| Touched::Record(plan::name_of(&write.record)));
    let lanes = job.changes.ends.iter().map(|claim| Touched::Lane(claim.conversation_id.uuid()));
    let all: Vec<Touched> = records.chain(lanes).collect();
    if all.iter().any(|touched_here| touched.contains(touched_here)) {
        // What it holds back must not be overtaken by others who write the same.
        touched.extend(all);
        return false;
    }
    touched.extend(all);
    true
}

#[derive(PartialEq, Eq, Hash)]
enum Touched {
    Record(Name),
    Lane(Uuid),
}

/// The wait for an answer. Dropped before there is one, the commit is either made whole by the others or not at all.
pub(super) struct Waiting<S: Start> {
    owner: Arc<S>,
    member: Arc<Member>,
    is_answered: bool,
}

impl<S: Start> Future for Waiting<S> {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Answer> {
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

impl<S: Start> Waiting<S> {
    /// The work that this member has to poll; nothing when it was answered or another drives.
    fn take_work(&self, cx: &Context<'_>) -> Option<Answers> {
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
    fn finish(&self, answers: Vec<Answer>) {
        let mut state = self.owner.group().lock();
        state.driver = None;
        let running = std::mem::take(&mut state.running);
        // Who waits goes first: the database is idle until the next batch begins.
        if let Some(next) = state.successor() {
            next.wake();
        }
        drop(state);
        for (member, answer) in running.into_iter().zip(answers) {
            member.answer(answer);
        }
    }
}

impl<S: Start> Drop for Waiting<S> {
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
            member.answer(Err(StoreError::backend(Panicked)));
        }
        drop(abandoned);
    }
}
