use crate::{SeaStore, entity::account, error::read_error, reader::Reading};
use async_trait::async_trait;
use chat_core::{Account, AccountId, AccountStatus, Accounts, StoreError, TenantScope};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};

#[async_trait]
impl Accounts for SeaStore {
    async fn account(&self, scope: TenantScope, id: AccountId) -> Result<Option<Account>, StoreError> {
        let row = of(scope).filter(account::Column::Id.eq(id.uuid())).one(&self.inner.reader.of(scope)).await;
        row.map_err(read_error)?.map(|row| row.open(&self.inner.keys)).transpose()
    }

    async fn accounts(&self, scope: TenantScope) -> Result<Vec<Account>, StoreError> {
        let select = connected(of(scope)).order_by_asc(account::Column::CreatedAt).order_by_asc(account::Column::Id);
        self.open_accounts(self.inner.reader.of(scope), select).await
    }
}

fn of(scope: TenantScope) -> Select<account::Entity> {
    account::Entity::find().filter(account::Column::ClientId.eq(scope.client_id().uuid()))
}

/// Those that are not disconnected.
pub(super) fn connected(select: Select<account::Entity>) -> Select<account::Entity> {
    select.filter(account::Column::Status.ne(AccountStatus::Disconnected.as_str()))
}

impl SeaStore {
    /// Reads accounts and opens their secrets.
    pub(super) async fn open_accounts(
        &self,
        reading: Reading<'_>,
        select: Select<account::Entity>,
    ) -> Result<Vec<Account>, StoreError> {
        let rows = select.all(&reading).await.map_err(read_error)?;
        rows.into_iter().map(|row| row.open(&self.inner.keys)).collect()
    }
}
