//! Where an agent sits: everything that somebody who has signed in can do.

mod audit;
mod bookmarks;
mod customers;
mod definitions;
mod domains;
mod figures;
mod files;
mod jobs;
mod keys;
mod lists;
mod live;
mod manage;
mod once;
mod overview;
mod reach;
mod realtime;
mod search;
mod sign_in;
mod team;
mod templates;
mod transcript;
mod webhooks;
mod widgets;
mod wording;

pub use figures::BlockedOrigin;
pub use jobs::BulkTarget;
pub use lists::ViewCount;
pub use live::Ticket;
pub use manage::NumberDeed;
pub use once::Once;
pub use overview::Overview;
pub use search::Found;
pub use sign_in::{Enrolment, OwnSession};
pub use transcript::{Transcript, TranscriptOf};
pub use wording::{FilledResponse, MacroRun};

use crate::{
    Account, AccountCheck, AccountId, AccountPatch, AccountStatus, Action, Actor, Agent, AskedFrom, Chat, ChatStore,
    Conversation, ConversationFilter, ConversationId, ConversationOrder, ConversationPatch, Delivery, DeliveryAttempt,
    Draft, Error, Limited, Message, MessageId, MessageVersion, NewAccount, NewConversation, Page, PageQuery, Result,
    Seq, SignIn, Started, Stretch, Subject, TenantScope, Whom, bounds,
    commands::{
        AmendMessage, Amendment, ChangeAccount, ChangeConversation, ConnectAccount, DiscardMessage, MarkRead,
        MergeConversations, ReactToMessage, Reply, RetryMessage, StartConversation,
    },
    executor::Command,
    planted::Planted,
    terms::Terms,
    text::cut,
    upkeep::checked,
};
use futures_util::future::join;
use std::{net::IpAddr, time::Duration};

/// An agent's desk: the module as one actor may use it. Every call asks [`Access`](crate::Access).
///
/// Records of other clients are reported as [`Error::NotFound`], like those that do not exist.
#[derive(Clone, Debug)]
pub struct Desk {
    chat: Chat,
    sign_in: SignIn,
    correlation_id: Option<String>,
    from: AskedFrom,
    terms: Terms,
}

/// A delivery with what was done about it.
#[derive(Clone, PartialEq, Debug)]
pub struct DeliveryReport {
    /// The delivery.
    pub delivery: Delivery,
    /// Its attempts, in order.
    pub attempts: Vec<DeliveryAttempt>,
}

impl Desk {
    /// For how long somebody counts as looking at a conversation without saying so again.
    pub const VIEWING_TTL: Duration = Duration::from_secs(30);
    /// The most events in one stretch.
    pub const EVENTS_MAX: usize = 500;

    pub(crate) fn new(chat: Chat, sign_in: SignIn) -> Self {
        Self { chat, sign_in, correlation_id: None, from: AskedFrom::default(), terms: Terms::default() }
    }

    /// The same desk for one request: what it orders at a provider carries the request's id, cut to
    /// [`Delivery::CORRELATION_MAX`] bytes.
    #[must_use]
    pub fn correlated(self, id: impl Into<String>) -> Self {
        let id = id.into();
        let from = AskedFrom { request: Some(cut(&id, Delivery::CORRELATION_MAX).to_owned()), ..self.from };
        Self { correlation_id: Some(id), from, ..self }
    }

    /// The same desk for somebody at an address of the internet, which is noted with what is done.
    #[must_use]
    pub fn at(self, address: IpAddr) -> Self {
        Self { from: AskedFrom { address: Some(address), ..self.from }, ..self }
    }

    /// Who sits here.
    pub fn actor(&self) -> &Actor {
        &self.sign_in.actor
    }

    /// How the actor came in.
    pub fn sign_in(&self) -> &SignIn {
        &self.sign_in
    }

    /// Whose records can be seen from here.
    pub fn scope(&self) -> TenantScope {
        // The authenticator vouches that the actor belongs to this client.
        TenantScope::assume(self.sign_in.actor.client_id)
    }

    /// The module that the desk stands in.
    pub fn chat(&self) -> &Chat {
        &self.chat
    }

    /// Takes one from what whoever sits here is allowed of `what`: the agent, or the API key that it came in by; and its client.
    ///
    /// # Errors
    /// When nothing is left: how long to wait until there is.
    pub async fn allow(&self, what: Limited) -> Result<(), Duration> {
        let actor = self.actor();
        let own = self.sign_in.credential.api_key().map_or(Whom::Agent(actor.agent_id), Whom::ApiKey);
        let (own, all) = join(self.chat.allow(what, own), self.chat.allow(what, Whom::Client(actor.client_id))).await;
        own.and(all)
    }

