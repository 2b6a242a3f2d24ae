use super::{MemoryStore, fault::MemoryFault, keys::OwnKey};
use crate::{Attachment, AttachmentId, Attachments, Blob, BlobId, ContentHash, StoreError, TenantScope};
use async_trait::async_trait;

#[async_trait]
impl Attachments for MemoryStore {
    async fn attachment(&self, scope: TenantScope, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
        self.with(|state| state.tenant(scope)?.attachments.get(&id).cloned())
    }

    async fn blob(&self, scope: TenantScope, id: BlobId) -> Result<Option<Blob>, StoreError> {
        self.with(|state| state.tenant(scope)?.blobs.get(&id).cloned())
    }

    async fn blob_with(&self, scope: TenantScope, hash: ContentHash) -> Result<Option<Blob>, StoreError> {
        self.with(|state| {
            let tenant = state.tenant(scope)?;
            if state.faults.has(MemoryFault::FindForgottenBytes) {
                return tenant.blobs.values().find(|blob| blob.hash == hash).cloned();
            }
            tenant.blobs.get(&BlobId::from_uuid(*tenant.keys.get(&OwnKey::Bytes(hash))?)).cloned()
        })
    }
}
