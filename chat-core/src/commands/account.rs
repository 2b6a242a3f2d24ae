use super::standing::account_changed;
use crate::{
    Account, AccountFacts, AccountId, AccountStatus, Action, Changes, ChatStore, Env, Error, FieldError, Result,
    Secret, Source, TenantScope, delivery::backoff, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// What it takes to connect a number.
#[derive(Clone, PartialEq, Debug)]
pub struct NewAccount {
    /// The channel it belongs to.
    pub source: Source,
    /// The provider's id of the number; for WhatsApp the `phone_number_id`.
    pub address: String,
    /// The provider's id of the business; for WhatsApp the id of the WhatsApp Business Account.
    pub business_id: String,
    /// The number as people write it.
    pub display_number: Option<String>,
    /// What the provider asks for when we send.
    pub access_token: Secret,
    /// What the provider signs its calls with.
    pub app_secret: Secret,
    /// What the provider says when it checks our webhook's address.
    pub verify_token: Secret,
}

impl NewAccount {
    fn check(&self) -> Result<()> {
        let mut wrong = Vec::new();
        check_text(&mut wrong, "phoneNumberId", &self.address, Account::ID_MAX);
        check_text(&mut wrong, "businessAccountId", &self.business_id, Account::ID_MAX);
        if let Some(number) = &self.display_number {
            check_text(&mut wrong, "displayPhoneNumber", number, Account::ID_MAX);
        }
        check_text(&mut wrong, "accessToken", self.access_token.expose(), Account::SECRET_MAX);
        check_text(&mut wrong, "appSecret", self.app_secret.expose(), Account::SECRET_MAX);
        check_text(&mut wrong, "verifyToken", self.verify_token.expose(), Account::SECRET_MAX);
        if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
    }
}

fn check_text(wrong: &mut Vec<FieldError>, field: &'static str, text: &str, bytes_max: usize) {
    if text.trim().is_empty() || text.len() > bytes_max || text.contains('\0') {
        wrong.push(FieldError::new(field, format!("1 to {bytes_max} bytes without NUL, please")));
    }
}

/// Connects a number.
#[derive(Debug)]
pub(crate) struct ConnectAccount<'a> {
    pub(crate) new: &'a NewAccount,
}

#[async_trait]
impl Command for ConnectAccount<'_> {
    type State = Option<Account>;
    type Output = Account;
    const ACTION: Option<Action> = Some(Action::ManageAccounts);

    fn lane(&self) -> impl Hash + Send {
        &self.new.address
    }

    async fn load(&self, store: &dyn ChatStore, _scope: TenantScope) -> Result<Self::State> {
        self.new.check()?;
        Ok(store.account_at(&self.new.source, &self.new.address).await?)
    }

    fn decide(&self, holder: Self::State, scope: TenantScope, env: &Env) -> Result<(Account, Changes)> {
        if holder.is_some() {
            return Err(Error::Conflict("this number is connected already"));
        }
        let now = env.now();
        let account = Account {
            id: env.id(),
            client_id: scope.client_id(),
            source: self.new.source.clone(),
            address: self.new.address.clone(),
            business_id: self.new.business_id.clone(),
            display_number: self.new.display_number.clone(),
            access_token: self.new.access_token.clone(),
            app_secret: self.new.app_secret.clone(),
            previous_app_secret: None,
            verify_token: self.new.verify_token.clone(),
            status: AccountStatus::Active,
            pause_reason: None,
            next_check_at: None,
            checks: 0,
            throughput: None,
            throughput_cap: None,
            sends_read_receipts: true,
            throttled_until: None,
            throttle_ms: 0,
            facts: AccountFacts::default(),
            created_at: now,
            updated_at: now,
            revision: 0,
        };
        Ok((account.clone(), Changes::none().tell(None, account_changed(&account)).insert(account)))
    }
}

