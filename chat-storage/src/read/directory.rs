use super::{accounts::connected, widgets::live};
use crate::{
    SeaStore,
    entity::{
        account, agent, api_key, attachment, blob, client, conversation, domain, invitation, record, records, session,
        widget,
    },
    error::read_error,
};
use async_trait::async_trait;
use chat_core::{
    Account, AccountStatus, Agent, ApiKey, Attachment, AttachmentId, AuthorizedDomain, Blob, Client, Conversation,
    Directory, Invitation, Session, Source, StoreError, Timestamp, TokenHash, Widget,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

#[async_trait]
impl Directory for SeaStore {
    async fn clients(&self) -> Result<Vec<Client>, StoreError> {
        let select = client::Entity::find().order_by_asc(client::Column::CreatedAt).order_by_asc(client::Column::Id);
        records(select.all(&self.inner.reader.across()).await.map_err(read_error)?)
    }

    async fn agent_by_email(&self, email: &str) -> Result<Option<Agent>, StoreError> {
        self.open_agent(self.inner.reader.across(), agent::Entity::find().filter(agent::Column::Email.eq(email))).await
    }

    async fn session_by_hash(&self, hash: TokenHash) -> Result<Option<Session>, StoreError> {
        let select = session::Entity::find().filter(session::Column::TokenHash.eq(hash.0.to_vec()));
        record(select.one(&self.inner.reader.across()).await.map_err(read_error)?)
    }

    async fn api_key_by_hash(&self, hash: TokenHash) -> Result<Option<ApiKey>, StoreError> {
        let select = api_key::Entity::find().filter(api_key::Column::TokenHash.eq(hash.0.to_vec()));
        record(select.one(&self.inner.reader.across()).await.map_err(read_error)?)
    }

    async fn invitation_by_hash(&self, hash: TokenHash) -> Result<Option<Invitation>, StoreError> {
        let select = invitation::Entity::find().filter(invitation::Column::TokenHash.eq(hash.0.to_vec()));
        record(select.one(&self.inner.reader.across()).await.map_err(read_error)?)
    }

    async fn open_invitations(&self, email: &str, now: Timestamp, limit: usize) -> Result<Vec<Invitation>, StoreError> {
        let select = invitation::Entity::find()
            .filter(invitation::Column::Email.eq(email))
            .filter(invitation::Column::EndedAt.is_null())
            .filter(invitation::Column::ExpiresAt.gt(now.millis()))
            .order_by_asc(invitation::Column::CreatedAt)
            .order_by_asc(invitation::Column::Id);
        records(select.limit(limit as u64).all(&self.inner.reader.across()).await.map_err(read_error)?)
    }

    async fn agents_to_relieve(&self, now: Timestamp, limit: usize) -> Result<Vec<Agent>, StoreError> {
        let select = agent::Entity::find()
            .filter(agent::Column::RelieveAt.lte(now.millis()))
            .order_by_asc(agent::Column::RelieveAt)
            .order_by_asc(agent::Column::Id);
        let rows = select.limit(limit as u64).all(&self.inner.reader.across()).await.map_err(read_error)?;
        rows.into_iter().map(|row| row.open(&self.inner.keys)).collect()
    }

    async fn account_at(&self, source: &Source, address: &str) -> Result<Option<Account>, StoreError> {
        let select = connected(of_source(source)).filter(account::Column::PhoneNumberId.eq(address));
        Ok(self.open_accounts(self.inner.reader.across(), select).await?.pop())
    }

    async fn accounts_of_business(&self, source: &Source, business: &str) -> Result<Vec<Account>, StoreError> {
        let select = connected(of_source(source)).filter(account::Column::BusinessAccountId.eq(business));
        let select = select.order_by_asc(account::Column::CreatedAt).order_by_asc(account::Column::Id);
        self.open_accounts(self.inner.reader.across(), select).await
    }

    async fn accounts_of_source(&self, source: &Source, limit: usize) -> Result<Vec<Account>, StoreError> {
        let select = connected(of_source(source));
        let select = select.order_by_desc(account::Column::UpdatedAt).order_by_desc(account::Column::Id);
        self.open_accounts(self.inner.reader.across(), select.limit(limit as u64)).await
    }

    async fn widget_by_key(&self, public_key: &str) -> Result<Option<Widget>, StoreError> {
        self.open_widget(
            self.inner.reader.across(),
            live(widget::Entity::find()).filter(widget::Column::PublicKey.eq(public_key)),
        )
        .await
    }

    async fn accounts_to_check(&self, now: Timestamp, limit: usize) -> Result<Vec<Account>, StoreError> {
        let select = account::Entity::find()
            .filter(account::Column::Status.eq(AccountStatus::Paused.as_str()))
            .filter(account::Column::NextCheckAt.lte(now.millis()))
            .order_by_asc(account::Column::NextCheckAt)
            .order_by_asc(account::Column::Id);
        self.open_accounts(self.inner.reader.across(), select.limit(limit as u64)).await
    }

    async fn domains_to_check(&self, now: Timestamp, limit: usize) -> Result<Vec<AuthorizedDomain>, StoreError> {
        let select = domain::Entity::find()
            .filter(domain::Column::NextCheckAt.lte(now.millis()))
            .order_by_asc(domain::Column::NextCheckAt)
            .order_by_asc(domain::Column::Id);
        records(select.limit(limit as u64).all(&self.inner.reader.across()).await.map_err(read_error)?)
    }

    async fn conversations_to_wake(&self, now: Timestamp, limit: usize) -> Result<Vec<Conversation>, StoreError> {
        let select = conversation::Entity::find()
            .filter(conversation::Column::SnoozedUntil.lte(now.millis()))
            .order_by_asc(conversation::Column::SnoozedUntil)
            .order_by_asc(conversation::Column::Id);
        records(select.limit(limit as u64).all(&self.inner.reader.across()).await.map_err(read_error)?)
    }

    async fn attachment_by_id(&self, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
        let select = attachment::Entity::find().filter(attachment::Column::Id.eq(id.uuid()));
        record(select.one(&self.inner.reader.across()).await.map_err(read_error)?)
    }

    async fn attachments_to_forget(&self, now: Timestamp, limit: usize) -> Result<Vec<Attachment>, StoreError> {
        let select = attachment::Entity::find()
            .filter(attachment::Column::DueAt.lte(now.millis()))
            .order_by_asc(attachment::Column::DueAt)
            .order_by_asc(attachment::Column::Id);
        records(select.limit(limit as u64).all(&self.inner.reader.across()).await.map_err(read_error)?)
    }

    async fn blobs_to_forget(&self, now: Timestamp, limit: usize) -> Result<Vec<Blob>, StoreError> {
        let select = blob::Entity::find()
            .filter(blob::Column::DueAt.lte(now.millis()))
            .order_by_asc(blob::Column::DueAt)
            .order_by_asc(blob::Column::Id);
        records(select.limit(limit as u64).all(&self.inner.reader.across()).await.map_err(read_error)?)
    }
}

fn of_source(source: &Source) -> Select<account::Entity> {
    account::Entity::find().filter(account::Column::Source.eq(source.as_str()))
}
