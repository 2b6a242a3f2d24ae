use crate::{AccountId, Conversation, Delivery, DeliveryAction, DeliveryState, Env, text::clean};

/// Orders that something be done at the provider of a conversation, after what was ordered before it. The conversation counts it.
pub(super) fn order(
    conversation: &mut Conversation,
    account_id: AccountId,
    action: DeliveryAction,
    correlation_id: Option<&str>,
    env: &Env,
) -> Delivery {
    let now = env.now();
    conversation.delivery_count += 1;
    Delivery {
        id: env.id(),
        client_id: conversation.client_id,
        conversation_id: conversation.id,
        position: conversation.delivery_count,
        account_id,
        action,
        state: DeliveryState::Pending,
        attempts: 0,
        failures: 0,
        waits: 0,
        next_attempt_at: now,
        last_error: None,
        ask_at: None,
        correlation_id: correlation_id.map(|id| clean(id, Delivery::CORRELATION_MAX)),
        created_at: now,
        updated_at: now,
        revision: 0,
    }
}
