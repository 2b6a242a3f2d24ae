use super::words;
use chat_core::{AgentId, Cursor, DefinitionId, InvitationId, Role, Secret, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A place in the team that is kept for somebody.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Invitation {
    #[schema(value_type = String, format = Uuid)]
    id: InvitationId,
    email: String,
    #[schema(schema_with = words::role)]
    role: Role,
    #[schema(value_type = Option<String>, format = Uuid)]
    custom_role_id: Option<DefinitionId>,
    #[schema(value_type = String, format = Uuid)]
    invited_by: AgentId,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it ends by itself. One that is over can be renewed.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

impl From<chat_core::Invitation> for Invitation {
    fn from(record: chat_core::Invitation) -> Self {
        let chat_core::Invitation { id, email, role, custom_role, invited_by, created_at, expires_at, .. } = record;
        Self { id, email, role, custom_role_id: custom_role, invited_by, created_at, expires_at }
    }
}

/// The invitations that were neither taken nor taken back, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InvitationList {
    items: Vec<Invitation>,
    /// Always null: they fit on one page.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Vec<chat_core::Invitation>> for InvitationList {
    fn from(records: Vec<chat_core::Invitation>) -> Self {
        Self { items: records.into_iter().map(Invitation::from).collect(), next_cursor: None }
    }
}

/// Whom you ask into the team.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewInvitation {
    #[schema(
        max_length = 254,
        pattern = r"^[^\s@\x00-\x1f\x7f-\x9f]+@[^\s@\x00-\x1f\x7f-\x9f]+$",
        example = "bob@shop.example"
    )]
    email: String,
    #[schema(schema_with = words::role)]
    role: Role,
    /// A role of your own that counts in place of `role`.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Uuid)]
    custom_role_id: Option<DefinitionId>,
}

impl From<NewInvitation> for chat_core::NewInvitation {
    fn from(NewInvitation { email, role, custom_role_id }: NewInvitation) -> Self {
        Self { email, role, custom_role: custom_role_id }
    }
}

/// An invitation, and what the newcomer needs.
#[derive(Serialize, ToSchema)]
pub(crate) struct MadeInvitation {
    #[serde(flatten)]
    invitation: Invitation,
    /// What the newcomer accepts it with: told this once and never again. You deliver it.
    token: String,
}

impl From<(chat_core::Invitation, Secret)> for MadeInvitation {
    fn from((invitation, token): (chat_core::Invitation, Secret)) -> Self {
        Self { invitation: invitation.into(), token: token.expose().to_owned() }
    }
}

/// A newcomer takes its place in the team.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Acceptance {
    /// What the invitation came with.
    #[schema(max_length = 64)]
    pub(crate) token: String,
    /// What colleagues and customers call it.
    #[schema(min_length = 1, max_length = 256, pattern = r"\S")]
    pub(crate) name: String,
    #[schema(format = Password, min_length = 10, max_length = 256)]
    pub(crate) password: String,
}
