//! What a desk manages at a provider: numbers, and how a business presents itself.
//!
//! Nothing of it is kept here but in the audit log: the provider is asked each time.

use super::Desk;
use crate::{
    Account, AccountId, AccountStatus, Action, AttachmentId, AttachmentState, AuditSubject, CodeMethod, Error,
    NewNumber, NotDone, NumberFacts, Profile, Result, Secret, SentFile, Source, Subject, Uploader,
};
use serde_json::Value;
use std::sync::Arc;

/// Something that is asked of a number at its provider.
#[derive(Clone, Debug)]
pub enum NumberDeed {
    /// Have a code sent to whoever holds it.
    RequestCode {
        /// How.
        method: CodeMethod,
        /// In which language, like `en_US`.
        language: String,
    },
    /// Prove by the code that it is theirs.
    VerifyCode {
        /// The code.
        code: String,
    },
    /// Register it.
    Register {
        /// Six digits, which protect it from then on.
        pin: Secret,
    },
    /// Take it out of service.
    Deregister,
    /// Change its PIN.
    SetPin {
        /// Six digits.
        pin: Secret,
    },
    /// Ask for another name that customers see.
    SetName {
        /// The name.
        name: String,
    },
    /// Have its calls made to another address, or to the usual one again.
    SetWebhook {
        /// The address.
        url: Option<String>,
    },
    /// Change its settings, in the provider's shape.
    SetSettings {
        /// What is to be different.
        settings: Value,
    },
    /// Have what the business's own phone knows sent to us.
    AskForPast,
}

impl NumberDeed {
    /// The word for it in the audit log.
    const fn name(&self) -> &'static str {
        match self {
            Self::RequestCode { .. } => "requestCode",
            Self::VerifyCode { .. } => "verifyCode",
            Self::Register { .. } => "registerNumber",
            Self::Deregister => "deregisterNumber",
            Self::SetPin { .. } => "setPin",
            Self::SetName { .. } => "setName",
            Self::SetWebhook { .. } => "setWebhook",
            Self::SetSettings { .. } => "setSettings",
            Self::AskForPast => "askForPast",
        }
    }
}

/// What a provider answered, as a desk tells it.
pub(super) fn told<T>(answer: Result<T, NotDone>) -> Result<T> {
    answer.map_err(|refused| match refused {
        NotDone::Invalid(problems) => Error::Invalid(problems),
        NotDone::ByProvider(fault) => Error::Provider { fault, is_down: false },
        NotDone::Unavailable(fault) => Error::Provider { fault, is_down: true },
    })
}

