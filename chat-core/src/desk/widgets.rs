//! What a desk does with widgets.

use super::Desk;
use crate::{
    Action, Error, NewVisitorKey, NewWidget, Result, Subject, VisitorKey, Widget, WidgetId, WidgetPatch, WidgetStatus,
    commands::{AddVisitorKey, ChangeWidget, CreateWidget, RemoveVisitorKey},
    visit::PreviewToken,
};

impl Desk {
    /// The client's widgets, the oldest first.
    ///
    /// # Errors
    /// Those of every read.
    pub async fn widgets(&self) -> Result<Vec<Widget>> {
        self.ask(Action::ReadWidgets, Subject::Client)?;
        let mut widgets = self.store().widgets(self.scope()).await?;
        widgets.retain(|widget| self.actor().reach.has_widget(widget.id));
        Ok(widgets)
    }

    /// One widget.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn widget(&self, id: WidgetId) -> Result<Widget> {
        self.ask(Action::ReadWidgets, Subject::Client)?;
        self.reach_widget(id)?;
        let widget = self.store().widget(self.scope(), id).await?;
        widget.filter(|it| it.status != WidgetStatus::Deleted).ok_or(Error::NotFound("widget"))
    }

    /// A ticket that shows a widget for an hour on a page of the module's own, whether or not it appears anywhere
    /// ([`Chat::boot_preview`](crate::Chat::boot_preview)).
    ///
    /// # Errors
    /// Those of [`Desk::widget`].
    pub async fn preview(&self, id: WidgetId) -> Result<String> {
        let widget = self.widget(id).await?;
        let (tokens, now) = (self.chat.tokens(), self.chat.env().now());
        Ok(tokens.sign(PreviewToken { widget: widget.public_key }, now))
    }

    /// Makes a widget.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every field that is wrong, [`Error::Conflict`] when there are [`Widget::COUNT_MAX`] already;
    /// [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn create_widget(&self, new: &NewWidget) -> Result<Widget> {
        self.reach_all()?;
        let command = CreateWidget { new };
        self.execute(&command).await
    }

    /// Changes, activates or deactivates a widget.
    ///
    /// # Errors
    /// [`Error::Invalid`], [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn change_widget(&self, id: WidgetId, patch: &WidgetPatch) -> Result<Widget> {
        self.reach_widget(id)?;
        let command = ChangeWidget { widget: id, patch };
        self.execute(&command).await
    }

    /// Takes a widget away for good. Its conversations stay.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn delete_widget(&self, id: WidgetId) -> Result<()> {
        let patch = WidgetPatch { status: Some(WidgetStatus::Deleted), ..WidgetPatch::default() };
        self.change_widget(id, &patch).await.map(drop)
    }

    /// Adds a key that the identities of a widget's visitors are checked with. At most [`VisitorKey::COUNT_MAX`] of a kind count
    /// at a time, so that one can be put in the place of another without a gap.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a key that cannot be used, [`Error::Conflict`] when its name is taken or there are enough;
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn add_visitor_key(&self, widget: WidgetId, new: &NewVisitorKey) -> Result<VisitorKey> {
        self.reach_widget(widget)?;
        let command = AddVisitorKey { widget, new };
        self.execute(&command).await
    }

    /// Removes a key: identities that were signed with it count no more.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn remove_visitor_key(&self, widget: WidgetId, kid: &str) -> Result<()> {
        self.reach_widget(widget)?;
        let command = RemoveVisitorKey { widget, kid };
        self.execute(&command).await
    }
}