/// What is to become different about an account; what is `None` stays as it is.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AccountPatch {
    /// The number as people write it.
    pub display_number: Option<String>,
    /// A new access token.
    pub access_token: Option<Secret>,
    /// A new app secret; the one before stays accepted until the next change. Given again, it stands alone.
    pub app_secret: Option<Secret>,
    /// A new verify token.
    pub verify_token: Option<Secret>,
    /// How many messages a second the provider says that it takes.
    pub throughput: Option<i64>,
    /// How many messages a second to send at most, 1 to [`Account::THROUGHPUT_MAX`]; 0 leaves it to the provider.
    pub throughput_cap: Option<i64>,
    /// Whether customers are told that the team has read what they wrote.
    pub sends_read_receipts: Option<bool>,
    /// Resume, pause or disconnect it.
    pub status: Option<AccountStatus>,
    /// Why it is paused, for the owner.
    pub pause_reason: Option<String>,
}

impl AccountPatch {
    fn check(&self) -> Result<()> {
        let mut wrong = Vec::new();
        if let Some(number) = &self.display_number {
            check_text(&mut wrong, "displayPhoneNumber", number, Account::ID_MAX);
        }
        let secrets =
            [("accessToken", &self.access_token), ("appSecret", &self.app_secret), ("verifyToken", &self.verify_token)];
        for (field, secret) in secrets {
            if let Some(secret) = secret {
                check_text(&mut wrong, field, secret.expose(), Account::SECRET_MAX);
            }
        }
        if self.throughput_cap.is_some_and(|cap| !(0..=Account::THROUGHPUT_MAX).contains(&cap)) {
            wrong.push(FieldError::new("maxMessagesPerSecond", format!("0 to {}, please", Account::THROUGHPUT_MAX)));
        }
        if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
    }
}

/// Changes, pauses, resumes or disconnects a number. A disconnected one keeps no secrets and cannot come back: it is connected
/// anew.
#[derive(Debug)]
pub(crate) struct ChangeAccount<'a> {
    pub(crate) account: AccountId,
    pub(crate) patch: &'a AccountPatch,
}

#[async_trait]
impl Command for ChangeAccount<'_> {
    type State = Account;
    type Output = Account;
    const ACTION: Option<Action> = Some(Action::ManageAccounts);

    fn lane(&self) -> impl Hash + Send {
        self.account
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Account> {
        self.patch.check()?;
        let account = store.account(scope, self.account).await?;
        account.filter(|it| it.status != AccountStatus::Disconnected).ok_or(Error::NotFound("account"))
    }

    fn decide(&self, before: Account, _scope: TenantScope, env: &Env) -> Result<(Account, Changes)> {
        let mut after = before.clone();
        let patch = self.patch;
        if let Some(number) = &patch.display_number {
            after.display_number = Some(number.clone());
        }
        if let Some(token) = &patch.access_token {
            after.access_token = token.clone();
        }
        if let Some(secret) = &patch.app_secret {
            let is_new = *secret != before.app_secret;
            after.previous_app_secret = is_new.then(|| before.app_secret.clone());
            after.app_secret = secret.clone();
        }
        if let Some(token) = &patch.verify_token {
            after.verify_token = token.clone();
        }
        if let Some(throughput) = patch.throughput {
            after.throughput = Some(throughput);
        }
        if let Some(cap) = patch.throughput_cap {
            after.throughput_cap = Some(cap).filter(|cap| *cap > 0);
        }
        if let Some(sends) = patch.sends_read_receipts {
            after.sends_read_receipts = sends;
        }
        if patch.status == Some(AccountStatus::Active) {
            after.throttled_until = None;
            after.throttle_ms = 0;
        }
        if let Some(status) = patch.status {
            after.status = status;
            after.pause_reason = patch.pause_reason.clone().filter(|_| status == AccountStatus::Paused);
            // What was paused for a reason is checked from time to time; what its owner has paused stays so.
            let is_to_be_checked = after.pause_reason.is_some();
            after.checks = 0;
            after.next_check_at = is_to_be_checked.then(|| env.now().plus(backoff::for_check(0, env.random())));
            if status == AccountStatus::Disconnected {
                let nothing = Secret::from("");
                after.access_token = nothing.clone();
                after.app_secret = nothing.clone();
                after.verify_token = nothing;
                after.previous_app_secret = None;
            }
        }
        if after == before {
            return Ok((before, Changes::none()));
        }
        after.updated_at = env.now();
        let mut changes = Changes::none();
        if (after.status, &after.pause_reason) != (before.status, &before.pause_reason) {
            changes = changes.tell(None, account_changed(&after));
        }
        Ok((after.clone(), changes.update(after)))
    }
}
