use super::{record_receipt::status_changed, say::is_of};
use crate::{
    Action, Changes, ChatStore, Conversation, ConversationId, CustomerId, Env, Error, Message, MessageId, MessageKind,
    MessageStatus, PageQuery, Result, SenderType, TenantScope, WidgetId, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Which messages of a conversation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reached {
    /// One of them.
    One(MessageId),
    /// The latest, as far as a page goes.
    All,
}

/// Notes that what the team wrote has come to a visitor, or that the visitor has read it. The statuses only climb.
#[derive(Debug)]
pub(crate) struct Reach {
    pub(crate) widget: WidgetId,
    pub(crate) customer: CustomerId,
    pub(crate) conversation: ConversationId,
    pub(crate) reached: Reached,
    /// [`MessageStatus::Delivered`] or [`MessageStatus::Read`].
    pub(crate) status: MessageStatus,
}

#[async_trait]
impl Command for Reach {
    type State = (Conversation, Vec<Message>);
    type Output = usize;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.conversation
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Self::State> {
        let conversation = store.conversation(scope, self.conversation).await?;
        let conversation = conversation.filter(|it| is_of(it, self.widget, self.customer));
        let conversation = conversation.ok_or(Error::NotFound("conversation"))?;
        let messages = match self.reached {
            Reached::One(id) => store.message(scope, id).await?.into_iter().collect(),
            Reached::All => {
                let page = PageQuery::first(PageQuery::LIMIT_MAX);
                store.messages(scope, self.conversation, page).await?.items
            }
        };
        Ok((conversation, messages))
    }

    fn decide(&self, (conversation, messages): Self::State, _: TenantScope, env: &Env) -> Result<(usize, Changes)> {
        let now = env.now();
        let climbing = messages.into_iter().filter(|message| {
            message.conversation_id == conversation.id
                && message.sender_type != SenderType::Customer
                && message.kind == MessageKind::Reply
                && message.status.climbs_to(self.status)
        });
        let (mut count, mut changes) = (0, Changes::none());
        // The latest comes first; the team hears of the first one first.
        let mut climbing: Vec<Message> = climbing.collect();
        climbing.reverse();
        for mut message in climbing {
            message.status = self.status;
            message.delivered_at.get_or_insert(now);
            if self.status == MessageStatus::Read {
                message.read_at.get_or_insert(now);
            }
            changes = changes.tell(conversation.thread(), status_changed(&message, now)).update(message);
            count += 1;
        }
        Ok((count, changes))
    }
}
