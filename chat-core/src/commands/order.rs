use crate::{AccountId, Conversation, Delivery, DeliveryAction, DeliveryState, Env};

/// Orders that something be done at the provider of a conversation, as soon as what was ordered before it is done.
pub(super) fn order(conversation: &Conversation, account_id: AccountId, action: DeliveryAction, env: &Env) -> Delivery {
    let now = env.now();
    Delivery {
        id: env.id(),
        client_id: conversation.client_id,
        conversation_id: conversation.id,
        account_id,
        action,
        state: DeliveryState::Pending,
        attempts: 0,
        next_attempt_at: now,
        last_error: None,
        created_at: now,
        updated_at: now,
        revision: 0,
    }
}
