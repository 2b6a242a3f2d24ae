use super::{widget_settings::WidgetSettings as SettingsShape, words};
use chat_core::{
    ClientId, Cursor, FieldError, SettingsPatch, Timestamp, VisitorKey, VisitorKeyKind, WidgetId, WidgetKind,
    WidgetSettings, WidgetStatus,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A chat box that a client puts on its website.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Widget {
    #[schema(value_type = String, format = Uuid)]
    id: WidgetId,
    #[schema(value_type = String, format = Uuid)]
    client_id: ClientId,
    name: String,
    #[serde(rename = "type")]
    #[schema(schema_with = words::widget_kind)]
    kind: WidgetKind,
    #[schema(schema_with = words::told_widget_status)]
    status: WidgetStatus,
    /// What websites call it. No secret.
    #[schema(example = "wk_mzxw6ytbojtg633cmfzgm33pmi")]
    public_key: String,
    #[schema(value_type = SettingsShape)]
    settings: WidgetSettings,
    /// What works and is not good, such as colours that are hard to see.
    warnings: Vec<Warning>,
    /// What the identities of its visitors are checked with, without the keys themselves.
    identity_keys: Vec<IdentityKey>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// How often it was written: `If-Match` asks for it by this number in quotation marks.
    pub(crate) revision: i64,
}

/// Something about one field that could be better.
#[derive(Debug, Serialize, ToSchema)]
struct Warning {
    /// Its name, with dots for what lies inside another.
    #[schema(example = "settings.colors.text")]
    field: String,
    problem: String,
}

impl From<FieldError> for Warning {
    fn from(FieldError { field, problem }: FieldError) -> Self {
        Self { field: field.into_owned(), problem }
    }
}

impl From<chat_core::Widget> for Widget {
    fn from(record: chat_core::Widget) -> Self {
        Self {
            id: record.id,
            client_id: record.client_id,
            name: record.name,
            kind: record.kind,
            status: record.status,
            public_key: record.public_key,
            warnings: record.settings.warnings().into_iter().map(Warning::from).collect(),
            settings: record.settings,
            identity_keys: record.visitor_keys.into_iter().map(IdentityKey::from).collect(),
            created_at: record.created_at,
            updated_at: record.updated_at,
            revision: record.revision,
        }
    }
}

/// Widgets, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WidgetList {
    items: Vec<Widget>,
    /// Always null: the widgets fit on one page.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Vec<chat_core::Widget>> for WidgetList {
    fn from(records: Vec<chat_core::Widget>) -> Self {
        Self { items: records.into_iter().map(Widget::from).collect(), next_cursor: None }
    }
}

/// What it takes to make a widget.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = CreateWidget)]
pub(crate) struct NewWidget {
    /// What the team calls it, 1 to 100 characters.
    #[schema(
        min_length = 1,
        max_length = 100,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$",
        example = "Shop"
    )]
    name: String,
    #[serde(rename = "type")]
    #[schema(schema_with = words::widget_kind)]
    kind: WidgetKind,
    /// Those of the `WidgetSettings` that are to differ from their defaults.
    #[schema(value_type = Option<Object>, example = json!({ "theme": "dark", "colors": { "primary": "#1a73e8" } }))]
    settings: Option<SettingsPatch>,
}

impl From<NewWidget> for chat_core::NewWidget {
    fn from(new: NewWidget) -> Self {
        Self { name: new.name, kind: new.kind, settings: new.settings.unwrap_or_default() }
    }
}

/// What is to become different about a widget; what is missing or null stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = UpdateWidget)]
pub(crate) struct WidgetPatch {
    #[schema(
        min_length = 1,
        max_length = 100,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    name: Option<String>,
    #[serde(rename = "type")]
    #[schema(schema_with = words::maybe_widget_kind)]
    kind: Option<WidgetKind>,
    /// A JSON merge patch (RFC 7396) over the `WidgetSettings`: objects are merged, everything else is replaced, null puts the
    /// default back.
    #[schema(value_type = Option<Object>, example = json!({ "colors": { "text": null } }))]
    settings: Option<SettingsPatch>,
    #[schema(schema_with = words::maybe_widget_status)]
    status: Option<SettableStatus>,
}

/// What an owner may set a widget to; taking it away is another request.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum SettableStatus {
    Active,
    Inactive,
}

impl From<WidgetPatch> for chat_core::WidgetPatch {
    fn from(patch: WidgetPatch) -> Self {
        let status = patch.status.map(|status| match status {
            SettableStatus::Active => WidgetStatus::Active,
            SettableStatus::Inactive => WidgetStatus::Inactive,
        });
        Self { name: patch.name, kind: patch.kind, settings: patch.settings, status }
    }
}

/// How a widget gets onto a page.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Embed {
    /// The line to put into the page's HTML.
    #[schema(example = "<script async src=\"https://chat.example/w.js\" data-key=\"wk_…\"></script>")]
    pub(crate) snippet: String,
}

/// A key that the identities of visitors are checked with.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WidgetIdentityKey)]
pub(crate) struct IdentityKey {
    /// What a JWT calls it in its header.
    kid: String,
    #[schema(schema_with = words::visitor_key_kind)]
    algorithm: VisitorKeyKind,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<VisitorKey> for IdentityKey {
    fn from(VisitorKey { kid, kind, created_at, .. }: VisitorKey) -> Self {
        Self { kid, algorithm: kind, created_at }
    }
}

/// A key to check the identities of visitors with. It can be written and never read.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = CreateWidgetIdentityKey)]
pub(crate) struct NewIdentityKey {
    /// What a JWT calls it in its header: letters, digits, hyphens, dots and `_`.
    #[schema(pattern = "^[0-9A-Za-z._-]{1,64}$", example = "2026-01")]
    kid: String,
    #[schema(schema_with = words::visitor_key_kind)]
    algorithm: VisitorKeyKind,
    /// The shared secret, of 32 bytes at least; for `EdDSA` the Ed25519 public key in PEM format.
    #[schema(write_only, min_length = 32, max_length = 1024)]
    key: String,
}

impl From<NewIdentityKey> for chat_core::NewVisitorKey {
    fn from(new: NewIdentityKey) -> Self {
        Self { kid: new.kid, kind: new.algorithm, key: new.key.into() }
    }
}
