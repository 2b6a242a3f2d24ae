use super::Desk;
use crate::{
    Action, Attachment, AttachmentId, AttachmentState, Caller, Error, Incoming, Limited, Result, Subject, UploadError,
    Uploader, Whom, files::Uploading,
};

impl Desk {
    /// Takes a file in that goes with a message later: one of the next 24 hours, by whoever sits here.
    ///
    /// # Errors
    /// Whatever is told at [`UploadError`]; nothing of the file is kept then.
    pub async fn upload(&self, incoming: &mut dyn Incoming, caller: Option<Caller>) -> Result<Attachment, UploadError> {
        let intake = self.chat.file_intake().ok_or(UploadError::NoFiles)?;
        self.ask(Action::Upload, Subject::Client)?;
        if let Some(Caller(address)) = caller {
            self.chat.allow(Limited::Upload, Whom::Ip(address.into())).await?;
        }
        self.allow(Limited::Upload).await?;
        let uploader = Uploader::Agent(self.actor().agent_id);
        let uploading = Uploading { scope: self.scope(), uploader, by: Some(self.by()), caller, is_remote: false };
        intake.take(uploading, incoming).await
    }

    /// An attachment: one of a conversation that may be seen from here, or one that was handed in here and not sent yet.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn attachment(&self, id: AttachmentId) -> Result<Attachment> {
        let found = self.store().attachment(self.scope(), id).await?;
        let attachment = found.filter(|it| it.state != AttachmentState::Forgotten);
        let attachment = attachment.ok_or(Error::NotFound("attachment"))?;
        match attachment.conversation_id {
            Some(conversation) => drop(self.conversation(conversation).await?),
            None if attachment.uploader == Uploader::Agent(self.actor().agent_id) => {}
            None => return Err(Error::NotFound("attachment")),
        }
        Ok(attachment)
    }
}
