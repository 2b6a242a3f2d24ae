use crate::{
    Action, Changes, ChatStore, Conversation, ConversationQuery, Customer, CustomerId, CustomerIdentity, Env, Event,
    PageQuery, Result, TenantScope, Widget, WidgetId,
    executor::Command,
    visit::{Identity, is_given_by},
};
use async_trait::async_trait;
use sha2::{Digest, Sha256};
use std::hash::Hash;

/// Finds the customer of a visitor for whom its website vouches, and makes what it wrote before that its own.
///
/// - An anonymous visitor who is identified for the first time stays the customer it was, and is found by its identity from now on.
/// - One who turns out to be a known customer hands its conversations over to that one.
/// - One who was identified as somebody else keeps what is its own.
#[derive(Debug)]
pub(crate) struct Identify<'a> {
    pub(crate) widget: &'a Widget,
    pub(crate) identity: &'a Identity,
    /// Whom the visitor has shown to be until now.
    pub(crate) before: Option<CustomerId>,
}

#[derive(Debug)]
pub(crate) struct IdentifyState {
    known: Option<Customer>,
    before: Option<Before>,
}

/// A customer who has written before, with what may be handed over.
#[derive(Debug)]
struct Before {
    customer: Customer,
    is_identified: bool,
    conversations: Vec<Conversation>,
}

#[async_trait]
impl Command for Identify<'_> {
    type State = IdentifyState;
    type Output = CustomerId;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.identity.key(&self.widget.public_key)
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<IdentifyState> {
        let known = store.customer_at(scope, &self.identity.key(&self.widget.public_key)).await?;
        let other = self.before.filter(|before| known.as_ref().is_none_or(|known| known.id != *before));
        let before = match other {
            Some(before) => self.before(store, scope, before).await?,
            None => None,
        };
        Ok(IdentifyState { known, before })
    }

    fn decide(&self, state: IdentifyState, scope: TenantScope, env: &Env) -> Result<(CustomerId, Changes)> {
        let now = env.now();
        let before = state.before.filter(|before| !before.is_identified);
        match (state.known, before) {
            (Some(known), None) => Ok((known.id, Changes::none())),
            (None, None) => Ok((customer_of(self.widget.id, &self.identity.subject), Changes::none())),
            (None, Some(Before { customer, .. })) => {
                let identity = CustomerIdentity {
                    id: env.id(),
                    client_id: scope.client_id(),
                    customer_id: customer.id,
                    key: self.identity.key(&self.widget.public_key),
                    created_at: now,
                    removed_at: None,
                    revision: 0,
                };
                let id = customer.id;
                let name = self.identity.name.clone().or_else(|| customer.name.clone());
                // Written in any case: whoever identifies the same visitor as somebody else at this moment loses.
                let customer = Customer { name, updated_at: now, ..customer };
                Ok((id, Changes::none().update(customer).insert(identity)))
            }
            (Some(known), Some(before)) => {
                let id = known.id;
                let handed_over = before.conversations.into_iter().fold(Changes::none(), |changes, conversation| {
                    let conversation = Conversation { customer_id: Some(id), updated_at: now, ..conversation };
                    let event = Event::ConversationChanged(Box::new(conversation.clone()));
                    changes.tell(conversation.thread(), event).update(conversation)
                });
                Ok((id, handed_over))
            }
        }
    }
}

impl Identify<'_> {
    async fn before(&self, store: &dyn ChatStore, scope: TenantScope, id: CustomerId) -> Result<Option<Before>> {
        let Some(customer) = store.customer(scope, id).await? else { return Ok(None) };
        let identities = store.identities(scope, id).await?;
        let is_identified = identities.iter().any(|it| is_given_by(&self.widget.public_key, &it.key));
        let query = ConversationQuery::of_visitor(id);
        let page = store.conversations(scope, &query, PageQuery::first(PageQuery::LIMIT_MAX)).await?;
        let is_own = |conversation: &Conversation| conversation.widget_id == Some(self.widget.id);
        let conversations = page.items.into_iter().filter(is_own).collect();
        Ok(Some(Before { customer, is_identified, conversations }))
    }
}

/// Which customer a visitor becomes who is identified before it has written anything: the same on all of its devices, whichever
/// of them it writes from first.
fn customer_of(widget: WidgetId, subject: &str) -> CustomerId {
    let digest = Sha256::new().chain_update(widget.uuid().as_bytes()).chain_update(subject).finalize();
    let (bytes, _) = digest.split_first_chunk().expect("a SHA-256 has 32 bytes");
    let builder = uuid::Builder::from_bytes(*bytes);
    // A version of whoever makes it (RFC 9562).
    builder.with_variant(uuid::Variant::RFC4122).with_version(uuid::Version::Custom).into_uuid().into()
}
