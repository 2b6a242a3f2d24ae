use super::{
    amend::{react, restated},
    order::order,
};
use crate::{
    Account, AccountStatus, Action, Changes, ChatStore, Conversation, ConversationStatus, DeliveryAction, Env, Error,
    Message, MessageId, MessageKind, Reaction, Result, SenderType, Subject, TenantScope, executor::Command,
};
use async_trait::async_trait;
use std::{hash::Hash, time::Duration};

/// Answers a message of a customer with a sign, or takes that back, and orders that a provider is told.
#[derive(Debug)]
pub(crate) struct ReactToMessage<'a> {
    pub(crate) message: MessageId,
    /// The sign; nothing takes it back.
    pub(crate) emoji: Option<&'a str>,
    pub(crate) correlation_id: Option<&'a str>,
}

#[derive(Debug)]
pub(crate) struct ReactState {
    message: Message,
    conversation: Conversation,
    account: Option<Account>,
}

#[async_trait]
impl Command for ReactToMessage<'_> {
    type State = ReactState;
    type Output = Message;
    const ACTION: Option<Action> = Some(Action::Reply);

    fn lane(&self) -> impl Hash + Send {
        self.message
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<ReactState> {
        if self.emoji.is_some_and(|emoji| !is_sign(emoji)) {
            return Err(Error::invalid("emoji", "expected one emoji"));
        }
        let message = store.message(scope, self.message).await?.ok_or(Error::NotFound("message"))?;
        let conversation = store.conversation(scope, message.conversation_id).await?;
        let conversation = conversation.ok_or(Error::NotFound("message"))?;
        let account = match conversation.account_id {
            Some(account) => store.account(scope, account).await?,
            None => None,
        };
        Ok(ReactState { message, conversation, account })
    }

    fn subject<'a>(&self, state: &'a ReactState) -> Subject<'a> {
        Subject::Conversation(&state.conversation)
    }

    fn decide(&self, state: ReactState, _scope: TenantScope, env: &Env) -> Result<(Message, Changes)> {
        let ReactState { mut message, mut conversation, account } = state;
        if message.kind == MessageKind::Event || message.deleted_at.is_some() {
            return Err(Error::Conflict("only a message that is there can be reacted to"));
        }
        if conversation.status == ConversationStatus::Archived {
            return Err(Error::Conflict("the conversation is archived"));
        }
        let emoji = self.emoji.unwrap_or_default();
        let given = message.reactions.iter().find(|it| it.by == SenderType::Agent);
        if given.map_or("", |it| &it.emoji) == emoji {
            return Ok((message, Changes::none()));
        }
        // Whoever asks later is later, whatever the clock says.
        let at = given.map_or(env.now(), |it| env.now().max(it.at.plus(Duration::from_millis(1))));
        let mut changes = Changes::none();
        if let Some(account) = account.filter(|_| message.kind == MessageKind::Reply) {
            if account.status == AccountStatus::Disconnected {
                return Err(Error::Conflict("the account of this conversation is disconnected"));
            }
            let Some(external_id) = message.external_id.as_ref().map(|name| name.id.clone()) else {
                return Err(Error::Conflict("the message is not known to its provider yet"));
            };
            let action = DeliveryAction::React { external_id };
            let delivery = order(&mut conversation, account.id, action, self.correlation_id, env);
            conversation.updated_at = env.now();
            changes = changes.update(conversation.clone()).insert(delivery);
        }
        react(&mut message, SenderType::Agent, emoji, at);
        Ok((message.clone(), restated(&message, &conversation, changes.update(message.clone()))))
    }
}

/// The longest sign in characters: as many as fit into [`Reaction::LEN_MAX`], whichever they are.
const SIGN_MAX: usize = Reaction::LEN_MAX / 4;

/// Whether a text can be a sign: short, and without letters, digits or spaces of its own. Which signs there are changes each year.
fn is_sign(text: &str) -> bool {
    let is_plain =
        |character: char| character.is_ascii_graphic() || character.is_whitespace() || character.is_control();
    // Keycaps begin with a digit or one of two marks, and go on with what makes them a sign.
    let begins =
        text.trim_start_matches(|character: char| character.is_ascii_digit() || matches!(character, '#' | '*'));
    !begins.is_empty()
        && text.chars().count() <= SIGN_MAX
        && text.len() - begins.len() <= 1
        && !begins.contains(is_plain)
}

#[cfg(test)]
mod tests {
    use super::is_sign;

    #[test]
    fn a_sign_is_an_emoji_of_any_make() {
        for sign in ["👍", "👍🏽", "❤️", "👨‍👩‍👧‍👦", "🇩🇪", "1️⃣", "#️⃣"] {
            assert!(is_sign(sign), "{sign}");
        }
        for other in ["", " ", "a", "ok", "👍 👍", "1", "12️⃣", "\u{0}", &"👍".repeat(20)] {
            assert!(!is_sign(other), "{other:?}");
        }
    }
}
