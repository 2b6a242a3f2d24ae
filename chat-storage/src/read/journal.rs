use crate::{
    SeaStore,
    entity::{journal, records},
    error::read_error,
};
use async_trait::async_trait;
use chat_core::{Journal, Notice, Seq, StoreError, TenantScope};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement};
use std::{collections::HashMap, fmt::Write as _};
use uuid::Uuid;

const HEADS_SQLITE: &str = "SELECT client_id, head FROM journal_heads \
    WHERE client_id IN (SELECT unhex(value) FROM json_each($1))";
const HEADS_POSTGRES: &str = "SELECT client_id, head FROM journal_heads WHERE client_id = ANY($1)";

#[async_trait]
impl Journal for SeaStore {
    async fn heads(&self, scopes: &[TenantScope]) -> Result<Vec<Seq>, StoreError> {
        let backend = self.inner.reader.get_database_backend();
        let statement = match backend {
            DbBackend::Sqlite => {
                let mut ids = String::from("[");
                for (at, scope) in scopes.iter().enumerate() {
                    let comma = if at == 0 { "" } else { "," };
                    let _ = write!(ids, "{comma}\"{}\"", scope.client_id().uuid().simple());
                }
                ids.push(']');
                Statement::from_sql_and_values(backend, HEADS_SQLITE, [ids.into()])
            }
            _ => {
                let ids: Vec<Uuid> = scopes.iter().map(|scope| scope.client_id().uuid()).collect();
                Statement::from_sql_and_values(backend, HEADS_POSTGRES, [ids.into()])
            }
        };
        let rows = self.inner.reader.query_all_raw(statement).await.map_err(read_error)?;
        let heads = rows.iter().map(|row| row.try_get_many_by_index::<(Uuid, Seq)>());
        let heads: HashMap<Uuid, Seq> = heads.collect::<Result<_, _>>().map_err(read_error)?;
        let head = |scope: &TenantScope| heads.get(&scope.client_id().uuid()).copied().unwrap_or(0);
        Ok(scopes.iter().map(head).collect())
    }

    async fn events_after(&self, scope: TenantScope, after: Seq, limit: usize) -> Result<Vec<Notice>, StoreError> {
        let select = journal::Entity::find()
            .filter(journal::Column::ClientId.eq(scope.client_id().uuid()))
            .filter(journal::Column::Seq.gt(after))
            .order_by_asc(journal::Column::Seq)
            .limit(limit as u64);
        records(select.all(&self.inner.reader).await.map_err(read_error)?)
    }
}
