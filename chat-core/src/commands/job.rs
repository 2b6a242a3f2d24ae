use crate::{
    Action, Actor, Changes, ChatStore, ConversationId, ConversationPatch, Env, Error, FieldError, Job, JobActor,
    JobFailure, JobId, JobState, Result, TenantScope, executor::Command,
};
use async_trait::async_trait;
use std::{hash::Hash, time::Duration};

/// How long whoever has taken a job up may be silent.
const TURN: Duration = Duration::from_secs(60);

/// Asks for one change to many conversations.
#[derive(Debug)]
pub(crate) struct StartJob<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) conversations: &'a [ConversationId],
    pub(crate) patch: &'a ConversationPatch,
}

#[async_trait]
impl Command for StartJob<'_> {
    type State = ();
    type Output = Job;
    const ACTION: Option<Action> = Some(Action::ChangeConversation);

    fn lane(&self) -> impl Hash + Send {
        self.actor.agent_id
    }

    async fn load(&self, _store: &dyn ChatStore, _scope: TenantScope) -> Result<()> {
        Ok(())
    }

    fn decide(&self, (): (), scope: TenantScope, env: &Env) -> Result<(Job, Changes)> {
        let wrong = self.patch.faults();
        if !wrong.is_empty() {
            let within = |fault: FieldError| FieldError { field: format!("changes.{}", fault.field).into(), ..fault };
            return Err(Error::Invalid(wrong.into_iter().map(within).collect()));
        }
        let now = env.now();
        let is_empty = self.conversations.is_empty();
        let job = Job {
            id: env.id(),
            client_id: scope.client_id(),
            actor: JobActor::of(self.actor),
            patch: self.patch.clone(),
            left: self.conversations.to_vec(),
            total: i64::try_from(self.conversations.len()).unwrap_or(i64::MAX),
            done: 0,
            failed: 0,
            failures: Vec::new(),
            state: if is_empty { JobState::Done } else { JobState::Running },
            turn: 0,
            next_at: (!is_empty).then_some(now),
            created_at: now,
            updated_at: now,
            revision: 0,
        };
        Ok((job.clone(), Changes::none().insert(job)))
    }
}

/// Takes a job up whose time has come; gives nothing when it was somebody else's turn.
#[derive(Debug)]
pub(crate) struct BeginJobTurn {
    pub(crate) job: JobId,
}

#[async_trait]
impl Command for BeginJobTurn {
    type State = Job;
    type Output = Option<Job>;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.job
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Job> {
        store.job(scope, self.job).await?.ok_or(Error::NotFound("job"))
    }

    fn decide(&self, mut job: Job, _scope: TenantScope, env: &Env) -> Result<(Option<Job>, Changes)> {
        let now = env.now();
        if job.state != JobState::Running || job.next_at.is_none_or(|at| at > now) {
            return Ok((None, Changes::none()));
        }
        job.turn += 1;
        job.next_at = Some(now.plus(TURN));
        Ok((Some(job.clone()), Changes::none().update(job)))
    }
}

/// Notes how far a turn has come.
#[derive(Debug)]
pub(crate) struct EndJobTurn<'a> {
    pub(crate) job: JobId,
    pub(crate) turn: i64,
    /// How many conversations were gone through, from the first that was left.
    pub(crate) count: usize,
    /// Those that could not be changed.
    pub(crate) failures: &'a [JobFailure],
}

#[async_trait]
impl Command for EndJobTurn<'_> {
    type State = Job;
    type Output = ();
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.job
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Job> {
        store.job(scope, self.job).await?.ok_or(Error::NotFound("job"))
    }

    fn decide(&self, mut job: Job, _scope: TenantScope, env: &Env) -> Result<((), Changes)> {
        if job.turn != self.turn {
            return Ok(((), Changes::none()));
        }
        let now = env.now();
        let count = self.count.min(job.left.len());
        let failed = self.failures.len();
        job.left.drain(..count);
        job.done += i64::try_from(count - failed.min(count)).unwrap_or_default();
        job.failed += i64::try_from(failed).unwrap_or_default();
        let room = Job::FAILURES_MAX - job.failures.len().min(Job::FAILURES_MAX);
        job.failures.extend(self.failures.iter().take(room).cloned());
        if job.left.is_empty() && job.state == JobState::Running {
            job.state = JobState::Done;
        }
        job.next_at = (job.state == JobState::Running).then_some(now);
        job.updated_at = now;
        Ok(((), Changes::none().update(job)))
    }
}

/// Stops a job. What was done stays done.
#[derive(Debug)]
pub(crate) struct CancelJob {
    pub(crate) job: JobId,
}

#[async_trait]
impl Command for CancelJob {
    type State = Job;
    type Output = Job;
    const ACTION: Option<Action> = Some(Action::ChangeConversation);

    fn lane(&self) -> impl Hash + Send {
        self.job
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Job> {
        store.job(scope, self.job).await?.ok_or(Error::NotFound("job"))
    }

    fn decide(&self, mut job: Job, _scope: TenantScope, env: &Env) -> Result<(Job, Changes)> {
        if job.state != JobState::Running {
            return Ok((job, Changes::none()));
        }
        job.state = JobState::Cancelled;
        job.next_at = None;
        job.updated_at = env.now();
        Ok((job.clone(), Changes::none().update(job)))
    }
}
