use super::say::is_of;
use crate::{
    Action, Changes, ChatStore, Conversation, ConversationQuery, CustomerId, Env, Event, PageQuery, Result,
    TenantScope, VisitedPage, WidgetId, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Notes where a visitor is, for whoever answers it; or that this is nobody's business any more.
#[derive(Debug)]
pub(crate) struct NotePage<'a> {
    pub(crate) widget: WidgetId,
    pub(crate) customer: CustomerId,
    pub(crate) page: Option<&'a VisitedPage>,
}

#[async_trait]
impl Command for NotePage<'_> {
    type State = Vec<Conversation>;
    type Output = ();
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.customer
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Vec<Conversation>> {
        let query = match self.page {
            Some(_) => ConversationQuery::open_of_visitor(self.customer),
            // What was told is taken back everywhere.
            None => ConversationQuery::of_visitor(self.customer),
        };
        Ok(store.conversations(scope, &query, PageQuery::first(PageQuery::LIMIT_MAX)).await?.items)
    }

    fn decide(&self, conversations: Vec<Conversation>, _: TenantScope, env: &Env) -> Result<((), Changes)> {
        let own = conversations.into_iter().filter(|it| is_of(it, self.widget, self.customer));
        let changes = own.fold(Changes::none(), |changes, mut conversation| {
            let mut context = conversation.context.take().unwrap_or_default();
            if !context.come_to(self.page, env.now()) {
                return changes;
            }
            let conversation = Conversation { context: Some(context), updated_at: env.now(), ..conversation };
            let event = Event::ConversationChanged(Box::new(conversation.clone()));
            changes.tell(conversation.thread(), event).update(conversation)
        });
        Ok(((), changes))
    }
}
