use super::record_receipt::status_changed;
use crate::{
    Changes, ChatStore, Conversation, Env, Message, MessageStatus, PageQuery, Result, SenderType, Source, TenantScope,
};

/// What a visitor wrote and nobody of the team has read. Of other channels it is their providers who tell the customer.
pub(super) async fn unread_by_team(
    store: &dyn ChatStore,
    scope: TenantScope,
    conversation: &Conversation,
) -> Result<Vec<Message>> {
    if conversation.source != Source::WEBSITE || conversation.unread_count <= 0 {
        return Ok(Vec::new());
    }
    let page = store.messages(scope, conversation.id, PageQuery::first(PageQuery::LIMIT_MAX)).await?;
    let is_unread = |message: &Message| {
        message.sender_type == SenderType::Customer && message.status.climbs_to(MessageStatus::Read)
    };
    Ok(page.items.into_iter().filter(is_unread).collect())
}

/// Tells the visitor that the team has read it.
pub(super) fn read_by_team(unread: Vec<Message>, conversation: &Conversation, changes: Changes, env: &Env) -> Changes {
    let now = env.now();
    // The latest comes first; the visitor hears of the first one first.
    unread.into_iter().rev().fold(changes, |changes, message| {
        let message = Message { status: MessageStatus::Read, read_at: Some(now), ..message };
        changes.tell(conversation.thread(), status_changed(&message, now)).update(message)
    })
}
