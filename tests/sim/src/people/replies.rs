//! Replies: asked for once or twice at the same time, and again until there is an answer.

use super::agent::{Agent, NoAnswer};
use crate::{ground::locked, shop::Asked, trace::What, trouble::Trouble};
use chat_core::{ConversationId, Draft, Message, MessageKind};
use tokio::time::timeout;

/// What is to be said.
struct Wish {
    conversation: ConversationId,
    kind: MessageKind,
    /// Whether it has a `clientMessageId`; without one it is asked for once.
    is_named: bool,
    /// Whether it has to arrive.
    is_proof: bool,
}

impl Agent {
    pub(crate) async fn reply_somewhere(&self) {
        let Some(conversation) = self.some_conversation().await else { return };
        let kind = if self.world.ground.dice.happens(100) { MessageKind::Note } else { MessageKind::Reply };
        let is_named = self.world.ground.dice.happens(900);
        self.ask(Wish { conversation: conversation.id, kind, is_named, is_proof: false }).await;
    }

    /// Replies where there is no trouble any more, so that it has to arrive.
    pub(crate) async fn prove(&self, conversation: ConversationId) {
        self.ask(Wish { conversation, kind: MessageKind::Reply, is_named: true, is_proof: true }).await;
    }

    async fn ask(&self, wish: Wish) {
        let Wish { conversation, kind, is_named, is_proof } = wish;
        let ground = &self.world.ground;
        let name = format!("reply {} of {}.{}", ground.count("reply"), self.tenant, self.number);
        ground.note(self.who(), What::Replies { name: name.clone(), conversation });
        let place = {
            let mut replies = locked(&self.shop().replies);
            replies.push(Asked {
                agent: self.shop().agents[self.number],
                conversation,
                text: name.clone(),
                is_note: kind == MessageKind::Note,
                answers: Vec::new(),
                is_proof,
            });
            replies.len() - 1
        };
        let client_message_id = is_named.then(|| name.clone());
        let draft = Draft { kind, client_message_id, ..Draft::text(name) };
        if is_named && ground.meets(self.who(), Trouble::ReplyDoubled) {
            tokio::join!(self.ask_for(place, conversation, &draft), self.ask_for(place, conversation, &draft));
        } else {
            self.ask_for(place, conversation, &draft).await;
        }
    }

    async fn ask_for(&self, place: usize, conversation: ConversationId, draft: &Draft) {
        let tries = if draft.client_message_id.is_some() { Self::PATIENCE } else { 1 };
        for _ in 0..tries {
            let wanted = draft.clone();
            let asked = self.at_desk(move |desk| async move { desk.reply(conversation, &wanted).await });
            match timeout(Self::ANSWER_MAX, asked).await.unwrap_or(Err(NoAnswer::Unknown)) {
                Ok(message) => return self.answered(place, draft, &message),
                Err(NoAnswer::Refused(_)) => break,
                Err(NoAnswer::Unknown) => self.rest().await,
            }
        }
        self.world.ground.note(self.who(), What::Replied { name: draft.content.clone(), message: None });
    }

    fn answered(&self, place: usize, draft: &Draft, message: &Message) {
        self.check_own("a message", message.client_id);
        let name = draft.content.clone();
        self.world.ground.note(self.who(), What::Replied { name, message: Some(message.id) });
        locked(&self.shop().replies)[place].answers.push(message.id);
    }
}
