//! What has to be done when its time has come, by whichever process sees it first.

use crate::{
    Account, AccountCheck, Agent, AgentId, AuditEntry, AuthorizedDomain, Blob, Channel, ClientId, ConversationFilter,
    ConversationQuery, ConversationStatus, DeliveryAction, DomainProbe, Error, Fault, Job, JobFailure, MediaKey,
    MediaStore, PageQuery, Presence, Result, StoreError, TenantScope, WebhookCall, Who,
    commands::{
        AskTeam, BeginCheck, BeginDomainCheck, BeginForgetting, BeginJobTurn, ChainAudit, ChangeConversation, EndCheck,
        EndDomainCheck, EndForgetting, EndJobTurn, EndRelief, ForgetAttachment, ReturnToQueue, Wake,
    },
    domain::proof,
    executor::Executor,
    planted::Planted,
    ports::channel_of,
};
use futures_util::{StreamExt, TryStreamExt, stream};
use std::{collections::BTreeMap, sync::Arc, time::Duration};

/// Looks after what nobody asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Upkeep<'a> {
    pub(crate) executor: &'a Executor,
    pub(crate) channels: &'a [Arc<dyn Channel>],
}

impl Upkeep<'_> {
    /// How many records are looked after in one go.
    const AT_ONCE_MAX: usize = 100;
    /// How many entries of the audit log are chained in one go.
    const CHAINED_MAX: usize = 500;
    /// How many records are made findable in one step: few enough that nobody waits long for the writer.
    const INDEXED_MAX: usize = 500;
    /// For how many proofs of domains it is looked at the same time.
    const LOOKS_MAX: usize = 8;

    /// Asks the teams about messages that were unsettled for long enough; tells how many those were.
    pub(crate) async fn ask_teams(self) -> Result<usize> {
        if Planted::TeamNeverAsked.grows() {
            return Ok(0);
        }
        let Executor { store, env, .. } = self.executor;
        let mut count = 0;
        for delivery in store.deliveries_to_ask(env.now(), Self::AT_ONCE_MAX).await? {
            let DeliveryAction::Send { message_id } = delivery.action else { continue };
            // The delivery was written in this client's scope.
            let scope = TenantScope::assume(delivery.client_id);
            let command = AskTeam { message: message_id, delivery: delivery.id };
            count += usize::from(unless_lost(self.executor.execute(None, scope, &command).await)?);
        }
        Ok(count)
    }

    /// Asks the providers about paused accounts whose time has come, and resumes those that work again; tells how many those were.
    pub(crate) async fn check_accounts(self) -> Result<usize> {
        if Planted::PausedNeverChecked.grows() {
            return Ok(0);
        }
        let Executor { store, env, .. } = self.executor;
        let mut count = 0;
        for due in store.accounts_to_check(env.now(), Self::AT_ONCE_MAX).await? {
            let scope = TenantScope::from(&due);
            let begun = self.executor.execute(None, scope, &BeginCheck { account: due.id }).await;
            let Some(account) = unless_lost(begun)? else { continue };
            let Some(channel) = channel_of(self.channels, &account.source) else { continue };
            let command = EndCheck { account: account.id, check: &checked(&**channel, &account).await };
            let is_resumed = unless_lost(self.executor.execute(None, scope, &command).await)?;
            if is_resumed {
                tracing::info!(account.id = %account.id, "a paused account works again and was resumed");
            }
            count += usize::from(is_resumed);
        }
        Ok(count)
    }

    /// Brings conversations back whose time has come; tells how many those were.
    pub(crate) async fn wake(self) -> Result<usize> {
        let Executor { store, env, .. } = self.executor;
        let mut count = 0;
        for due in store.conversations_to_wake(env.now(), Self::AT_ONCE_MAX).await? {
            let command = Wake { conversation: due.id };
            let woken = self.executor.execute(None, TenantScope::from(&due), &command).await;
            count += usize::from(unless_lost(woken)?);
        }
        Ok(count)
    }

    /// Makes records findable that were kept before there was a search, a step at a time; tells how many those were.
    pub(crate) async fn index(self) -> Result<usize> {
        Ok(self.executor.store.index(Self::INDEXED_MAX).await?)
    }

    /// Gives the conversations back to the queue whose agents have left the team or have been away for too long; tells how many
    /// those were.
    pub(crate) async fn relieve(self, presence: &dyn Presence) -> Result<usize> {
        let Executor { store, env, .. } = self.executor;
        let mut count = 0;
        for agent in store.agents_to_relieve(env.now(), Self::AT_ONCE_MAX).await? {
            // The agent's record was written in this client's scope.
            let scope = TenantScope::assume(agent.client_id);
            let is_back = agent.is_active() && presence.present(scope, env.now()).await.contains(&agent.id);
            count += if is_back { self.end_relief(&agent).await? } else { self.relieve_agent(&agent).await? };
        }
        Ok(count)
    }

    /// Gives an agent's conversations back: those that are active, and what is closed as well when it has left the team, so that
    /// nobody who writes again waits for it.
    pub(crate) async fn relieve_agent(self, agent: &Agent) -> Result<usize> {
        // The agent's record was written in this client's scope.
        let scope = TenantScope::assume(agent.client_id);
        let Executor { store, env, .. } = self.executor;
        let statuses: &[_] = match agent.is_active() {
            true => &[ConversationStatus::Active],
            false => &[ConversationStatus::Active, ConversationStatus::Closed],
        };
        let mut count = 0;
        for status in statuses {
            loop {
                let theirs = ConversationFilter::Assignee(vec![Who::Agent(agent.id)]);
                let theirs = theirs.and(ConversationFilter::Status(vec![*status]));
                let query = ConversationQuery::own(theirs, env.now());
                let page = store.conversations(scope, &query, PageQuery::first(Self::AT_ONCE_MAX)).await?;
                let mut returned = 0;
                for conversation in page.items {
                    let command = ReturnToQueue { conversation: conversation.id, agent: agent.id };
                    returned += usize::from(unless_lost(self.executor.execute(None, scope, &command).await)?);
                }
                count += returned;
                // What was given back is not found again.
                if returned == 0 {
                    break;
                }
            }
        }
        self.end_relief(agent).await?;
        Ok(count)
    }

    async fn end_relief(self, agent: &Agent) -> Result<usize> {
        let Some(due) = agent.relieve_at else { return Ok(0) };
        // The agent's record was written in this client's scope.
        let scope = TenantScope::assume(agent.client_id);
        unless_lost(self.executor.execute(None, scope, &EndRelief { agent: agent.id, due }).await)?;
        Ok(0)
    }

    /// Takes up jobs whose time has come, and tells how many conversations were gone through.
    pub(crate) async fn work_on_jobs(self, presence: &dyn Presence) -> Result<usize> {
        let Executor { store, env, .. } = self.executor;
        let mut count = 0;
        for due in store.jobs_due(env.now(), Self::AT_ONCE_MAX).await? {
            // The job was written in this client's scope.
            let scope = TenantScope::assume(due.client_id);
            let begun = self.executor.execute(None, scope, &BeginJobTurn { job: due.id }).await;
            let Some(job) = unless_lost(begun)? else { continue };
            let present = presence.present(scope, env.now()).await;
            count += self.work_on(scope, &job, &present).await?;
        }
        Ok(count)
    }

    /// One turn of a job. A store that fails ends it: it is taken up again.
    async fn work_on(self, scope: TenantScope, job: &Job, present: &[AgentId]) -> Result<usize> {
        let (actor, mut failures, mut count) = (job.actor.actor(job.client_id), Vec::new(), 0);
        for conversation in job.left.iter().take(Self::AT_ONCE_MAX).copied() {
            let command = ChangeConversation { actor: &actor, conversation, patch: &job.patch, present };
            match self.executor.execute(Some(&actor), scope, &command).await {
                Ok(_) => {}
                Err(Error::Unavailable(error)) => return Err(Error::Unavailable(error)),
                Err(error) => failures.push(JobFailure { conversation_id: conversation, reason: told(&error) }),
            }
            count += 1;
        }
        let command = EndJobTurn { job: job.id, turn: job.turn, count, failures: &failures };
        unless_lost(self.executor.execute(None, scope, &command).await)?;
        Ok(count)
    }

    /// Looks for the proofs of domains whose time has come, and tells how many those were.
    pub(crate) async fn check_domains(self, probe: &dyn DomainProbe) -> Result<usize> {
        let Executor { store, env, .. } = self.executor;
        let due = store.domains_to_check(env.now(), Self::AT_ONCE_MAX).await?;
        let looks = due.into_iter().map(|due| self.check_domain(probe, due));
        stream::iter(looks).buffer_unordered(Self::LOOKS_MAX).try_fold(0, async |sum, count| Ok(sum + count)).await
    }

    /// Forgets attachments that no message had in time, and bytes that nobody has; tells how many attachments those were.
    pub(crate) async fn forget_files(self, media: &dyn MediaStore) -> Result<usize> {
        let Executor { store, env, meters, .. } = self.executor;
        let mut count = 0;
        for due in store.attachments_to_forget(env.now(), Self::AT_ONCE_MAX).await? {
            let command = ForgetAttachment { attachment: due.id };
            let forgotten = self.executor.execute(None, TenantScope::from(&due), &command).await;
            count += usize::from(unless_lost(forgotten)?);
        }
        meters.files.forgotten.increment(count as u64);
        for due in store.blobs_to_forget(env.now(), Self::AT_ONCE_MAX).await? {
            self.forget_bytes(media, &due).await?;
        }
        Ok(count)
    }

    /// Bytes that cannot be forgotten now come up again.
    async fn forget_bytes(self, media: &dyn MediaStore, due: &Blob) -> Result<()> {
        let scope = TenantScope::from(due);
        let begun = self.executor.execute(None, scope, &BeginForgetting { blob: due.id }).await;
        let Some(blob) = unless_lost(begun)? else { return Ok(()) };
        for key in MediaKey::all_of(&blob) {
            if let Err(error) = media.forget(&key).await {
                let error: &(dyn std::error::Error + 'static) = &error;
                tracing::warn!(error, blob.id = %blob.id, "the bytes of a file cannot be forgotten now");
                return Ok(());
            }
        }
        unless_lost(self.executor.execute(None, scope, &EndForgetting { blob: blob.id }).await)
    }

    /// Puts entries of the audit log into their clients' chains, and tells how many those were.
    pub(crate) async fn chain_audit(self) -> Result<usize> {
        let mut by_client: BTreeMap<ClientId, Vec<AuditEntry>> = BTreeMap::new();
        for entry in self.executor.store.audit_loose(Self::CHAINED_MAX).await? {
            by_client.entry(entry.client_id).or_default().push(entry);
        }
        let mut count = 0;
        for (client, loose) in by_client {
            // The entries were written in this client's scope.
            let scope = TenantScope::assume(client);
            let chained = loose.len();
            match self.executor.execute(None, scope, &ChainAudit { loose }).await {
                Ok(()) => count += chained,
                Err(Error::Unavailable(StoreError::Conflict)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(count)
    }

    /// Forgets calls of webhooks that are too old, and tells how many those were.
    pub(crate) async fn forget_webhook_calls(self) -> Result<usize> {
        let Executor { store, env, .. } = self.executor;
        Self::until_done(|limit| store.forget_webhook_calls(env.now().before(WebhookCall::KEPT), limit)).await
    }

    /// Forgets what requests were answered whose time has come, and tells how many those were.
    pub(crate) async fn forget_answers(self) -> Result<usize> {
        let Executor { store, env, .. } = self.executor;
        Self::until_done(|limit| store.forget_answers(env.now(), limit)).await
    }

    /// Takes steps that do up to so much each, until one finds less to do; tells how much all of them did.
    async fn until_done<Step>(step: impl Fn(usize) -> Step) -> Result<usize>
    where
        Step: Future<Output = Result<usize, StoreError>>,
    {
        let mut sum = 0;
        loop {
            let count = step(Self::AT_ONCE_MAX).await?;
            sum += count;
            if count < Self::AT_ONCE_MAX {
                return Ok(sum);
            }
        }
    }

    async fn check_domain(self, probe: &dyn DomainProbe, due: AuthorizedDomain) -> Result<usize> {
        // The domain was written in this client's scope.
        let scope = TenantScope::assume(due.client_id);
        let begun = self.executor.execute(None, scope, &BeginDomainCheck { domain: due.id }).await;
        let Some(domain) = unless_lost(begun)? else { return Ok(0) };
        let verdict = proof::verdict(&proof::look(probe, &domain).await);
        let command = EndDomainCheck { domain: domain.id, token: &domain.token, verdict: &verdict, agent: None };
        let ended = unless_lost(self.executor.execute(None, scope, &command).await)?;
        if let Some(now) = ended.filter(|now| now.state != domain.state) {
            tracing::info!(domain.id = %now.id, state = %now.state, "a domain stands elsewhere than before");
        }
        Ok(1)
    }
}

/// Why a conversation could not be changed, in words.
fn told(error: &Error) -> String {
    match error {
        Error::Invalid(faults) => {
            let faults = faults.iter().map(|fault| format!("{}: {}", fault.field, fault.problem));
            faults.collect::<Vec<_>>().join("; ")
        }
        error => error.to_string(),
    }
}

/// How long a provider may take to say whether an account works.
const CHECK_MAX: Duration = Duration::from_secs(5);

/// What the provider says about an account.
pub(crate) async fn checked(channel: &dyn Channel, account: &Account) -> AccountCheck {
    let check = tokio::time::timeout(CHECK_MAX, channel.check(account)).await;
    check.unwrap_or_else(|_| AccountCheck::Unknown(Fault::new("timeout", "no answer came back")))
}

/// Others were faster again and again: whatever is left to do comes up again.
pub(crate) fn unless_lost<T: Default>(done: Result<T>) -> Result<T> {
    match done {
        Err(Error::Unavailable(StoreError::Conflict) | Error::NotFound(_)) => Ok(T::default()),
        done => done,
    }
}
