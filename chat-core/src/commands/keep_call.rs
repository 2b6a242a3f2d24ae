use crate::{
    Account, AccountId, Action, Changes, ChatStore, Env, ReceivedCall, ReceivedCallState, Result, Source, TenantScope,
    Timestamp, executor::Command,
};
use async_trait::async_trait;
use std::{hash::Hash, time::Duration};

/// Keeps an authentic webhook item raw, for another try or for people to look at.
#[derive(Debug)]
pub(crate) struct KeepCall<'a> {
    pub(crate) source: &'a Source,
    pub(crate) account: Option<AccountId>,
    /// What its provider calls the message that it tells of.
    pub(crate) about: Option<&'a str>,
    pub(crate) body: &'a str,
    pub(crate) reason: &'a str,
    pub(crate) state: ReceivedCallState,
}

#[async_trait]
impl Command for KeepCall<'_> {
    type State = ();
    type Output = ();
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.body
    }

    async fn load(&self, _store: &dyn ChatStore, _scope: TenantScope) -> Result<()> {
        Ok(())
    }

    fn decide(&self, (): (), scope: TenantScope, env: &Env) -> Result<((), Changes)> {
        Ok(((), Changes::none().insert(self.kept(env.now().plus(wait_after(0)), scope, env))))
    }
}

impl KeepCall<'_> {
    /// The record of it, to be taken up then.
    fn kept(&self, next_attempt_at: Timestamp, scope: TenantScope, env: &Env) -> ReceivedCall {
        ReceivedCall {
            id: env.id(),
            client_id: scope.client_id(),
            account_id: self.account,
            source: self.source.clone(),
            about: self.about.map(|id| id.replace('\0', "")),
            body: self.body.replace('\0', ""),
            reason: self.reason.to_owned(),
            state: self.state,
            attempts: 0,
            next_attempt_at,
            received_at: env.now(),
            revision: 0,
        }
    }
}

/// That the files of a message are still to be fetched, which is read from this body then.
pub(super) fn unfetched(account: &Account, raw: &str, scope: TenantScope, env: &Env) -> ReceivedCall {
    let call = KeepCall {
        source: &account.source,
        account: Some(account.id),
        about: None,
        body: raw,
        reason: "its files are still to be fetched",
        state: ReceivedCallState::Fetching,
    };
    call.kept(env.now(), scope, env)
}

/// Takes kept items of one client for this process to work on, for a while. Who loses the race leaves them to the winner.
#[derive(Debug)]
pub(crate) struct ClaimCalls<'a> {
    pub(crate) calls: &'a [ReceivedCall],
    /// How long the others leave them alone: if this process dies they are taken up again after that.
    pub(crate) lease: Duration,
}

#[async_trait]
impl Command for ClaimCalls<'_> {
    type State = ();
    type Output = Vec<ReceivedCall>;
    const ACTION: Option<Action> = None;
    const ATTEMPTS_MAX: u32 = 1;

    fn lane(&self) -> impl Hash + Send {
        self.calls.first().map(|call| call.id)
    }

    async fn load(&self, _store: &dyn ChatStore, _scope: TenantScope) -> Result<()> {
        Ok(())
    }

    fn decide(&self, (): (), _scope: TenantScope, env: &Env) -> Result<(Vec<ReceivedCall>, Changes)> {
        let until = env.now().plus(self.lease);
        let claimed = self.calls.iter().map(|call| ReceivedCall { next_attempt_at: until, ..call.clone() });
        let changes = claimed.clone().fold(Changes::none(), Changes::update);
        let written = |call: ReceivedCall| ReceivedCall { revision: call.revision + 1, ..call };
        Ok((claimed.map(written).collect(), changes))
    }
}

/// Notes how another try of a kept item went.
#[derive(Debug)]
pub(crate) struct SettleCall<'a> {
    pub(crate) call: &'a ReceivedCall,
    /// Why it still is not understood; nothing when it is.
    pub(crate) problem: Option<&'a str>,
    /// Whether another try would not help.
    pub(crate) is_final: bool,
}

impl SettleCall<'_> {
    /// After this many tries an item is given up: about a day after it came.
    const TRIES_MAX: i64 = 12;

    /// Whether the try that is about to be noted is the last one.
    pub(crate) fn is_last(call: &ReceivedCall) -> bool {
        call.attempts + 1 >= Self::TRIES_MAX
    }
}

#[async_trait]
impl Command for SettleCall<'_> {
    type State = ();
    type Output = ();
    const ACTION: Option<Action> = None;
    const ATTEMPTS_MAX: u32 = 1;

    fn lane(&self) -> impl Hash + Send {
        self.call.id
    }

    async fn load(&self, _store: &dyn ChatStore, _scope: TenantScope) -> Result<()> {
        Ok(())
    }

    fn decide(&self, (): (), _scope: TenantScope, env: &Env) -> Result<((), Changes)> {
        let mut call = self.call.clone();
        call.attempts += 1;
        call.next_attempt_at = env.now().plus(wait_after(call.attempts));
        match self.problem {
            None => call.state = ReceivedCallState::Done,
            Some(problem) => {
                problem.clone_into(&mut call.reason);
                if call.attempts >= Self::TRIES_MAX || self.is_final {
                    call.state = ReceivedCallState::Dead;
                }
            }
        }
        Ok(((), Changes::none().update(call)))
    }
}

/// 2 seconds, 8, 32, … at most 4 hours.
fn wait_after(attempts: i64) -> Duration {
    let doublings = u32::try_from(attempts.clamp(0, 7)).unwrap_or(7) * 2;
    Duration::from_secs(2 << doublings).min(Duration::from_secs(4 * 3600))
}
