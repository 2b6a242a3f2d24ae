use crate::{
    entity::account::{self, Column},
    error::driver_read_error,
    store::Inner,
    write::{Statement, Value},
};
use chat_core::StoreError;
use sea_orm::{ColumnTrait, EntityTrait, ModelTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// Accounts that are looked at in one go.
const PAGE: u64 = 100;

/// Each sealed column with the statement that replaces what stands there.
const SEALED: [(&str, Column, &str); 4] = [
    (
        "access_token",
        Column::AccessToken,
        "UPDATE whatsapp_accounts SET access_token = $3 WHERE id = $1 AND access_token = $2",
    ),
    ("app_secret", Column::AppSecret, "UPDATE whatsapp_accounts SET app_secret = $3 WHERE id = $1 AND app_secret = $2"),
    (
        "previous_app_secret",
        Column::PreviousAppSecret,
        "UPDATE whatsapp_accounts SET previous_app_secret = $3 WHERE id = $1 AND previous_app_secret = $2",
    ),
    (
        "verify_token",
        Column::VerifyToken,
        "UPDATE whatsapp_accounts SET verify_token = $3 WHERE id = $1 AND verify_token = $2",
    ),
];

pub(crate) async fn rotate_secrets(store: &Inner) -> Result<u64, StoreError> {
    let mut count = 0;
    let mut after = Uuid::nil();
    loop {
        let accounts = account::Entity::find().filter(Column::Id.gt(after));
        let page = accounts.order_by_asc(Column::Id).limit(PAGE).all(&store.reader).await;
        let page = page.map_err(crate::error::read_error)?;
        let Some(last) = page.last() else { return Ok(count) };
        after = last.id;
        for row in &page {
            count += rotate_account(store, row).await?;
        }
    }
}

/// Each secret is replaced only where the old one still stands, so that a command which writes meanwhile (and seals with the newest
/// key anyway) wins.
async fn rotate_account(store: &Inner, row: &account::Model) -> Result<u64, StoreError> {
    let mut count = 0;
    for (name, column, update) in SEALED {
        let sea_orm::Value::Bytes(Some(old)) = row.get(column) else { continue };
        if store.keys.is_newest(&old) {
            continue;
        }
        let place = account::place(name, row.id, row.client_id);
        let new = store.keys.seal(place, &store.keys.open(place, &old)?)?;
        let values = vec![Value::from(row.id), Value::from(old), Value::from(new)];
        let mut transaction = store.writer.begin().await.map_err(driver_read_error)?;
        count += transaction.execute(Statement::fixed(update, values)).await.map_err(driver_read_error)?;
        transaction.commit().await.map_err(driver_read_error)?;
    }
    Ok(count)
}
