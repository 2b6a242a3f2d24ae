use crate::{
    SeaStore,
    entity::{attachment, blob, record},
    error::read_error,
};
use async_trait::async_trait;
use chat_core::{Attachment, AttachmentId, Attachments, Blob, BlobId, ContentHash, StoreError, TenantScope};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select, sea_query::Expr};

/// What the index of the hashes asks for, in its own words.
const IS_LIVE: &str = "blobs.state IN ('keeping', 'kept')";

#[async_trait]
impl Attachments for SeaStore {
    async fn attachment(&self, scope: TenantScope, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
        let own = attachment::Entity::find().filter(attachment::Column::ClientId.eq(scope.client_id().uuid()));
        let select = own.filter(attachment::Column::Id.eq(id.uuid()));
        record(select.one(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }

    async fn blob(&self, scope: TenantScope, id: BlobId) -> Result<Option<Blob>, StoreError> {
        let select = blobs_of(scope).filter(blob::Column::Id.eq(id.uuid()));
        record(select.one(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }

    async fn blob_with(&self, scope: TenantScope, hash: ContentHash) -> Result<Option<Blob>, StoreError> {
        let select = blobs_of(scope).filter(blob::Column::Hash.eq(hash.0.to_vec())).filter(Expr::cust(IS_LIVE));
        record(select.one(&self.inner.reader.of(scope)).await.map_err(read_error)?)
    }
}

fn blobs_of(scope: TenantScope) -> Select<blob::Entity> {
    blob::Entity::find().filter(blob::Column::ClientId.eq(scope.client_id().uuid()))
}
