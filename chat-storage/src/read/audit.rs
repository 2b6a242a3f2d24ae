use super::{page, text};
use crate::{
    SeaStore,
    entity::{audit_entry, record, records},
    error::read_error,
};
use async_trait::async_trait;
use chat_core::{AuditEntry, AuditFilter, AuditLog, Cursor, Page, PageQuery, Seq, StoreError, TenantScope};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::Expr};

#[async_trait]
impl AuditLog for SeaStore {
    async fn audit(
        &self,
        scope: TenantScope,
        filter: &AuditFilter,
        query: PageQuery,
    ) -> Result<Page<AuditEntry>, StoreError> {
        let AuditFilter { agent_id, deed, subject_id, from, until } = filter;
        let mut select = of(scope);
        if let Some(agent) = agent_id {
            select = select.filter(audit_entry::Column::AgentId.eq(agent.uuid()));
        }
        if let Some(deed) = deed {
            select = select.filter(audit_entry::Column::Deed.eq(deed.as_str()));
        }
        if let Some(id) = subject_id {
            // The only long hexadecimal words in that JSON are ids.
            let backend = self.inner.reader.backend();
            select = select.filter(text::contains(backend, "audit_log.subjects", &id.to_string()));
        }
        if let Some(from) = from {
            select = select.filter(audit_entry::Column::At.gte(from.millis()));
        }
        if let Some(until) = until {
            select = select.filter(audit_entry::Column::At.lt(until.millis()));
        }
        if let Some(Cursor { key, id }) = query.after {
            // The first condition says nothing new, but SQLite enters the index by it.
            select = select.filter(audit_entry::Column::At.lte(key));
            let place = [audit_entry::Column::At.into_expr(), audit_entry::Column::Id.into_expr()];
            select = select.filter(Expr::tuple(place).lt(Expr::tuple([key.into(), id.into()])));
        }
        let select = select.order_by_desc(audit_entry::Column::At).order_by_desc(audit_entry::Column::Id);
        let rows =
            select.limit(page::rows_wanted(query)).all(&self.inner.reader.of(scope)).await.map_err(read_error)?;
        let place = |entry: &AuditEntry| Cursor { key: entry.at.millis(), id: entry.id.uuid() };
        Ok(page::page(records(rows)?, query, place))
    }

    async fn audit_chain(&self, scope: TenantScope, after: Seq, limit: usize) -> Result<Vec<AuditEntry>, StoreError> {
        let chain = of(scope).filter(audit_entry::Column::Seq.gt(after));
        let select = chain.order_by_asc(audit_entry::Column::Seq).limit(limit as u64);
        records(select.all(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }

    async fn audit_head(&self, scope: TenantScope) -> Result<Option<AuditEntry>, StoreError> {
        let chain = of(scope).filter(audit_entry::Column::Seq.is_not_null());
        record(
            chain
                .order_by_desc(audit_entry::Column::Seq)
                .one(&self.inner.reader.of(scope))
                .await
                .map_err(read_error)?,
        )
    }

    async fn audit_loose(&self, limit: usize) -> Result<Vec<AuditEntry>, StoreError> {
        let loose = audit_entry::Entity::find().filter(audit_entry::Column::Seq.is_null());
        let select = loose.order_by_asc(audit_entry::Column::Id).limit(limit as u64);
        records(select.all(&self.inner.reader.across()).await.map_err(read_error)?)
    }
}

fn of(scope: TenantScope) -> Select<audit_entry::Entity> {
    audit_entry::Entity::find().filter(audit_entry::Column::ClientId.eq(scope.client_id().uuid()))
}
