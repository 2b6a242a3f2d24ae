//! What agents do besides replying.

use super::agent::{Agent, NoAnswer};
use crate::{trouble::Trouble, verdict::Promise};
use chat_core::{
    AccountPatch, AccountStatus, ClientId, ConversationPatch, ConversationStatus, Error, MessageStatus, PageQuery,
    RoomName, SenderType,
};

impl Agent {
    pub(crate) async fn mark_read(&self) {
        let Some(conversation) = self.some_conversation().await else { return };
        let done = self.at_desk(move |desk| async move { desk.mark_read(conversation.id).await }).await;
        self.note("mark read", done.is_ok());
    }

    pub(crate) async fn change_conversation(&self) {
        let Some(conversation) = self.some_conversation().await else { return };
        let statuses = [ConversationStatus::Active, ConversationStatus::Closed, ConversationStatus::Archived];
        let status = self.world.ground.dice.pick(&statuses).copied();
        let patch = ConversationPatch { status, ..ConversationPatch::default() };
        let change =
            move |desk: chat_core::Desk| async move { desk.change_conversation(conversation.id, &patch).await };
        self.note("change conversation", self.at_desk(change).await.is_ok());
    }

    /// Sends something again that failed, or of which nobody knows whether it was sent.
    pub(crate) async fn send_again(&self) {
        let Some(conversation) = self.some_conversation().await else { return };
        let read =
            move |desk: chat_core::Desk| async move { desk.messages(conversation.id, PageQuery::default()).await };
        let Ok(page) = self.at_desk(read).await else { return };
        let stuck = page.items.into_iter().find(|message| {
            let is_stuck = message.status == MessageStatus::Failed || message.unsettled.is_some();
            message.sender_type == SenderType::Agent && is_stuck
        });
        let Some(message) = stuck else { return };
        if message.unsettled.is_some() && self.world.ground.dice.happens(600) {
            let done = self.at_desk(move |desk| async move { desk.discard(message.id).await }).await;
            self.note("discard", done.is_ok());
            if done.is_ok() {
                self.world.ground.met(self.who(), Trouble::Discarded);
            }
            return;
        }
        let done = self.at_desk(move |desk| async move { desk.retry(message.id).await }).await;
        self.note("send again", done.is_ok());
        if done.is_ok() {
            self.world.ground.met(self.who(), Trouble::SentAgain);
        }
    }

    /// Resumes the shop's accounts that are paused.
    pub(crate) async fn resume_account(&self) {
        let Ok(accounts) = self.at_desk(|desk| async move { desk.accounts().await }).await else { return };
        for account in accounts.into_iter().filter(|account| account.status == AccountStatus::Paused) {
            self.check_own("an account", account.client_id);
            let patch = AccountPatch { status: Some(AccountStatus::Active), ..AccountPatch::default() };
            let done = self.at_desk(move |desk| async move { desk.change_account(account.id, &patch).await }).await;
            self.note("resume account", done.is_ok());
            if done.is_ok() {
                self.world.ground.met(self.who(), Trouble::AccountResumed);
            }
        }
    }

    /// Tries what must not work: another tenant's conversation.
    pub(crate) async fn look_at_others(&self) {
        let others = self.world.ledger.conversations_of_others(self.shop().client);
        let Some(foreign) = self.world.ground.dice.pick(&others).copied() else { return };
        let looks = self.at_desk(move |desk| async move { desk.conversation(foreign).await.map(drop) }).await;
        let reads =
            self.at_desk(move |desk| async move { desk.messages(foreign, PageQuery::default()).await.map(drop) });
        let joins =
            self.at_desk(move |desk| async move { desk.ticket(RoomName::Conversation(foreign)).await.map(drop) });
        for answer in [looks, reads.await, joins.await] {
            if !matches!(answer, Err(NoAnswer::Unknown | NoAnswer::Refused(Error::NotFound(_)))) {
                let how = format!("{} got to conversation {foreign}", self.who());
                self.world.ground.violated(Promise::TenantsApart, how);
            }
        }
    }

    pub(crate) fn check_own(&self, what: &str, client: ClientId) {
        if client != self.shop().client {
            self.world.ground.violated(Promise::TenantsApart, format!("{} was shown {what} of {client}", self.who()));
        }
    }
}
