use super::Visit;
use crate::{Attachment, Caller, Incoming, Limited, UploadError, Uploader, Whom, files::Uploading};

impl Visit {
    /// Takes a file in that goes with a message later: one of the next 24 hours, by this visitor.
    ///
    /// # Errors
    /// Whatever is told at [`UploadError`]; nothing of the file is kept then.
    pub async fn upload(&self, incoming: &mut dyn Incoming, caller: Option<Caller>) -> Result<Attachment, UploadError> {
        let intake = self.chat.file_intake().ok_or(UploadError::NoFiles)?;
        let widget = self.store().widget(self.scope(), self.widget_id).await?;
        if !widget.is_some_and(|widget| widget.settings.file_upload) {
            return Err(UploadError::Off);
        }
        if let Some(Caller(address)) = caller {
            self.chat.allow(Limited::Upload, Whom::Ip(address.into())).await?;
        }
        self.allow(Limited::Upload).await?;
        let uploader = Uploader::Visitor(self.customer_id);
        intake.take(Uploading { scope: self.scope(), uploader, by: None, is_remote: false, caller }, incoming).await
    }

    /// The public key of the widget.
    pub fn widget_key(&self) -> &str {
        &self.widget_key
    }
}
