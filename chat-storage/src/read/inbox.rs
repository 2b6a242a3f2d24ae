use super::Arriving;
use crate::{
    SeaStore,
    entity::{received_call, record, records},
    error::read_error,
    group::Group,
};
use async_trait::async_trait;
use chat_core::{
    Arrival, ArrivalQuery, Conversations, ExternalId, Inbox, ReceivedCall, ReceivedCallState, StoreError, TenantScope,
    Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

#[async_trait]
impl Inbox for SeaStore {
    async fn arrival(&self, scope: TenantScope, query: ArrivalQuery<'_>) -> Result<Arrival, StoreError> {
        let arriving = Arriving {
            scope,
            account_id: query.account_id,
            external_id: query.external_id.clone(),
            identities: query.identities.to_vec(),
            reply_to: query.reply_to.cloned(),
        };
        let found = Group::join(self.inner.clone(), arriving).await?;
        let mut arrival = Arrival { replied_to: found.replied_to.map(Into::into), ..Arrival::default() };
        if found.message.is_some() {
            arrival.known = self.message_by_external(scope, query.external_id).await?;
        }
        let mut known = found.known.into_iter();
        if let Some(first) = known.next() {
            arrival.identities.push(first.identity);
            arrival.customer = record(first.customer)?;
            arrival.conversation = record(first.conversation)?;
        }
        arrival.identities.extend(known.map(|known| known.identity));
        Ok(arrival)
    }

    async fn due_calls(
        &self,
        state: ReceivedCallState,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<ReceivedCall>, StoreError> {
        let select = received_call::Entity::find()
            // Written out, as the indexes of the states that wait are found by their very words.
            .filter(Expr::cust(format!("state = '{state}'")))
            .filter(received_call::Column::NextAttemptAt.lte(now.millis()))
            .order_by_asc(received_call::Column::NextAttemptAt)
            .order_by_asc(received_call::Column::Id)
            .limit(limit as u64);
        records(select.all(&self.inner.reader.across()).await.map_err(read_error)?)
    }

    async fn calls_about(
        &self,
        scope: TenantScope,
        id: &ExternalId,
        limit: usize,
    ) -> Result<Vec<ReceivedCall>, StoreError> {
        let select = received_call::Entity::find()
            .filter(received_call::Column::About.eq(id.id.as_str()))
            .filter(received_call::Column::State.eq(ReceivedCallState::Waiting.as_str()))
            .filter(received_call::Column::ClientId.eq(scope.client_id().uuid()))
            .filter(received_call::Column::Source.eq(id.source.as_str()))
            .order_by_asc(received_call::Column::ReceivedAt)
            .order_by_asc(received_call::Column::Id)
            .limit(limit as u64);
        records(select.all(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }
}
