//! What a desk says and does in prepared words and steps.

use super::Desk;
use crate::{
    CannedResponse, Conversation, ConversationId, ConversationPatch, Customer, Defined, DefinitionId, DefinitionKind,
    Draft, Error, Macro, Message, Result,
    definition::{Known, fill},
};
use std::time::Duration;

/// A canned response in the words that a conversation is to be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilledResponse {
    /// Which response.
    pub id: DefinitionId,
    /// What an agent types to get it.
    pub name: String,
    /// The text with every place filled.
    pub content: String,
}

/// What running a macro has come to.
#[derive(Clone, PartialEq, Debug)]
pub struct MacroRun {
    /// The conversation afterwards.
    pub conversation: Conversation,
    /// What was said, if anything was.
    pub message: Option<Message>,
}

impl Desk {
    /// The canned responses that the actor gets to see and whose names begin with `prefix`, whatever the case, by their names, in
    /// the words for a conversation.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn responses_for(&self, conversation: ConversationId, prefix: &str) -> Result<Vec<FilledResponse>> {
        let conversation = self.conversation(conversation).await?;
        let customer = self.customer_of(&conversation).await?;
        let known = Known { actor: self.actor(), conversation: &conversation, customer: customer.as_ref() };
        let prefix = prefix.to_lowercase();
        let all = self.definitions(DefinitionKind::CannedResponse).await?.into_iter();
        let mut found: Vec<_> = all
            .filter(|it| it.name.to_lowercase().starts_with(&prefix))
            .filter_map(|it| {
                let response = CannedResponse::from_body(it.body)?;
                Some(FilledResponse { id: it.id, name: it.name, content: fill(&response.content, known) })
            })
            .collect();
        found.sort_by_key(|one| one.name.to_lowercase());
        Ok(found)
    }

    /// Runs a macro: says what it says, then changes what it changes. Asked again with the same `client_message_id`, it says
    /// nothing twice.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such macro or conversation; besides those of [`Desk::reply`] and
    /// [`Desk::change_conversation`]. What was said before a change was refused stays said.
    pub async fn run_macro(
        &self,
        conversation: ConversationId,
        id: DefinitionId,
        client_message_id: Option<String>,
    ) -> Result<MacroRun> {
        let definition = self.definition(DefinitionKind::Macro, id).await?;
        let Some(steps) = Macro::from_body(definition.body) else { return Err(Error::NotFound("macro")) };
        let before = self.conversation(conversation).await?;
        let message = match &steps.content {
            Some(content) => {
                let customer = self.customer_of(&before).await?;
                let known = Known { actor: self.actor(), conversation: &before, customer: customer.as_ref() };
                let content = fill(content, known);
                let draft = Draft { kind: steps.message_kind, client_message_id, ..Draft::text(content) };
                Some(self.reply(conversation, &draft).await?)
            }
            None => None,
        };
        let patch = self.patch_of(&steps);
        let conversation = match patch == ConversationPatch::default() {
            true => self.conversation(conversation).await?,
            false => self.change_conversation(conversation, &patch).await?,
        };
        Ok(MacroRun { conversation, message })
    }

    async fn customer_of(&self, conversation: &Conversation) -> Result<Option<Customer>> {
        match conversation.customer_id {
            Some(customer) => Ok(self.store().customer(self.scope(), customer).await?),
            None => Ok(None),
        }
    }

    fn patch_of(&self, steps: &Macro) -> ConversationPatch {
        let mut patch = steps.changes.clone();
        if steps.assign_to_me {
            patch.assignee_id = Some(Some(self.actor().agent_id));
        }
        if let Some(minutes) = steps.snooze_minutes {
            let until = self.chat.env().now().plus(Duration::from_secs(u64::from(minutes) * 60));
            patch.snoozed_until = Some(Some(until));
        }
        patch
    }
}
