use super::{ids, page, text};
use crate::{
    SeaStore,
    entity::{customer, dossier, identity, record, records},
    error::read_error,
};
use async_trait::async_trait;
use chat_core::{
    Cursor, Customer, CustomerId, CustomerIdentity, Customers, DossierEntry, DossierEntryId, DossierKind, IdentityKey,
    Page, PageQuery, StoreError, TenantScope,
};
use sea_orm::{
    ColumnTrait, Condition, DbBackend, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Select, Statement,
    sea_query::{Expr, Query},
};

/// What the list's index on PostgreSQL asks for; it is always so.
const IS_LISTED: &str = "customers.created_at >= 0";
/// What the index of identities asks for, in its own words.
const IS_LIVE: &str = "customer_identities.removed_at IS NULL";
/// The same of dossiers.
const IS_KEPT: &str = "customer_dossiers.removed_at IS NULL";

const BY_ID_SQLITE: &str =
    "SELECT * FROM customers WHERE client_id = $1 AND id IN (SELECT unhex(value) FROM json_each($2))";
const BY_ID_POSTGRES: &str = "SELECT * FROM customers WHERE client_id = $1 AND id = ANY($2)";

#[async_trait]
impl Customers for SeaStore {
    async fn customer(&self, scope: TenantScope, id: CustomerId) -> Result<Option<Customer>, StoreError> {
        let row = of(scope).filter(customer::Column::Id.eq(id.uuid())).one(&self.inner.reader.of(scope)).await;
        record(row.map_err(read_error)?)
    }

    async fn customers_by_id(&self, scope: TenantScope, ids: &[CustomerId]) -> Result<Vec<Customer>, StoreError> {
        let backend = self.inner.reader.backend();
        let sql = if backend == DbBackend::Sqlite { BY_ID_SQLITE } else { BY_ID_POSTGRES };
        let values = [scope.client_id().uuid().into(), ids::bound(backend, ids.iter().map(|id| id.uuid()))];
        let select = customer::Entity::find().from_raw_sql(Statement::from_sql_and_values(backend, sql, values));
        records(select.all(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }

    async fn customers(
        &self,
        scope: TenantScope,
        text: Option<&str>,
        query: PageQuery,
    ) -> Result<Page<Customer>, StoreError> {
        let backend = self.inner.reader.backend();
        let mut select = of(scope).filter(Expr::cust(IS_LISTED)).filter(customer::Column::MergedInto.is_null());
        if let Some(text) = text {
            let known_by = Query::select()
                .column(identity::Column::CustomerId)
                .from(identity::Entity)
                .and_where(identity::Column::ClientId.eq(scope.client_id().uuid()))
                .and_where(Expr::cust(IS_LIVE))
                .and_where(text::contains(backend, "customer_identities.value", text))
                .to_owned();
            let contact = ["customers.name", "customers.email", "customers.phone"];
            let contact = contact.into_iter().map(|column| text::contains(backend, column, text));
            let is_called = contact.fold(Condition::any(), Condition::add);
            select = select.filter(is_called.add(customer::Column::Id.in_subquery(known_by)));
        }
        if let Some(Cursor { key, id }) = query.after {
            // The first condition says nothing new, but SQLite enters the index by it.
            select = select.filter(customer::Column::CreatedAt.lte(key));
            let place = Expr::tuple([customer::Column::CreatedAt.into_expr(), customer::Column::Id.into_expr()]);
            select = select.filter(place.lt(Expr::tuple([key.into(), id.into()])));
        }
        let select = select.order_by_desc(customer::Column::CreatedAt).order_by_desc(customer::Column::Id);
        let rows =
            select.limit(page::rows_wanted(query)).all(&self.inner.reader.of(scope)).await.map_err(read_error)?;
        let place = |customer: &Customer| Cursor { key: customer.created_at.millis(), id: customer.id.uuid() };
        Ok(page::page(records(rows)?, query, place))
    }

    async fn customer_at(&self, scope: TenantScope, key: &IdentityKey) -> Result<Option<Customer>, StoreError> {
        let known = Query::select()
            .column(identity::Column::CustomerId)
            .from(identity::Entity)
            .and_where(identity::Column::Value.eq(key.value.as_str()))
            .and_where(identity::Column::Kind.eq(key.kind.as_str()))
            .and_where(Expr::cust(IS_LIVE))
            .and_where(identity::Column::ClientId.eq(scope.client_id().uuid()))
            .to_owned();
        let row = of(scope).filter(customer::Column::Id.in_subquery(known)).one(&self.inner.reader.of(scope)).await;
        record(row.map_err(read_error)?)
    }

    async fn identities(&self, scope: TenantScope, customer: CustomerId) -> Result<Vec<CustomerIdentity>, StoreError> {
        let select = identity::Entity::find()
            .filter(identity::Column::ClientId.eq(scope.client_id().uuid()))
            .filter(identity::Column::CustomerId.eq(customer.uuid()))
            .filter(Expr::cust(IS_LIVE))
            .order_by_asc(identity::Column::CreatedAt)
            .order_by_asc(identity::Column::Id);
        records(select.all(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }

    async fn dossier_entry(&self, scope: TenantScope, id: DossierEntryId) -> Result<Option<DossierEntry>, StoreError> {
        let row = dossiers_of(scope).filter(dossier::Column::Id.eq(id.uuid())).one(&self.inner.reader.of(scope)).await;
        record(row.map_err(read_error)?)
    }

    async fn dossier_entry_named(&self, scope: TenantScope, name: &str) -> Result<Option<DossierEntry>, StoreError> {
        let row = dossiers_of(scope).filter(dossier::Column::Name.eq(name)).one(&self.inner.reader.of(scope)).await;
        record(row.map_err(read_error)?)
    }

    async fn dossier(
        &self,
        scope: TenantScope,
        kind: DossierKind,
        customer: Option<CustomerId>,
        query: PageQuery,
    ) -> Result<Page<DossierEntry>, StoreError> {
        let mut select = dossiers_of(scope).filter(dossier::Column::Kind.eq(kind.as_str())).filter(Expr::cust(IS_KEPT));
        if let Some(customer) = customer {
            select = select.filter(dossier::Column::CustomerId.eq(customer.uuid()));
        }
        if let Some(Cursor { key, id }) = query.after {
            select = select.filter(dossier::Column::CreatedAt.lte(key));
            let place = Expr::tuple([dossier::Column::CreatedAt.into_expr(), dossier::Column::Id.into_expr()]);
            select = select.filter(place.lt(Expr::tuple([key.into(), id.into()])));
        }
        let select = select.order_by_desc(dossier::Column::CreatedAt).order_by_desc(dossier::Column::Id);
        let rows =
            select.limit(page::rows_wanted(query)).all(&self.inner.reader.of(scope)).await.map_err(read_error)?;
        let place = |entry: &DossierEntry| Cursor { key: entry.created_at.millis(), id: entry.id.uuid() };
        Ok(page::page(records(rows)?, query, place))
    }
}

fn dossiers_of(scope: TenantScope) -> Select<dossier::Entity> {
    dossier::Entity::find().filter(dossier::Column::ClientId.eq(scope.client_id().uuid()))
}

fn of(scope: TenantScope) -> Select<customer::Entity> {
    customer::Entity::find().filter(customer::Column::ClientId.eq(scope.client_id().uuid()))
}
