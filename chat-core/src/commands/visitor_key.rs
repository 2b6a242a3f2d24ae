use super::widget::{live_widget, widget_changed};
use crate::{
    Action, Changes, ChatStore, Env, Error, FieldError, JwtKey, Result, Secret, TenantScope, VisitorKey,
    VisitorKeyKind, Widget, WidgetId, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// A key to check visitors' identities with.
#[derive(Clone, PartialEq, Debug)]
pub struct NewVisitorKey {
    /// What a JWT calls it in its header: letters, digits, `-`, `_` and `.`.
    pub kid: String,
    /// How it is used.
    pub kind: VisitorKeyKind,
    /// The shared secret, of at least [`VisitorKey::SECRET_MIN`] bytes, or the Ed25519 public key in PEM format.
    pub key: Secret,
}

impl NewVisitorKey {
    fn check(&self) -> Result<()> {
        let mut wrong = Vec::new();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if !(1..=VisitorKey::KID_MAX).contains(&self.kid.len()) || !self.kid.chars().all(is_plain) {
            let problem = format!("1 to {} letters, digits, hyphens, dots and _, please", VisitorKey::KID_MAX);
            wrong.push(FieldError::new("kid", problem));
        }
        let key = self.key.expose();
        let is_right = match self.kind {
            VisitorKeyKind::EdDsa => key.len() <= VisitorKey::KEY_MAX && JwtKey::ed25519(key).is_ok(),
            VisitorKeyKind::Hs256 | VisitorKeyKind::Hmac => {
                (VisitorKey::SECRET_MIN..=VisitorKey::KEY_MAX).contains(&key.len()) && !key.contains('\0')
            }
        };
        if !is_right {
            let problem = match self.kind {
                VisitorKeyKind::EdDsa => "expected an Ed25519 public key in PEM format".to_owned(),
                VisitorKeyKind::Hs256 | VisitorKeyKind::Hmac => {
                    format!("{} to {} bytes without NUL, please", VisitorKey::SECRET_MIN, VisitorKey::KEY_MAX)
                }
            };
            wrong.push(FieldError::new("key", problem));
        }
        if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
    }
}

/// Adds a key beside the one that is used, so that both count until the old one is removed.
#[derive(Debug)]
pub(crate) struct AddVisitorKey<'a> {
    pub(crate) widget: WidgetId,
    pub(crate) new: &'a NewVisitorKey,
}

#[async_trait]
impl Command for AddVisitorKey<'_> {
    type State = Widget;
    type Output = VisitorKey;
    const ACTION: Option<Action> = Some(Action::ManageWidgets);

    fn lane(&self) -> impl Hash + Send {
        self.widget
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Widget> {
        self.new.check()?;
        live_widget(store, scope, self.widget).await
    }

    fn decide(&self, mut widget: Widget, _scope: TenantScope, env: &Env) -> Result<(VisitorKey, Changes)> {
        let NewVisitorKey { kid, kind, key } = self.new;
        if widget.visitor_keys.iter().any(|known| known.kid == *kid) {
            return Err(Error::Conflict("there is a key with this kid already"));
        }
        if widget.visitor_keys.iter().filter(|known| known.kind == *kind).count() >= VisitorKey::COUNT_MAX {
            return Err(Error::Conflict("there are two keys of this kind already; remove one first"));
        }
        let added = VisitorKey { kid: kid.clone(), kind: *kind, key: key.clone(), created_at: env.now() };
        widget.visitor_keys.push(added.clone());
        widget.updated_at = env.now();
        Ok((added, Changes::none().tell(None, widget_changed(&widget)).update(widget)))
    }
}

/// Removes a key: what was signed with it counts no more.
#[derive(Debug)]
pub(crate) struct RemoveVisitorKey<'a> {
    pub(crate) widget: WidgetId,
    pub(crate) kid: &'a str,
}

#[async_trait]
impl Command for RemoveVisitorKey<'_> {
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
        let count = widget.visitor_keys.len();
        widget.visitor_keys.retain(|known| known.kid != self.kid);
        if widget.visitor_keys.len() == count {
            return Err(Error::NotFound("key"));
        }
        widget.updated_at = env.now();
        Ok(((), Changes::none().tell(None, widget_changed(&widget)).update(widget)))
    }
}
