//! Files that providers have of messages that are here.

use super::Intake;
use crate::{
    Account, AttachmentId, Channel, Fault, Inbound, InboundAmendment, InboundMessage, IncomingCall, NotFetched,
    ReceivedCall, ReceivedCallState, RemoteFile, Result, TenantScope, UploadError, Uploader,
    commands::{FillMessage, SettleCall, Wanted},
    files::{self, Uploading},
};
use futures_util::{StreamExt, TryStreamExt, stream};
use std::{sync::Arc, time::Duration};

/// A message whose files are still to be fetched.
struct Unfetched {
    /// As it was kept, under the name that it is known by.
    message: InboundMessage,
    wanted: Wanted,
}

impl Intake<'_> {
    /// How many messages' files are fetched at the same time.
    const FETCHED_AT_ONCE: usize = 8;
    /// How many messages' files are fetched in one go.
    const FETCHED_MAX: usize = 64;
    /// How long a message whose files are fetched is left alone by others.
    const FETCH_LEASE: Duration = Duration::from_secs(300);

    /// Fetches the files of messages that are due, and tells of how many messages they are there now.
    pub(crate) async fn fetch_once(self) -> Result<usize> {
        let (store, now) = (&self.executor.store, self.executor.env.now());
        let due = store.due_calls(ReceivedCallState::Fetching, now, Self::FETCHED_MAX).await?;
        let fetched = stream::iter(due).map(|kept| self.fetch_kept(kept)).buffer_unordered(Self::FETCHED_AT_ONCE);
        fetched.try_fold(0, async |sum, is_there| Ok(sum + usize::from(is_there))).await
    }

    /// Fetches the files of one message, and notes how it went; tells whether they are there.
    async fn fetch_kept(self, kept: ReceivedCall) -> Result<bool> {
        let scope = TenantScope::from(&kept);
        let Some(kept) = self.claim(&[kept], scope, Self::FETCH_LEASE).await?.pop() else { return Ok(false) };
        let unfetched = self.unfetched(&kept);
        let outcome = match &unfetched {
            Some(unfetched) => self.fetch(&kept, unfetched, scope).await?,
            None => never("it cannot be read any more"),
        };
        let (problem, is_final) = match &outcome {
            Ok(()) => (None, false),
            Err(NotFetched::Later(fault)) => (Some(fault), SettleCall::is_last(&kept)),
            Err(NotFetched::Never(fault)) => (Some(fault), true),
        };
        if let (Some(fault), true, Some(unfetched)) = (problem, is_final, &unfetched) {
            self.fill(scope, unfetched, &[], Some(fault)).await?;
        }
        let problem = problem.map(|fault| fault.message.as_str());
        self.note(&SettleCall { call: &kept, problem, is_final }).await
    }

    /// What was kept.
    fn unfetched(self, kept: &ReceivedCall) -> Option<Unfetched> {
        let call = IncomingCall { headers: Vec::new(), body: kept.body.clone().into() };
        let mut items = self.channel(&kept.source)?.receive(&call).ok()?;
        match items.pop()?.inbound {
            Inbound::Message(message) => Some(Unfetched { message: *message, wanted: Wanted::AsWritten }),
            Inbound::Foreign(foreign) => Some(Unfetched { message: foreign.message, wanted: Wanted::AsWritten }),
            Inbound::Amendment(amendment) => {
                let InboundAmendment { target, message, .. } = *amendment;
                let wanted = Wanted::AsEdited(message.sent_at);
                Some(Unfetched { message: InboundMessage { external_id: target, ..message }, wanted })
            }
            _ => None,
        }
    }

    async fn fetch(
        self,
        kept: &ReceivedCall,
        unfetched: &Unfetched,
        scope: TenantScope,
    ) -> Result<Result<(), NotFetched>> {
        let Some(files) = self.files else { return Ok(never("no files are kept here")) };
        let intake = files::Intake { files, executor: self.executor };
        let Some(channel) = self.channel(&kept.source) else { return Ok(never("this server has no such channel")) };
        let store = &self.executor.store;
        let account = match kept.account_id {
            Some(id) => store.account(scope, id).await?,
            None => None,
        };
        let Some(account) = account else { return Ok(never("the account is not there any more")) };
        let known = store.message_by_external(scope, &unfetched.message.external_id).await?;
        let Some(known) = known.filter(|it| unfetched.wanted.are_missing(it)) else {
            return Ok(Ok(()));
        };
        let Some(customer) = store.conversation(scope, known.conversation_id).await?.and_then(|it| it.customer_id)
        else {
            return Ok(never("the conversation has no customer"));
        };
        let uploading =
            Uploading { scope, uploader: Uploader::Visitor(customer), by: None, caller: None, is_remote: true };
        let mut attached: Vec<AttachmentId> = Vec::new();
        let mut refused = None;
        for file in &unfetched.message.files {
            match fetched(&intake, channel, &account, file, uploading).await {
                Ok(id) => attached.push(id),
                Err(NotFetched::Never(fault)) => refused = Some(fault),
                Err(later) => return Ok(Err(later)),
            }
        }
        self.fill(scope, unfetched, &attached, refused.as_ref()).await?;
        Ok(Ok(()))
    }

    async fn fill(
        self,
        scope: TenantScope,
        unfetched: &Unfetched,
        files: &[AttachmentId],
        fault: Option<&Fault>,
    ) -> Result<bool> {
        let Unfetched { message, wanted } = unfetched;
        let command = FillMessage { external_id: &message.external_id, wanted: *wanted, files, fault };
        self.executor.execute(None, scope, &command).await
    }
}

/// That a message will never have its files.
fn never(reason: &str) -> Result<(), NotFetched> {
    Err(NotFetched::Never(Fault::new("not_fetched", reason)))
}

/// Fetches a file, looks into it and keeps it.
async fn fetched(
    intake: &files::Intake<'_>,
    channel: &Arc<dyn Channel>,
    account: &Account,
    file: &RemoteFile,
    uploading: Uploading<'_>,
) -> Result<AttachmentId, NotFetched> {
    let mut incoming = channel.fetch(account, file).await?;
    let taken = intake.take(uploading, &mut *incoming).await;
    taken.map(|attachment| attachment.id).map_err(|error| {
        let fault = Fault::new("not_fetched", &format!("The file was not taken: {error}"));
        match error {
            UploadError::TooLarge { .. } | UploadError::Refused(_) | UploadError::Infected | UploadError::NoFiles => {
                NotFetched::Never(fault)
            }
            _ => NotFetched::Later(fault),
        }
    })
}
