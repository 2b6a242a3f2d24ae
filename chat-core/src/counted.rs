//! What commands answer, at the revisions that the store has counted.

use crate::{
    Account, Agent, ApiKey, Attachment, AuthorizedDomain, Blob, Bookmark, Client, Conversation, CredentialId, Customer,
    CustomerId, CustomerIdentity, Definition, DossierEntry, Expected, Imported, Invitation, Job, Message, ReceivedCall,
    Revision, Said, Started, VisitorKey, Webhook, Widget, Write,
    commands::{Amended, Begun, Received, Recorded},
};
use uuid::Uuid;

/// Which records a commit has written, and what they were before.
#[derive(Debug)]
pub(crate) struct Written(Vec<(Uuid, Revision)>);

impl Written {
    pub(crate) fn of(writes: &[Write]) -> Self {
        let before = |write: &Write| match write.expected {
            Expected::Absent => 0,
            Expected::Revision(revision) => revision,
        };
        Self(writes.iter().map(|write| (write.record.name().1, before(write))).collect())
    }

    fn has(&self, id: Uuid, revision: Revision) -> bool {
        self.0.contains(&(id, revision))
    }
}

/// What a command answers. It is decided before the store counts the writing of what it tells of.
pub(crate) trait Counted {
    /// Brings the revisions of what was written up to date.
    fn count(&mut self, written: &Written);
}

macro_rules! records {
    ($($kind:ty)*) => {$(
        impl Counted for $kind {
            fn count(&mut self, written: &Written) {
                if written.has(self.id.uuid(), self.revision) {
                    self.revision += 1;
                }
            }
        }
    )*};
}

records! { Account Agent ApiKey Attachment AuthorizedDomain Blob Bookmark Client Conversation Customer CustomerIdentity Definition
DossierEntry Invitation Job Message ReceivedCall Webhook Widget }

macro_rules! uncounted {
    ($($kind:ty)*) => {$(
        impl Counted for $kind {
            fn count(&mut self, _: &Written) {}
        }
    )*};
}

// What tells of no revision.
uncounted! { () bool usize Amended Begun CredentialId CustomerId Imported Received Recorded VisitorKey }

impl<T: Counted> Counted for Option<T> {
    fn count(&mut self, written: &Written) {
        if let Some(counted) = self {
            counted.count(written);
        }
    }
}

impl<T: Counted> Counted for Vec<T> {
    fn count(&mut self, written: &Written) {
        self.iter_mut().for_each(|counted| counted.count(written));
    }
}

impl<T: Counted, U: Counted> Counted for (T, U) {
    fn count(&mut self, written: &Written) {
        self.0.count(written);
        self.1.count(written);
    }
}

impl Counted for Started {
    fn count(&mut self, written: &Written) {
        self.message.count(written);
    }
}

impl Counted for Said {
    fn count(&mut self, written: &Written) {
        self.message.count(written);
        self.conversation.count(written);
    }
}
