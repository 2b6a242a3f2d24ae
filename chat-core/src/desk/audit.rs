//! What a desk does with the audit log.

use super::Desk;
use crate::{
    Action, AuditEntry, AuditFilter, AuditSubject, Page, PageQuery, Result, Subject, audit::By, commands::NoteDeed,
};

impl Desk {
    /// What agents and API keys did, the latest first.
    ///
    /// # Errors
    /// Those of every read.
    pub async fn audit(&self, filter: &AuditFilter, page: PageQuery) -> Result<Page<AuditEntry>> {
        self.ask(Action::ReadAudit, Subject::Client)?;
        Ok(self.store().audit(self.scope(), filter, page).await?)
    }

    /// Notes in the audit log that a copy of the audit log is taken away.
    ///
    /// # Errors
    /// [`Error::Forbidden`](crate::Error::Forbidden), [`Error::Unavailable`](crate::Error::Unavailable).
    pub async fn note_audit_export(&self) -> Result<()> {
        self.ask(Action::ReadAudit, Subject::Client)?;
        self.note_deed("exportAudit", Vec::new()).await
    }

    /// Notes something in the audit log that changes no record: that a copy of some is taken away, or that a provider was asked for something.
    pub(super) async fn note_deed(&self, deed: &'static str, subjects: Vec<AuditSubject>) -> Result<()> {
        let entry = self.by().entry(deed.to_owned(), subjects, self.chat.env());
        self.execute(&NoteDeed { entry }).await
    }

    pub(super) fn by(&self) -> By<'_> {
        By {
            actor: self.actor(),
            credential: Some(&self.sign_in.credential),
            from: Some(&self.from),
            terms: Some(&self.terms),
        }
    }
}
