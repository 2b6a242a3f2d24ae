use crate::{
    SeaStore,
    entity::{conversation, customer, identity, received_call, record, records},
    error::read_error,
};
use async_trait::async_trait;
use chat_core::{
    Arrival, ArrivalQuery, Conversations, CustomerIdentity, ExternalId, IdentityKey, Inbox, ReceivedCall,
    ReceivedCallState, StoreError, TenantScope, Timestamp,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic, Iterable, QueryFilter, QueryOrder,
    QueryResult, QuerySelect, Statement, Value,
};
use std::sync::LazyLock;
use uuid::Uuid;

/// Identities that one statement looks up; whoever has more is looked up in several.
const IDENTITIES_MAX: usize = 4;

/// Everything about an arrival in one round trip: a row per identity that is known, or one row without any.
static ARRIVAL: LazyLock<String> = LazyLock::new(|| {
    let columns = [
        columns::<identity::Entity>("i_", "i"),
        columns::<customer::Entity>("c_", "c"),
        columns::<conversation::Entity>("v_", "v"),
    ];
    let key = |at: usize| format!("(i.kind = ${} AND i.value = ${})", 7 + 2 * at, 8 + 2 * at);
    let keys: Vec<String> = (0..IDENTITIES_MAX).map(key).collect();
    format!(
        "SELECT k.id AS known, r.id AS replied_to, {} FROM (SELECT 1 AS one) AS always \
         LEFT JOIN messages AS k ON k.client_id = $1 AND k.external_source = $2 AND k.external_id = $3 \
         LEFT JOIN messages AS r ON r.client_id = $1 AND r.external_source = $4 AND r.external_id = $5 \
         LEFT JOIN customer_identities AS i ON i.client_id = $1 AND ({}) \
         LEFT JOIN customers AS c ON c.client_id = i.client_id AND c.id = i.customer_id \
         LEFT JOIN conversations AS v ON v.client_id = c.client_id AND v.customer_id = c.id AND v.account_id = $6 \
             AND v.status <> 'archived'",
        columns.join(", "),
        keys.join(" OR "),
    )
});

fn columns<E: EntityTrait>(prefix: &str, table: &str) -> String {
    let name = |column: E::Column| format!("{table}.{0} AS {prefix}{0}", column.as_str());
    E::Column::iter().map(name).collect::<Vec<_>>().join(", ")
}

#[async_trait]
impl Inbox for SeaStore {
    async fn arrival(&self, scope: TenantScope, query: ArrivalQuery<'_>) -> Result<Arrival, StoreError> {
        let mut found = Found::default();
        let first = query.identities.get(..IDENTITIES_MAX).unwrap_or(query.identities);
        self.look_up(scope, query, first, &mut found).await?;
        for more in query.identities.get(IDENTITIES_MAX..).unwrap_or_default().chunks(IDENTITIES_MAX) {
            self.look_up(scope, query, more, &mut found).await?;
        }
        let place = |known: &Known| query.identities.iter().position(|key| *key == known.identity.key);
        found.known.sort_by_key(place);
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

    async fn due_calls(&self, now: Timestamp, limit: usize) -> Result<Vec<ReceivedCall>, StoreError> {
        let select = received_call::Entity::find()
            .filter(received_call::Column::State.eq(ReceivedCallState::Waiting.as_str()))
            .filter(received_call::Column::NextAttemptAt.lte(now.millis()))
            .order_by_asc(received_call::Column::NextAttemptAt)
            .order_by_asc(received_call::Column::Id)
            .limit(limit as u64);
        records(select.all(&self.inner.reader).await.map_err(read_error)?)
    }
}

#[derive(Default)]
struct Found {
    message: Option<Uuid>,
    replied_to: Option<Uuid>,
    known: Vec<Known>,
}

/// A known identity with whom it belongs to.
struct Known {
    identity: CustomerIdentity,
    customer: Option<customer::Model>,
    conversation: Option<conversation::Model>,
}

impl SeaStore {
    async fn look_up(
        &self,
        scope: TenantScope,
        query: ArrivalQuery<'_>,
        identities: &[IdentityKey],
        found: &mut Found,
    ) -> Result<(), StoreError> {
        let mut values: Vec<Value> = Vec::with_capacity(6 + 2 * IDENTITIES_MAX);
        values.push(scope.client_id().uuid().into());
        push_external(&mut values, Some(query.external_id));
        push_external(&mut values, query.reply_to);
        values.push(query.account_id.uuid().into());
        for at in 0..IDENTITIES_MAX {
            let key = identities.get(at);
            values.push(key.map(|key| key.kind.as_str().to_owned()).into());
            values.push(key.map(|key| key.value.clone()).into());
        }
        let statement =
            Statement::from_sql_and_values(self.inner.reader.get_database_backend(), ARRIVAL.as_str(), values);
        for row in self.inner.reader.query_all_raw(statement).await.map_err(read_error)? {
            found.add(&row)?;
        }
        Ok(())
    }
}

/// The two columns of an external id; nothing is equal to an absent one.
fn push_external(values: &mut Vec<Value>, id: Option<&ExternalId>) {
    values.push(id.map(|id| id.source.as_str().to_owned()).into());
    values.push(id.map(|id| id.id.clone()).into());
}

impl Found {
    fn add(&mut self, row: &QueryResult) -> Result<(), StoreError> {
        self.message = row.try_get_by_index(0).map_err(read_error)?;
        self.replied_to = row.try_get_by_index(1).map_err(read_error)?;
        if let Some(identity) = identity::Model::from_query_result_optional(row, "i_").map_err(read_error)? {
            self.known.push(Known {
                identity: identity.try_into()?,
                customer: customer::Model::from_query_result_optional(row, "c_").map_err(read_error)?,
                conversation: conversation::Model::from_query_result_optional(row, "v_").map_err(read_error)?,
            });
        }
        Ok(())
    }
}
