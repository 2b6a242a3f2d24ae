//! What a thread tells the team of what was done to its conversation.

use crate::{
    Actor, Changes, ContentType, Conversation, Env, Event, Message, MessageKind, MessageStatus, ThreadDeed,
    ThreadEvent, text::clean,
};

/// Adds a message of the kind [`MessageKind::Event`] for each deed, at the next places of the conversation, which counts them and is
/// still to be written. They go to nobody outside, are unread by nobody, and do not bring the conversation to the top.
pub(super) fn tell(
    deeds: Vec<ThreadDeed>,
    actor: Option<&Actor>,
    conversation: &mut Conversation,
    env: &Env,
) -> Vec<Message> {
    let now = env.now();
    let message = |deed: ThreadDeed| {
        conversation.message_count += 1;
        let words = deed.words().to_owned();
        let event = ThreadEvent { agent_id: actor.map(|actor| actor.agent_id), deed };
        Message {
            position: conversation.message_count,
            sender_name: actor.map(|actor| clean(&actor.name, Message::SENDER_NAME_MAX)),
            kind: MessageKind::Event,
            content_type: ContentType::new("event"),
            content: words,
            payload: Some(serde_json::to_value(event).expect("ids and texts are JSON")),
            status: MessageStatus::Sent,
            sent_at: Some(now),
            ..Message::new(env.id(), conversation.client_id, conversation.id, now)
        }
    };
    deeds.into_iter().map(message).collect()
}

/// Posts what [`tell`] has made, after the conversation was written.
pub(super) fn post(messages: Vec<Message>, conversation: &Conversation, changes: Changes) -> Changes {
    messages.into_iter().fold(changes, |changes, message| {
        let event = Event::MessagePosted(Box::new(message.clone()));
        changes.insert(message).tell(conversation.thread(), event)
    })
}
