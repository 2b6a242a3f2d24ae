use super::{Unreadable, json, time, word};
use crate::keys::{KeyRing, Sealing};
use chat_core::{Secret, StoreError, Timestamp, VisitorKey, VisitorKeyKind, Widget};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use std::fmt;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "chat_widgets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub public_key: String,
    pub name: String,
    #[sea_orm(column_name = "type")]
    pub kind: String,
    pub settings: String,
    pub status: String,
    pub visitor_keys: Option<Vec<u8>>,
    pub ignored_origins: String,
    pub created_at: i64,
    pub updated_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "widget {}", self.id)
    }
}

/// A key as it is written down before all of them are sealed together.
#[derive(Serialize, Deserialize)]
struct WrittenKey {
    kid: String,
    kind: VisitorKeyKind,
    key: String,
    created_at: i64,
}

/// Where a widget's keys stand, so that they cannot be opened anywhere else.
pub(crate) fn place(id: Uuid, client_id: Uuid) -> Sealing<'static> {
    Sealing { table: "chat_widgets", column: "visitor_keys", row: id, client: client_id }
}

impl Model {
    /// The row of a widget, its keys sealed.
    pub(crate) fn seal(widget: Widget, keys: &KeyRing) -> Result<Self, StoreError> {
        let (id, client_id) = (widget.id.uuid(), widget.client_id.uuid());
        let written = widget.visitor_keys.iter().map(|key| WrittenKey {
            kid: key.kid.clone(),
            kind: key.kind,
            key: key.key.expose().to_owned(),
            created_at: key.created_at.millis(),
        });
        let written: Vec<_> = written.collect();
        let visitor_keys = match written.is_empty() {
            true => None,
            false => {
                let text = serde_json::to_string(&written).map_err(StoreError::backend)?;
                Some(keys.seal(place(id, client_id), &text)?)
            }
        };
        Ok(Self {
            id,
            client_id,
            public_key: widget.public_key,
            name: widget.name,
            kind: widget.kind.as_str().to_owned(),
            settings: serde_json::to_string(&widget.settings).map_err(StoreError::backend)?,
            status: widget.status.as_str().to_owned(),
            visitor_keys,
            ignored_origins: serde_json::to_string(&widget.ignored_origins).map_err(StoreError::backend)?,
            created_at: widget.created_at.millis(),
            updated_at: widget.updated_at.millis(),
            revision: widget.revision,
        })
    }

    /// The widget of a row, its keys opened.
    pub(crate) fn open(self, keys: &KeyRing) -> Result<Widget, StoreError> {
        const KEYS: &str = "chat_widgets.visitor_keys";
        let written: Vec<WrittenKey> = match &self.visitor_keys {
            None => Vec::new(),
            Some(sealed) => json(KEYS, &keys.open(place(self.id, self.client_id), sealed)?)?,
        };
        let visitor_keys = written.into_iter().map(|written| VisitorKey {
            kid: written.kid,
            kind: written.kind,
            key: Secret::from(written.key),
            created_at: Timestamp::from_millis(written.created_at),
        });
        let visitor_keys = visitor_keys.collect();
        let read = |row: Self| -> Result<Widget, Unreadable> {
            Ok(Widget {
                id: row.id.into(),
                client_id: row.client_id.into(),
                kind: word("chat_widgets.type", &row.kind)?,
                settings: json("chat_widgets.settings", &row.settings)?,
                status: word("chat_widgets.status", &row.status)?,
                ignored_origins: json("chat_widgets.ignored_origins", &row.ignored_origins)?,
                public_key: row.public_key,
                name: row.name,
                visitor_keys,
                created_at: time(row.created_at),
                updated_at: time(row.updated_at),
                revision: row.revision,
            })
        };
        Ok(read(self)?)
    }
}
