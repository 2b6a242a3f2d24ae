use super::standing::{account_changed, reason};
use crate::{
    Account, AccountCheck, AccountId, AccountStatus, Action, Changes, ChatStore, Env, Result, TenantScope,
    delivery::backoff, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Takes it upon this process to ask the provider about a paused account, and puts the next time off.
#[derive(Debug)]
pub(crate) struct BeginCheck {
    pub(crate) account: AccountId,
}

#[async_trait]
impl Command for BeginCheck {
    type State = Option<Account>;
    /// The account; nothing when somebody else is about to ask, or nobody has to any more.
    type Output = Option<Account>;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.account
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Self::State> {
        Ok(store.account(scope, self.account).await?)
    }

    fn decide(&self, account: Self::State, _scope: TenantScope, env: &Env) -> Result<(Self::Output, Changes)> {
        let now = env.now();
        let is_due = |it: &Account| {
            it.status == AccountStatus::Paused && it.next_check_at.is_some_and(|next_check_at| next_check_at <= now)
        };
        let Some(account) = account.filter(is_due) else { return Ok((None, Changes::none())) };
        let checks = account.checks + 1;
        let next_check_at = Some(now.plus(backoff::for_check(checks, env.random())));
        let account = Account { checks, next_check_at, ..account };
        Ok((Some(account.clone()), Changes::none().update(account)))
    }
}

/// Resumes a paused account that the provider finds fine again; otherwise notes why it does not.
#[derive(Debug)]
pub(crate) struct EndCheck<'a> {
    pub(crate) account: AccountId,
    pub(crate) check: &'a AccountCheck,
}

#[async_trait]
impl Command for EndCheck<'_> {
    type State = Option<Account>;
    /// Whether it sends again.
    type Output = bool;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.account
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Self::State> {
        Ok(store.account(scope, self.account).await?)
    }

    fn decide(&self, account: Self::State, _scope: TenantScope, env: &Env) -> Result<(bool, Changes)> {
        // What its owner has decided meanwhile stands.
        let is_ours = |it: &Account| it.status == AccountStatus::Paused && it.next_check_at.is_some();
        let Some(account) = account.filter(is_ours) else { return Ok((false, Changes::none())) };
        let before = (account.status, account.pause_reason.clone());
        let account = match self.check {
            // The moment of the last check stays: one that fails again soon is checked less often.
            AccountCheck::Fine { .. } => Account { status: AccountStatus::Active, pause_reason: None, ..account },
            AccountCheck::Wrong(fault) => Account { pause_reason: Some(reason(fault)), ..account },
            AccountCheck::Unknown(_) => return Ok((false, Changes::none())),
        };
        if (account.status, account.pause_reason.clone()) == before {
            return Ok((false, Changes::none()));
        }
        let account = Account { updated_at: env.now(), ..account };
        let is_active = account.status == AccountStatus::Active;
        Ok((is_active, Changes::none().tell(None, account_changed(&account)).update(account)))
    }
}
