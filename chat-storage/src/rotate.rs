use crate::{
    entity::{account, agent, kept_answer, webhook, widget},
    error::{driver_read_error, read_error},
    keys::Sealing,
    store::Inner,
    wall::Sight,
    write::{Statement, Value},
};
use chat_core::StoreError;
use sea_orm::{ColumnTrait, EntityTrait, ModelTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// Records that are looked at in one go.
const PAGE: u64 = 100;

/// Each sealed column of an account with the statement that replaces what stands there.
const OF_ACCOUNTS: [(&str, account::Column, &str); 4] = [
    (
        "access_token",
        account::Column::AccessToken,
        "UPDATE whatsapp_accounts SET access_token = $3 WHERE id = $1 AND access_token = $2",
    ),
    (
        "app_secret",
        account::Column::AppSecret,
        "UPDATE whatsapp_accounts SET app_secret = $3 WHERE id = $1 AND app_secret = $2",
    ),
    (
        "previous_app_secret",
        account::Column::PreviousAppSecret,
        "UPDATE whatsapp_accounts SET previous_app_secret = $3 WHERE id = $1 AND previous_app_secret = $2",
    ),
    (
        "verify_token",
        account::Column::VerifyToken,
        "UPDATE whatsapp_accounts SET verify_token = $3 WHERE id = $1 AND verify_token = $2",
    ),
];

const OF_WIDGETS: &str = "UPDATE chat_widgets SET visitor_keys = $3 WHERE id = $1 AND visitor_keys = $2";

/// The same of a webhook.
const OF_WEBHOOKS: [(&str, webhook::Column, &str); 2] = [
    ("secret", webhook::Column::Secret, "UPDATE webhooks SET secret = $3 WHERE id = $1 AND secret = $2"),
    (
        "previous_secret",
        webhook::Column::PreviousSecret,
        "UPDATE webhooks SET previous_secret = $3 WHERE id = $1 AND previous_secret = $2",
    ),
];

/// The same of what a request was answered.
const OF_ANSWERS: [(&str, kept_answer::Column, &str); 2] = [
    ("request", kept_answer::Column::Request, "UPDATE kept_answers SET request = $3 WHERE id = $1 AND request = $2"),
    ("answer", kept_answer::Column::Answer, "UPDATE kept_answers SET answer = $3 WHERE id = $1 AND answer = $2"),
];

const OF_AGENTS: &str = "UPDATE agents SET second_factor = $3 WHERE id = $1 AND second_factor = $2";

pub(crate) async fn rotate_secrets(store: &Inner) -> Result<u64, StoreError> {
    let clients = rotate_accounts(store).await? + rotate_widgets(store).await? + rotate_webhooks(store).await?;
    Ok(clients + rotate_answers(store).await? + rotate_agents(store).await?)
}

async fn rotate_accounts(store: &Inner) -> Result<u64, StoreError> {
    let mut count = 0;
    let mut after = Uuid::nil();
    loop {
        let accounts = account::Entity::find().filter(account::Column::Id.gt(after));
        let page = accounts.order_by_asc(account::Column::Id).limit(PAGE).all(&store.reader.across()).await;
        let page = page.map_err(read_error)?;
        let Some(last) = page.last() else { return Ok(count) };
        after = last.id;
        for row in &page {
            for (name, column, update) in OF_ACCOUNTS {
                let sea_orm::Value::Bytes(Some(old)) = row.get(column) else { continue };
                count += seal_anew(store, account::place(name, row.id, row.client_id), old, update).await?;
            }
        }
    }
}

async fn rotate_widgets(store: &Inner) -> Result<u64, StoreError> {
    let mut count = 0;
    let mut after = Uuid::nil();
    loop {
        let widgets = widget::Entity::find().filter(widget::Column::Id.gt(after));
        let widgets = widgets.filter(widget::Column::VisitorKeys.is_not_null());
        let page = widgets.order_by_asc(widget::Column::Id).limit(PAGE).all(&store.reader.across()).await;
        let page = page.map_err(read_error)?;
        let Some(last) = page.last() else { return Ok(count) };
        after = last.id;
        for row in page {
            let Some(old) = row.visitor_keys else { continue };
            count += seal_anew(store, widget::place(row.id, row.client_id), old, OF_WIDGETS).await?;
        }
    }
}

async fn rotate_webhooks(store: &Inner) -> Result<u64, StoreError> {
    let mut count = 0;
    let mut after = Uuid::nil();
    loop {
        let webhooks = webhook::Entity::find().filter(webhook::Column::Id.gt(after));
        let page = webhooks.order_by_asc(webhook::Column::Id).limit(PAGE).all(&store.reader.across()).await;
        let page = page.map_err(read_error)?;
        let Some(last) = page.last() else { return Ok(count) };
        after = last.id;
        for row in &page {
            for (name, column, update) in OF_WEBHOOKS {
                let sea_orm::Value::Bytes(Some(old)) = row.get(column) else { continue };
                count += seal_anew(store, webhook::place(name, row.id, row.client_id), old, update).await?;
            }
        }
    }
}

async fn rotate_answers(store: &Inner) -> Result<u64, StoreError> {
    let mut count = 0;
    let mut after = Uuid::nil();
    loop {
        let answers = kept_answer::Entity::find().filter(kept_answer::Column::Id.gt(after));
        let page = answers.order_by_asc(kept_answer::Column::Id).limit(PAGE).all(&store.reader.across()).await;
        let page = page.map_err(read_error)?;
        let Some(last) = page.last() else { return Ok(count) };
        after = last.id;
        for row in &page {
            for (name, column, update) in OF_ANSWERS {
                let sea_orm::Value::Bytes(Some(old)) = row.get(column) else { continue };
                count += seal_anew(store, kept_answer::place(name, row.id, row.client_id), old, update).await?;
            }
        }
    }
}

async fn rotate_agents(store: &Inner) -> Result<u64, StoreError> {
    let mut count = 0;
    let mut after = Uuid::nil();
    loop {
        let agents = agent::Entity::find().filter(agent::Column::Id.gt(after));
        let agents = agents.filter(agent::Column::SecondFactor.is_not_null());
        let page = agents.order_by_asc(agent::Column::Id).limit(PAGE).all(&store.reader.across()).await;
        let page = page.map_err(read_error)?;
        let Some(last) = page.last() else { return Ok(count) };
        after = last.id;
        for row in page {
            let Some(old) = row.second_factor else { continue };
            count += seal_anew(store, agent::place(row.id, row.client_id), old, OF_AGENTS).await?;
        }
    }
}

/// Each secret is replaced only where the old one still stands, so that a command which writes meanwhile (and seals with the newest
/// key anyway) wins. Tells how many were replaced: one or none.
async fn seal_anew(store: &Inner, place: Sealing<'_>, old: Vec<u8>, update: &'static str) -> Result<u64, StoreError> {
    if store.keys.is_newest(&old) {
        return Ok(0);
    }
    let new = store.keys.seal(place, &store.keys.open(place, &old)?)?;
    let values = vec![Value::from(place.row), Value::from(old), Value::from(new)];
    let mut transaction = store.writer.begin(&Sight::Everything).await.map_err(driver_read_error)?;
    let count = transaction.execute(Statement::fixed(update, values)).await.map_err(driver_read_error)?;
    transaction.commit().await.map_err(driver_read_error)?;
    Ok(count)
}
