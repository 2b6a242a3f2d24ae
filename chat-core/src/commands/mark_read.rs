use super::{
    bookmark::{own_bookmark, read_up_to},
    order::order,
    read_by_team::{read_by_team, unread_by_team},
};
use crate::{
    AccountId, Action, Actor, Bookmark, Changes, ChatStore, Conversation, ConversationId, DeliveryAction, Env, Error,
    Event, Message, Result, Subject, TenantScope, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Notes that the team has read a conversation, and lets the customer know where the channel can tell and the account is to
/// (`Account::sends_read_receipts`).
#[derive(Debug)]
pub(crate) struct MarkRead<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) conversation: ConversationId,
    pub(crate) correlation_id: Option<&'a str>,
}

#[derive(Debug)]
pub(crate) struct MarkReadState {
    conversation: Conversation,
    /// The account that the customer is told by.
    teller: Option<AccountId>,
    last: Option<Message>,
    unread: Vec<Message>,
    bookmark: Option<Bookmark>,
}

#[async_trait]
impl Command for MarkRead<'_> {
    type State = MarkReadState;
    type Output = Conversation;
    const ACTION: Option<Action> = Some(Action::ChangeConversation);

    fn lane(&self) -> impl Hash + Send {
        self.conversation
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<MarkReadState> {
        let conversation = store.conversation(scope, self.conversation).await?;
        let conversation = conversation.ok_or(Error::NotFound("conversation"))?;
        let account = match conversation.account_id {
            Some(id) => store.account(scope, id).await?,
            None => None,
        };
        let teller = account.filter(|it| it.sends_read_receipts).map(|it| it.id);
        let last = store.last_customer_message(scope, self.conversation).await?;
        let unread = unread_by_team(store, scope, &conversation).await?;
        let bookmark = own_bookmark(store, scope, self.actor, self.conversation).await?;
        Ok(MarkReadState { conversation, teller, last, unread, bookmark })
    }

    fn subject<'a>(&self, state: &'a MarkReadState) -> Subject<'a> {
        Subject::Conversation(&state.conversation)
    }

    fn decide(&self, state: MarkReadState, _scope: TenantScope, env: &Env) -> Result<(Conversation, Changes)> {
        let MarkReadState { conversation, teller, last, unread, bookmark } = state;
        let own = read_up_to(bookmark, conversation.message_count, false, Changes::none(), env);
        if conversation.unread_count == 0 {
            return Ok((conversation, own));
        }
        let now = env.now();
        let mut conversation = Conversation { unread_count: 0, updated_at: now, ..conversation };
        let last = last.and_then(|last| last.external_id);
        let delivery = teller.zip(last).map(|(account_id, external)| {
            let action = DeliveryAction::MarkRead { external_id: external.id };
            order(&mut conversation, account_id, action, self.correlation_id, env)
        });
        let event = Event::ConversationChanged(Box::new(conversation.clone()));
        let mut changes = own.update(conversation.clone()).tell(conversation.thread(), event);
        if let Some(delivery) = delivery {
            changes = changes.insert(delivery);
        }
        let changes = read_by_team(unread, &conversation, changes, env);
        Ok((conversation, changes))
    }
}
