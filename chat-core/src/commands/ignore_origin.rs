use super::widget::{live_widget, widget_changed};
use crate::{Action, Changes, ChatStore, Env, Error, Origin, Result, TenantScope, Widget, WidgetId, executor::Command};
use async_trait::async_trait;
use std::hash::Hash;

/// Whether a website is to be heard of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ignoring {
    /// It is not.
    On,
    /// It is again.
    Off,
}

/// Says whether a widget's owner wants to hear of a website that embeds it without being allowed to.
#[derive(Debug)]
pub(crate) struct IgnoreOrigin<'a> {
    pub(crate) widget: WidgetId,
    pub(crate) origin: &'a str,
    pub(crate) ignoring: Ignoring,
}

#[async_trait]
impl Command for IgnoreOrigin<'_> {
    type State = Widget;
    type Output = ();
    const ACTION: Option<Action> = Some(Action::ManageWidgets);

    fn lane(&self) -> impl Hash + Send {
        self.widget
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Widget> {
        live_widget(store, scope, self.widget).await
    }

    fn decide(&self, mut widget: Widget, _scope: TenantScope, env: &Env) -> Result<((), Changes)> {
        let origin = Origin::parse(self.origin).map_err(|error| Error::invalid("origin", error.to_string()))?;
        let origin = origin.to_string();
        match (widget.ignored_origins.binary_search(&origin), self.ignoring) {
            (Ok(_), Ignoring::On) | (Err(_), Ignoring::Off) => return Ok(((), Changes::none())),
            (Ok(at), Ignoring::Off) => drop(widget.ignored_origins.remove(at)),
            (Err(_), Ignoring::On) if widget.ignored_origins.len() >= Widget::IGNORED_MAX => {
                return Err(Error::Conflict("200 websites are ignored already; take one back first"));
            }
            (Err(at), Ignoring::On) => widget.ignored_origins.insert(at, origin),
        }
        widget.updated_at = env.now();
        Ok(((), Changes::none().tell(None, widget_changed(&widget)).update(widget)))
    }
}
