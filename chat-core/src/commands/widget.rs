use crate::{
    Action, Changes, ChatStore, Env, Error, Event, Result, SettingsPatch, TenantScope, Widget, WidgetId, WidgetKind,
    WidgetSettings, WidgetStatus, executor::Command, text::random_word,
};
use async_trait::async_trait;
use std::hash::Hash;

/// What it takes to make a widget.
#[derive(Clone, PartialEq, Debug)]
pub struct NewWidget {
    /// What the team calls it.
    pub name: String,
    /// How it appears.
    pub kind: WidgetKind,
    /// How it differs from [`WidgetSettings::default`].
    pub settings: SettingsPatch,
}

/// What is to become different about a widget; what is `None` stays as it is.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct WidgetPatch {
    /// What the team calls it.
    pub name: Option<String>,
    /// How it appears.
    pub kind: Option<WidgetKind>,
    /// How it looks and behaves.
    pub settings: Option<SettingsPatch>,
    /// Whether it works.
    pub status: Option<WidgetStatus>,
}

/// Makes a widget. It is active from the start, and appears nowhere before a domain is verified.
#[derive(Debug)]
pub(crate) struct CreateWidget<'a> {
    pub(crate) new: &'a NewWidget,
}

#[async_trait]
impl Command for CreateWidget<'_> {
    type State = usize;
    type Output = Widget;
    const ACTION: Option<Action> = Some(Action::ManageWidgets);

    fn lane(&self) -> impl Hash + Send {
        "create a widget"
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<usize> {
        Ok(store.widgets(scope).await?.len())
    }

    fn decide(&self, known: usize, scope: TenantScope, env: &Env) -> Result<(Widget, Changes)> {
        let settings = checked(Some(&self.new.name), Some(&self.new.settings), &WidgetSettings::default())?;
        if known >= Widget::COUNT_MAX {
            return Err(Error::Conflict("there are 200 widgets already; delete one first"));
        }
        let now = env.now();
        let widget = Widget {
            id: env.id(),
            client_id: scope.client_id(),
            public_key: format!("{}{}", Widget::KEY_PREFIX, random_word()),
            name: self.new.name.trim().to_owned(),
            kind: self.new.kind,
            settings,
            visitor_keys: Vec::new(),
            ignored_origins: Vec::new(),
            status: WidgetStatus::Active,
            created_at: now,
            updated_at: now,
            revision: 0,
        };
        Ok((widget.clone(), Changes::none().tell(None, widget_changed(&widget)).insert(widget)))
    }
}

/// Changes, activates, deactivates or deletes a widget. A deleted one keeps no keys and cannot come back.
#[derive(Debug)]
pub(crate) struct ChangeWidget<'a> {
    pub(crate) widget: WidgetId,
    pub(crate) patch: &'a WidgetPatch,
}

#[async_trait]
impl Command for ChangeWidget<'_> {
    type State = Widget;
    type Output = Widget;
    const ACTION: Option<Action> = Some(Action::ManageWidgets);

    fn lane(&self) -> impl Hash + Send {
        self.widget
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Widget> {
        live_widget(store, scope, self.widget).await
    }

    fn decide(&self, before: Widget, _scope: TenantScope, env: &Env) -> Result<(Widget, Changes)> {
        let WidgetPatch { name, kind, settings, status } = self.patch;
        let settings = checked(name.as_ref(), settings.as_ref(), &before.settings)?;
        let mut after = Widget { settings, ..before.clone() };
        if let Some(name) = name {
            after.name = name.trim().to_owned();
        }
        after.kind = kind.unwrap_or(after.kind);
        after.status = status.unwrap_or(after.status);
        if after.status == WidgetStatus::Deleted {
            after.visitor_keys = Vec::new();
            after.ignored_origins = Vec::new();
        }
        if after == before {
            return Ok((before, Changes::none()));
        }
        after.updated_at = env.now();
        Ok((after.clone(), Changes::none().tell(None, widget_changed(&after)).update(after)))
    }
}

/// A widget that was not deleted.
pub(super) async fn live_widget(store: &dyn ChatStore, scope: TenantScope, id: WidgetId) -> Result<Widget> {
    let widget = store.widget(scope, id).await?;
    widget.filter(|it| it.status != WidgetStatus::Deleted).ok_or(Error::NotFound("widget"))
}

/// The event that tells that a widget is another than before.
pub(super) fn widget_changed(widget: &Widget) -> Event {
    Event::WidgetChanged { widget_id: widget.id, status: widget.status }
}

/// The settings with a patch applied, when neither the name nor anything in them is wrong: all faults are told together.
fn checked(name: Option<&String>, patch: Option<&SettingsPatch>, before: &WidgetSettings) -> Result<WidgetSettings> {
    let mut wrong = Vec::new();
    if let Some(name) = name {
        let count = name.trim().chars().count();
        if !(1..=Widget::NAME_MAX).contains(&count) || name.contains(char::is_control) {
            let problem = format!("1 to {} characters without control characters, please", Widget::NAME_MAX);
            wrong.push(crate::FieldError::new("name", problem));
        }
    }
    match patch.map_or_else(|| Ok(before.clone()), |patch| patch.apply(before)) {
        Err(Error::Invalid(more)) => wrong.extend(more),
        outcome if wrong.is_empty() => return outcome,
        _ => {}
    }
    Err(Error::Invalid(wrong))
}