impl Desk {
    /// The numbers of an account's business.
    ///
    /// # Errors
    /// [`Error::Provider`] with what the provider says; [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn numbers(&self, account: AccountId) -> Result<Vec<NumberFacts>> {
        let account = self.managed(account, Action::ManageAccounts).await?;
        told(self.administration(&account)?.numbers(&account).await)
    }

    /// An account's number, with its health.
    ///
    /// # Errors
    /// Those of [`Desk::numbers`].
    pub async fn number(&self, account: AccountId) -> Result<NumberFacts> {
        let account = self.managed(account, Action::ManageAccounts).await?;
        told(self.administration(&account)?.number(&account, &account.address).await)
    }

    /// Adds a number to an account's business and gives its address.
    ///
    /// # Errors
    /// [`Error::Invalid`], besides those of [`Desk::numbers`].
    pub async fn add_number(&self, account: AccountId, number: &NewNumber) -> Result<String> {
        let account = self.managed(account, Action::ManageAccounts).await?;
        let address = told(self.administration(&account)?.add_number(&account, number).await)?;
        self.note_deed("addNumber", vec![AuditSubject::of(&account.into())]).await?;
        Ok(address)
    }

    /// Asks something of a number of an account's business; of its own without an address.
    ///
    /// # Errors
    /// [`Error::Invalid`], besides those of [`Desk::numbers`].
    pub async fn manage_number(&self, account: AccountId, address: Option<&str>, deed: &NumberDeed) -> Result<()> {
        let account = self.managed(account, Action::ManageAccounts).await?;
        let (administration, address) = (self.administration(&account)?, address.unwrap_or(&account.address));
        let done = match deed {
            NumberDeed::RequestCode { method, language } => {
                administration.request_code(&account, address, *method, language).await
            }
            NumberDeed::VerifyCode { code } => administration.verify_code(&account, address, code).await,
            NumberDeed::Register { pin } => administration.register(&account, address, pin.expose()).await,
            NumberDeed::Deregister => administration.deregister(&account, address).await,
            NumberDeed::SetPin { pin } => administration.set_pin(&account, address, pin.expose()).await,
            NumberDeed::SetName { name } => administration.set_name(&account, address, name).await,
            NumberDeed::SetWebhook { url } => administration.set_webhook(&account, address, url.as_deref()).await,
            NumberDeed::SetSettings { settings } => administration.set_settings(&account, address, settings).await,
            NumberDeed::AskForPast => administration.ask_for_past(&account).await,
        };
        told(done)?;
        self.note_deed(deed.name(), vec![AuditSubject::of(&account.into())]).await
    }

    /// The settings of an account's number, in the provider's shape.
    ///
    /// # Errors
    /// Those of [`Desk::numbers`].
    pub async fn number_settings(&self, account: AccountId) -> Result<Value> {
        let account = self.managed(account, Action::ManageAccounts).await?;
        told(self.administration(&account)?.settings(&account, &account.address).await)
    }

    /// How a business presents itself by an account's number.
    ///
    /// # Errors
    /// Those of [`Desk::numbers`].
    pub async fn profile(&self, account: AccountId) -> Result<Profile> {
        let account = self.managed(account, Action::ManageAccounts).await?;
        told(self.administration(&account)?.profile(&account, &account.address).await)
    }

    /// Changes that, and gives it as it is then.
    ///
    /// # Errors
    /// [`Error::Invalid`], besides those of [`Desk::numbers`].
    pub async fn set_profile(
        &self,
        account: AccountId,
        profile: &Profile,
        picture: Option<AttachmentId>,
    ) -> Result<Profile> {
        let account = self.managed(account, Action::ManageAccounts).await?;
        let picture = match picture {
            Some(id) => Some(self.own_file("pictureId", id).await?),
            None => None,
        };
        let administration = self.administration(&account)?;
        told(administration.set_profile(&account, &account.address, profile, picture.as_ref()).await)?;
        let profile = told(administration.profile(&account, &account.address).await)?;
        self.note_deed("setProfile", vec![AuditSubject::of(&account.into())]).await?;
        Ok(profile)
    }

    /// Redeems the code that a business got when it signed up at the provider, for a token to connect its number with.
    ///
    /// # Errors
    /// Those of [`Desk::numbers`].
    pub async fn exchange_code(
        &self,
        source: &Source,
        app_id: &str,
        app_secret: &Secret,
        code: &str,
    ) -> Result<Secret> {
        self.reach_all()?;
        self.ask(Action::ManageAccounts, Subject::Client)?;
        let administration = self.chat.channel(source).and_then(|channel| channel.administration());
        let administration =
            administration.ok_or(Error::Conflict("nothing can be managed at this channel's provider"))?;
        let token = told(administration.exchange_code(app_id, app_secret, code).await)?;
        self.note_deed("exchangeCode", Vec::new()).await?;
        Ok(token)
    }

    /// A file that the actor has uploaded, to be handed to a provider.
    pub(super) async fn own_file(&self, field: &'static str, id: AttachmentId) -> Result<SentFile> {
        let found = self.store().attachment(self.scope(), id).await?;
        let uploader = Uploader::Agent(self.actor().agent_id);
        let own = found.filter(|it| it.uploader == uploader && it.state != AttachmentState::Forgotten);
        let (files, attachment) = self
            .chat
            .files()
            .zip(own)
            .ok_or_else(|| Error::invalid(field, "expected a file that you have uploaded"))?;
        Ok(SentFile { facts: attachment.facts(), media: Arc::new(files.media(&attachment)) })
    }

    /// An account that the actor may do this with.
    pub(super) async fn managed(&self, id: AccountId, action: Action) -> Result<Account> {
        self.ask(action, Subject::Client)?;
        self.reach_account(id)?;
        let account = self.store().account(self.scope(), id).await?;
        account.filter(|it| it.status != AccountStatus::Disconnected).ok_or(Error::NotFound("account"))
    }
}
