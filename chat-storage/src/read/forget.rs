//! What has been kept for long enough goes.

use crate::{SeaStore, error::driver_read_error, wall::Sight, write::Statement};
use chat_core::{StoreError, Timestamp};

impl SeaStore {
    /// Deletes, by a statement that takes the two, up to `limit` rows of all clients whose time has come by `moment`; tells how many
    /// those were. Each writes about `row_bytes`.
    pub(super) async fn forget(
        &self,
        sql: &'static str,
        moment: Timestamp,
        limit: usize,
        row_bytes: u64,
    ) -> Result<usize, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let forget = Statement::fixed(sql, vec![moment.millis().into(), limit.into()]);
        let mut transaction = self.inner.writer.begin(&Sight::Everything).await.map_err(driver_read_error)?;
        let count = transaction.execute(forget).await.map_err(driver_read_error)?;
        transaction.commit().await.map_err(driver_read_error)?;
        self.inner.writer.committed(count * row_bytes).await;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }
}