    /// Conversations, those with the latest message first.
    ///
    /// # Errors
    /// When reading is not allowed or the store fails; the same holds for every read below.
    pub async fn conversations(&self, filter: &ConversationFilter, page: PageQuery) -> Result<Page<Conversation>> {
        self.conversations_by(ConversationOrder::Latest, filter, page).await
    }

    /// One conversation.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn conversation(&self, id: ConversationId) -> Result<Conversation> {
        let found = self.store().conversation(self.scope(), id).await?;
        let conversation = found.ok_or(Error::NotFound("conversation"))?;
        self.ask(Action::Read, Subject::Conversation(&conversation))?;
        Ok(conversation)
    }

    /// The messages of a conversation, latest first; with those of conversations that were merged into it, by the time of each. A page
    /// that follows one from before a merge goes on in the conversation alone. What was said before an account was connected comes in
    /// any order, and is told by its time as well.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn messages(&self, conversation: ConversationId, page: PageQuery) -> Result<Page<Message>> {
        let conversation = self.conversation(conversation).await?;
        let is_position = page.after.is_some_and(|after| after.key <= conversation.message_count);
        let is_by_position = conversation.merged.is_empty() && !conversation.is_past;
        if is_by_position || is_position {
            return Ok(self.store().messages(self.scope(), conversation.id, page).await?);
        }
        let all: Vec<ConversationId> = conversation.read_as_one().collect();
        Ok(self.store().timeline(self.scope(), &all, page).await?)
    }

    /// What a message said before it was edited or deleted, the first version first.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn versions(&self, message: MessageId) -> Result<Vec<MessageVersion>> {
        let message = self.store().message(self.scope(), message).await?.ok_or(Error::NotFound("message"))?;
        let conversation = self.store().conversation(self.scope(), message.conversation_id).await?;
        let conversation = conversation.ok_or(Error::NotFound("message"))?;
        self.ask(Action::Read, Subject::Conversation(&conversation))?;
        Ok(message.versions)
    }

    /// Writes something else in place of what the actor has written. What it said before stays in its history.
    ///
    /// # Errors
    /// [`Error::Conflict`] when a provider has taken it, it was deleted, or was edited [`Message::VERSIONS_MAX`] times;
    /// [`Error::Invalid`] for what breaks a limit, [`Error::Forbidden`] unless it is the actor's own; [`Error::NotFound`],
    /// [`Error::Unavailable`].
    pub async fn edit(&self, message: MessageId, content: &str) -> Result<Message> {
        self.amend(message, Amendment::Edit { content }).await
    }

    /// Takes back what the actor has written: it says nothing any more, but for its history.
    ///
    /// # Errors
    /// [`Error::Conflict`] when a provider has taken it, [`Error::Forbidden`] unless it is the actor's own; [`Error::NotFound`],
    /// [`Error::Unavailable`].
    pub async fn delete(&self, message: MessageId) -> Result<Message> {
        self.amend(message, Amendment::Delete).await
    }

    async fn amend(&self, message: MessageId, amendment: Amendment<'_>) -> Result<Message> {
        let command = AmendMessage { actor: self.actor(), message, amendment };
        self.execute(&command).await
    }

    /// Begins a conversation with a customer, or goes on with the one that there is. Repeated with the same name of its message, it is
    /// answered with the first.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what does not fit, [`Error::Conflict`] when the customer was merged into another or cannot be reached
    /// over the channel, besides those of [`Desk::reply`].
    pub async fn start_conversation(&self, new: &NewConversation) -> Result<Started> {
        if !self.actor().reach.is_all() {
            match (new.account_id, new.widget_id) {
                (Some(account), _) => self.reach_account(account)?,
                (None, Some(widget)) => self.reach_widget(widget)?,
                (None, None) => return Err(Error::invalid("accountId", "say over which of your accounts")),
            }
        }
        let command = StartConversation {
            actor: self.actor(),
            id: self.chat.env().id(),
            new,
            channels: self.chat.channels(),
            correlation_id: self.correlation_id.as_deref(),
        };
        match self.execute(&command).await {
            Err(error) => Err(self.with_templates(error, new.account_id).await),
            started => started,
        }
    }

    /// Has a conversation go on in another one of the same customer, whose thread is read as that of both from then on.
    ///
    /// # Errors
    /// [`Error::Conflict`] when they are of different customers, one of them was merged already, the one that is to go on is archived
    /// or has taken in [`Conversation::MERGED_MAX`]; [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn merge_conversations(&self, into: ConversationId, from: ConversationId) -> Result<Conversation> {
        // The command looks at the one that goes on alone.
        if !self.actor().reach.is_all() {
            self.conversation(from).await?;
        }
        let command = MergeConversations { actor: self.actor(), into, from };
        self.execute(&command).await
    }

    /// What was done to send a message, the first delivery first, each with its attempts.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn deliveries(&self, message: MessageId) -> Result<Vec<DeliveryReport>> {
        let message = self.store().message(self.scope(), message).await?.ok_or(Error::NotFound("message"))?;
        let conversation = self.store().conversation(self.scope(), message.conversation_id).await?;
        let conversation = conversation.ok_or(Error::NotFound("message"))?;
        self.ask(Action::Read, Subject::Conversation(&conversation))?;
        let deliveries = self.store().deliveries_of(self.scope(), message.id).await?;
        let attempts = self.store().attempts_of(self.scope(), message.id).await?;
        let of = |delivery: &Delivery| attempts.iter().filter(|it| it.delivery_id == delivery.id).cloned().collect();
        let report = |delivery: Delivery| DeliveryReport { attempts: of(&delivery), delivery };
        Ok(deliveries.into_iter().map(report).collect())
    }

    /// The members of the team.
    ///
    /// # Errors
    /// Those of every read.
    pub async fn agents(&self) -> Result<Vec<Agent>> {
        self.ask(Action::Read, Subject::Client)?;
        Ok(self.store().agents(self.scope()).await?)
    }

    /// Up to `limit` events after a position, at most [`Desk::EVENTS_MAX`].
    ///
    /// # Errors
    /// [`Error::Resync`] when not all of them are kept any more, or the position is after the head; besides those of every
    /// read.
    pub async fn events(&self, after: Seq, limit: usize) -> Result<Stretch> {
        self.ask(Action::Read, Subject::Client)?;
        let (after, limit) = (after.max(0), limit.clamp(1, Self::EVENTS_MAX));
        let mut stretch = self.stretch(after, limit).await?;
        if self.actor().reach.is_all() {
            return Ok(stretch);
        }
        loop {
            let last = stretch.events.last().map(|notice| notice.seq);
            stretch.events = self.events_within_reach(stretch.events).await?;
            match last {
                // Whoever is given nothing takes it that there is nothing left.
                Some(last) if stretch.events.is_empty() => stretch = self.stretch(last, limit).await?,
                _ => return Ok(stretch),
            }
        }
    }

    async fn stretch(&self, after: Seq, limit: usize) -> Result<Stretch> {
        let mut stretch = self.store().events_after(self.scope(), after, limit).await?;
        if Planted::StretchEndsEarly.grows() {
            stretch.events.pop();
        }
        if stretch.follows(after) { Ok(stretch) } else { Err(Error::Resync { head: stretch.head }) }
    }

    /// Answers, or leaves a note for colleagues. The message is kept when this returns; it is delivered afterwards.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a draft that breaks a limit, [`Error::Conflict`] when the conversation is archived or its
    /// account is disconnected, [`Error::WindowClosed`] when only a template may be sent; [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn reply(&self, conversation: ConversationId, draft: &Draft) -> Result<Message> {
        let correlation_id = self.correlation_id.as_deref();
        let channels = self.chat.channels();
        let command = Reply { actor: self.actor(), conversation, draft, channels, correlation_id };
        match self.execute(&command).await {
            Err(error @ Error::WindowClosed { .. }) => {
                let account = self.conversation(conversation).await?.account_id;
                Err(self.with_templates(error, account).await)
            }
            said => said,
        }
    }

    /// Answers a message with a sign, or takes that back; the customer is told where the channel can.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is no emoji, [`Error::Conflict`] for a message that cannot be answered so; [`Error::NotFound`],
    /// [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn react(&self, message: MessageId, emoji: Option<&str>) -> Result<Message> {
        let correlation_id = self.correlation_id.as_deref();
        self.execute(&ReactToMessage { message, emoji, correlation_id }).await
    }

    /// Sends a message again that failed.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it has neither failed nor been sent again; [`Error::NotFound`], [`Error::Forbidden`],
    /// [`Error::Unavailable`].
    pub async fn retry(&self, message: MessageId) -> Result<Message> {
        let command = RetryMessage { message, correlation_id: self.correlation_id.as_deref() };
        self.execute(&command).await
    }

    /// Gives a message up of which nobody knows whether it was sent. Should the provider tell later that it arrived, that counts.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it is known what became of it; [`Error::NotFound`], [`Error::Forbidden`],
    /// [`Error::Unavailable`].
    pub async fn discard(&self, message: MessageId) -> Result<Message> {
        let command = DiscardMessage { message };
        self.execute(&command).await
    }

    /// Notes that the team has read a conversation, and tells the customer where the channel can.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn mark_read(&self, conversation: ConversationId) -> Result<Conversation> {
        let command = MarkRead { actor: self.actor(), conversation, correlation_id: self.correlation_id.as_deref() };
        self.execute(&command).await
    }

    /// Closes, reopens, archives, assigns or names a conversation.
    ///
    /// # Errors
    /// [`Error::Conflict`] when an archived conversation has a successor already, [`Error::Invalid`] for an assignee who
    /// is not in the team; [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn change_conversation(
        &self,
        conversation: ConversationId,
        patch: &ConversationPatch,
    ) -> Result<Conversation> {
        let takes_turns = matches!(patch.team_id, Some(Some(_)));
        let present = &if takes_turns { self.present().await } else { Vec::new() };
        let command = ChangeConversation { actor: self.actor(), conversation, patch, present };
        self.execute(&command).await
    }

    /// The connected accounts, the oldest first.
    ///
    /// # Errors
    /// Those of every read.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        self.ask(Action::ReadAccounts, Subject::Client)?;
        let mut accounts = self.store().accounts(self.scope()).await?;
        accounts.retain(|account| self.actor().reach.has_account(account.id));
        Ok(accounts)
    }

    /// One connected account.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn account(&self, id: AccountId) -> Result<Account> {
        self.ask(Action::ReadAccounts, Subject::Client)?;
        self.reach_account(id)?;
        let account = self.store().account(self.scope(), id).await?;
        account.filter(|it| it.status != AccountStatus::Disconnected).ok_or(Error::NotFound("account"))
    }

    /// Connects a number, and asks the provider whether its credentials work: when they do not, the account is kept paused
    /// with the reason; when nobody can tell now, it is kept as it is.
    ///
    /// # Errors
    /// [`Error::Invalid`] for missing or too long fields, [`Error::Conflict`] when the number is connected already;
    /// [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn connect_account(&self, new: &NewAccount) -> Result<Account> {
        self.reach_all()?;
        let command = ConnectAccount { new };
        let account = self.execute(&command).await?;
        self.check_account(account).await
    }

    /// Changes, pauses or resumes a number, and asks the provider again when its credentials changed or it is resumed.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn change_account(&self, id: AccountId, patch: &AccountPatch) -> Result<Account> {
        self.reach_account(id)?;
        let command = ChangeAccount { account: id, patch };
        let account = self.execute(&command).await?;
        let is_worth_asking = patch.access_token.is_some() || patch.status == Some(AccountStatus::Active);
        if is_worth_asking && account.status == AccountStatus::Active {
            return self.check_account(account).await;
        }
        Ok(account)
    }

    /// Disconnects a number: it neither sends nor receives any more, and may be connected anew. Its conversations stay.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn disconnect_account(&self, id: AccountId) -> Result<()> {
        self.reach_account(id)?;
        let patch = AccountPatch { status: Some(AccountStatus::Disconnected), ..AccountPatch::default() };
        let command = ChangeAccount { account: id, patch: &patch };
        self.execute(&command).await.map(drop)
    }

    async fn check_account(&self, account: Account) -> Result<Account> {
        let Some(channel) = self.chat.channel(&account.source) else { return Ok(account) };
        let patch = match checked(channel, &account).await {
            AccountCheck::Fine { display_number, throughput } => AccountPatch {
                throughput: throughput.map(i64::from),
                display_number: display_number.filter(|_| account.display_number.is_none()),
                ..AccountPatch::default()
            },
            AccountCheck::Wrong(fault) => AccountPatch {
                status: Some(AccountStatus::Paused),
                pause_reason: Some(format!("{} ({})", fault.message, fault.code)),
                ..AccountPatch::default()
            },
            AccountCheck::Unknown(fault) => {
                tracing::info!(account.id = %account.id, fault.code = %fault.code, "the provider could not be asked");
                return Ok(account);
            }
        };
        let command = ChangeAccount { account: account.id, patch: &patch };
        // The actor was asked before; what the provider says is nobody's deed.
        self.chat.executor().execute(None, self.scope(), &command).await
    }

    /// Carries out a command of whoever sits here.
    async fn execute<C: Command>(&self, command: &C) -> Result<C::Output> {
        self.chat.executor().execute_by(Some(self.by()), self.scope(), command).await
    }

    fn ask(&self, action: Action, subject: Subject<'_>) -> Result<()> {
        bounds::ask(&*self.chat.executor().access, self.actor(), action, subject)
    }

    fn store(&self) -> &dyn ChatStore {
        self.chat.store()
    }
}
