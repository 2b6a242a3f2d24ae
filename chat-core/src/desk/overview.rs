//! What a list tells of each conversation.

use super::Desk;
use crate::{
    Action, Bookmark, Conversation, ConversationId, Customer, CustomerId, Message, MessageKind, PageQuery, Result,
    StoreError, Subject,
};
use futures_util::future::{try_join_all, try_join3};
use std::collections::{BTreeSet, HashMap};

/// A conversation with what a list tells of it besides.
#[derive(Clone, PartialEq, Debug)]
pub struct Overview {
    /// The conversation.
    pub conversation: Conversation,
    /// What the actor has noted there.
    pub bookmark: Option<Bookmark>,
    /// Whom it is with.
    pub customer: Option<Customer>,
    /// The latest reply or note in its thread, to which conversations that were merged into it belong.
    pub last_message: Option<Message>,
}

impl Desk {
    /// How many messages are looked through for one that is no event.
    const LOOKED_THROUGH: usize = 20;

    /// One conversation with what a list tells of it.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) besides those of every read.
    pub async fn overview(&self, id: ConversationId) -> Result<Overview> {
        let conversation = self.conversation(id).await?;
        Ok(self.overviews(vec![conversation]).await?.pop().expect("each conversation has an overview"))
    }

    /// What a list tells of conversations, in their order. However many they are, the store is asked three times, and once more for each
    /// that holds what was said before its account was connected.
    ///
    /// # Errors
    /// When one of them is not the actor's to read, or the store fails.
    pub async fn overviews(&self, conversations: Vec<Conversation>) -> Result<Vec<Overview>> {
        for conversation in &conversations {
            self.ask(Action::Read, Subject::Conversation(conversation))?;
        }
        if conversations.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<ConversationId> = conversations.iter().map(|it| it.id).collect();
        let threads: Vec<ConversationId> = conversations.iter().flat_map(Conversation::read_as_one).collect();
        let (store, scope) = (self.store(), self.scope());
        let (bookmarks, customers, messages) = try_join3(
            store.bookmarks(scope, self.actor().agent_id, &ids),
            self.customers_of(&conversations),
            store.last_messages(scope, &threads),
        )
        .await?;
        let mut bookmarks: HashMap<_, _> = bookmarks.into_iter().map(|it| (it.conversation_id, it)).collect();
        let past = self.latest_of_past(&conversations).await?;
        let messages: HashMap<_, _> = messages.into_iter().chain(past).map(|it| (it.conversation_id, it)).collect();
        let overview = |conversation: Conversation| Overview {
            bookmark: bookmarks.remove(&conversation.id),
            customer: conversation.customer_id.and_then(|id| customers.get(&id)).cloned(),
            last_message: conversation
                .read_as_one()
                .filter_map(|id| messages.get(&id))
                .max_by_key(|message| (message.created_at, message.id))
                .cloned(),
            conversation,
        };
        Ok(conversations.into_iter().map(overview).collect())
    }

    /// Whom conversations are with; the store is asked once, however many they are.
    pub(super) async fn customers_of(
        &self,
        conversations: impl IntoIterator<Item = &Conversation>,
    ) -> Result<HashMap<CustomerId, Customer>, StoreError> {
        let ids: BTreeSet<CustomerId> = conversations.into_iter().filter_map(|it| it.customer_id).collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let customers = self.store().customers_by_id(self.scope(), &Vec::from_iter(ids)).await?;
        Ok(customers.into_iter().map(|it| (it.id, it)).collect())
    }

    /// The latest messages of those conversations whose messages came in any order: the last place says nothing there.
    async fn latest_of_past(&self, conversations: &[Conversation]) -> Result<Vec<Message>> {
        let (store, scope) = (self.store(), self.scope());
        let past = conversations.iter().filter(|it| it.is_past).map(|it| [it.id]);
        let latest = past.map(async |id| store.timeline(scope, &id, PageQuery::first(Self::LOOKED_THROUGH)).await);
        let pages = try_join_all(latest).await?;
        let said = |message: &Message| message.kind != MessageKind::Event;
        Ok(pages.into_iter().filter_map(|page| page.items.into_iter().find(said)).collect())
    }
}
