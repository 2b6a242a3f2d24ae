use super::{Unreadable, maybe_millis, maybe_time, time, token_hash, word};
use chat_core::{DefinitionId, Invitation};
use sea_orm::entity::prelude::*;
use std::fmt;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub email: String,
    pub role: String,
    pub custom_role: Option<Uuid>,
    pub token_hash: Vec<u8>,
    pub invited_by: Uuid,
    pub created_at: i64,
    pub expires_at: i64,
    pub ended_at: Option<i64>,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invitation {}", self.id)
    }
}

impl From<Invitation> for Model {
    fn from(invitation: Invitation) -> Self {
        Self {
            id: invitation.id.uuid(),
            client_id: invitation.client_id.uuid(),
            email: invitation.email,
            role: invitation.role.as_str().to_owned(),
            custom_role: invitation.custom_role.map(DefinitionId::uuid),
            token_hash: invitation.token_hash.0.to_vec(),
            invited_by: invitation.invited_by.uuid(),
            created_at: invitation.created_at.millis(),
            expires_at: invitation.expires_at.millis(),
            ended_at: maybe_millis(invitation.ended_at),
            revision: invitation.revision,
        }
    }
}

impl TryFrom<Model> for Invitation {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            email: row.email,
            role: word("invitations.role", &row.role)?,
            custom_role: row.custom_role.map(Into::into),
            token_hash: token_hash(&row.token_hash)?,
            invited_by: row.invited_by.into(),
            created_at: time(row.created_at),
            expires_at: time(row.expires_at),
            ended_at: maybe_time(row.ended_at),
            revision: row.revision,
        })
    }
}
