//! Lists of conversations, by a filter or by a view that was saved.

use super::Desk;
use crate::{
    Action, Conversation, ConversationFilter, ConversationOrder, ConversationQuery, Definition, DefinitionBody,
    DefinitionId, DefinitionKind, Page, PageQuery, Result, Subject, Viewer,
};

/// How many conversations a saved view finds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ViewCount {
    /// The view.
    pub view: DefinitionId,
    /// How many, at most [`Desk::COUNT_MAX`]: from there on nobody counts.
    pub count: usize,
}

impl Desk {
    /// How far conversations are counted.
    pub const COUNT_MAX: usize = 1_000;

    /// Conversations that meet a filter, in an order.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for a filter that breaks a limit; besides those of every read.
    pub async fn conversations_by(
        &self,
        order: ConversationOrder,
        filter: &ConversationFilter,
        page: PageQuery,
    ) -> Result<Page<Conversation>> {
        let query = self.query(filter.clone(), order).await?;
        Ok(self.store().conversations(self.scope(), &query, page).await?)
    }

    /// How many conversations meet a filter: at most [`Desk::COUNT_MAX`].
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for a filter that breaks a limit; besides those of every read.
    pub async fn count_conversations(&self, filter: &ConversationFilter) -> Result<usize> {
        let query = self.query(filter.clone(), ConversationOrder::Latest).await?;
        Ok(self.store().count_conversations(self.scope(), &query, Self::COUNT_MAX).await?)
    }

    /// How many conversations each view finds that the actor gets to see.
    ///
    /// # Errors
    /// Those of every read.
    pub async fn view_counts(&self) -> Result<Vec<ViewCount>> {
        let views = self.definitions(DefinitionKind::View).await?;
        let mut counts = Vec::with_capacity(views.len());
        for Definition { id, body, .. } in views {
            let DefinitionBody::View(view) = body else { continue };
            counts.push(ViewCount { view: id, count: self.count_conversations(&view.filter).await? });
        }
        Ok(counts)
    }

    async fn query(&self, filter: ConversationFilter, order: ConversationOrder) -> Result<ConversationQuery> {
        self.ask(Action::Read, Subject::Client)?;
        filter.check()?;
        let viewer = self.viewer(&filter).await?;
        let filter = self.actor().reach.narrow(filter);
        Ok(ConversationQuery { filter, order, viewer })
    }

    /// Who asks with a filter, as far as the filter wants to know.
    pub(super) async fn viewer(&self, filter: &ConversationFilter) -> Result<Viewer> {
        let me = self.actor().agent_id;
        let teams = match filter.names_own_teams() {
            true => self.store().definitions(self.scope(), DefinitionKind::Team).await?,
            false => Vec::new(),
        };
        let is_in = |team: &Definition| matches!(&team.body, DefinitionBody::Team(it) if it.members.contains(&me));
        let teams = teams.into_iter().filter(is_in).map(|team| team.id.into()).collect();
        Ok(Viewer { agent: Some(me), teams, now: self.chat.env().now() })
    }
}
