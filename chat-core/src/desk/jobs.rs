//! One change to many conversations.

use super::Desk;
use crate::{
    Action, ConversationFilter, ConversationId, ConversationOrder, ConversationPatch, Error, Job, JobId, PageQuery,
    Result, Subject,
    commands::{CancelJob, StartJob},
};

/// Which conversations a job changes.
#[derive(Clone, PartialEq, Debug)]
pub enum BulkTarget {
    /// These, in this order.
    Ids(Vec<ConversationId>),
    /// Those that meet a filter at the moment.
    Filter(ConversationFilter),
}

impl Desk {
    /// The most jobs that are listed.
    pub const JOBS_MAX: usize = 100;

    /// Asks for one change to many conversations, which is made in the background on the actor's behalf. Each is changed as
    /// [`Desk::change_conversation`] does it; those that cannot be are told by the job.
    ///
    /// # Errors
    /// [`Error::Invalid`] for more than [`Job::CONVERSATIONS_MAX`] conversations and for a filter that breaks a limit;
    /// [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn change_conversations(&self, target: BulkTarget, patch: &ConversationPatch) -> Result<Job> {
        self.ask(Action::ChangeConversation, Subject::Client)?;
        let too_many = || {
            let problem = format!("at most {} conversations at a time, please", Job::CONVERSATIONS_MAX);
            Error::invalid("conversations", problem)
        };
        let conversations = match target {
            BulkTarget::Ids(ids) => ids,
            BulkTarget::Filter(filter) => {
                let (mut ids, mut next) = (Vec::new(), Some(PageQuery::first(PageQuery::LIMIT_MAX)));
                while let Some(page) = next {
                    let page = self.conversations_by(ConversationOrder::Latest, &filter, page).await?;
                    ids.extend(page.items.iter().map(|conversation| conversation.id));
                    next = page.next.map(|after| PageQuery { limit: PageQuery::LIMIT_MAX, after: Some(after) });
                    if ids.len() > Job::CONVERSATIONS_MAX {
                        return Err(too_many());
                    }
                }
                ids
            }
        };
        if conversations.len() > Job::CONVERSATIONS_MAX {
            return Err(too_many());
        }
        let command = StartJob { actor: self.actor(), conversations: &conversations, patch };
        self.execute(&command).await
    }

    /// The client's jobs, the newest first: at most [`Desk::JOBS_MAX`].
    ///
    /// # Errors
    /// Those of every read.
    pub async fn jobs(&self) -> Result<Vec<Job>> {
        self.ask(Action::Read, Subject::Client)?;
        Ok(self.store().jobs(self.scope(), Self::JOBS_MAX).await?)
    }

    /// One job.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn job(&self, id: JobId) -> Result<Job> {
        self.ask(Action::Read, Subject::Client)?;
        self.store().job(self.scope(), id).await?.ok_or(Error::NotFound("job"))
    }

    /// Stops a job; what was done stays done.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn cancel_job(&self, id: JobId) -> Result<Job> {
        let command = CancelJob { job: id };
        self.execute(&command).await
    }
}
