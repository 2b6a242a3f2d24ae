use super::{json, maybe_millis, maybe_time, time, word};
use crate::keys::{KeyRing, Sealing};
use chat_core::{Agent, DefinitionId, SecondFactor, Secret, StoreError, TokenHash};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use std::fmt;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "agents")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub name: String,
    pub email: String,
    pub role: String,
    pub custom_role: Option<Uuid>,
    pub availability: String,
    pub availability_reason: Option<String>,
    pub relieve_at: Option<i64>,
    pub deactivated_at: Option<i64>,
    pub password_hash: Option<String>,
    pub second_factor: Option<Vec<u8>>,
    pub created_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "agent {}", self.id)
    }
}

/// A second factor as it is written down before it is sealed.
#[derive(Serialize, Deserialize)]
struct WrittenFactor {
    secret: String,
    confirmed_at: Option<i64>,
    last_step: i64,
    recovery: Vec<[u8; 32]>,
}

/// Where an agent's second factor stands, so that it cannot be opened anywhere else.
pub(crate) fn place(id: Uuid, client_id: Uuid) -> Sealing<'static> {
    Sealing { table: "agents", column: "second_factor", row: id, client: client_id }
}

impl Model {
    /// The row of an agent, its second factor sealed.
    pub(crate) fn seal(agent: Agent, keys: &KeyRing) -> Result<Self, StoreError> {
        let (id, client_id) = (agent.id.uuid(), agent.client_id.uuid());
        let seal = |factor: Box<SecondFactor>| {
            let written = WrittenFactor {
                secret: factor.secret.expose().to_owned(),
                confirmed_at: maybe_millis(factor.confirmed_at),
                last_step: factor.last_step,
                recovery: factor.recovery.iter().map(|hash| hash.0).collect(),
            };
            let text = serde_json::to_string(&written).map_err(StoreError::backend)?;
            keys.seal(place(id, client_id), &text)
        };
        Ok(Self {
            id,
            client_id,
            name: agent.name,
            email: agent.email,
            role: agent.role.as_str().to_owned(),
            custom_role: agent.custom_role.map(DefinitionId::uuid),
            availability: agent.availability.as_str().to_owned(),
            availability_reason: agent.availability_reason,
            relieve_at: maybe_millis(agent.relieve_at),
            deactivated_at: maybe_millis(agent.deactivated_at),
            password_hash: agent.password_hash.map(|hash| hash.expose().to_owned()),
            second_factor: agent.second_factor.map(seal).transpose()?,
            created_at: agent.created_at.millis(),
            revision: agent.revision,
        })
    }

    /// The agent of a row, its second factor opened.
    pub(crate) fn open(self, keys: &KeyRing) -> Result<Agent, StoreError> {
        let (id, client_id) = (self.id, self.client_id);
        let open = |sealed: Vec<u8>| -> Result<Box<SecondFactor>, StoreError> {
            let text = keys.open(place(id, client_id), &sealed)?;
            let written: WrittenFactor = json("agents.second_factor", &text)?;
            Ok(Box::new(SecondFactor {
                secret: Secret::from(written.secret),
                confirmed_at: maybe_time(written.confirmed_at),
                last_step: written.last_step,
                recovery: written.recovery.into_iter().map(TokenHash).collect(),
            }))
        };
        Ok(Agent {
            id: id.into(),
            client_id: client_id.into(),
            name: self.name,
            email: self.email,
            role: word("agents.role", &self.role)?,
            custom_role: self.custom_role.map(Into::into),
            availability: word("agents.availability", &self.availability)?,
            availability_reason: self.availability_reason,
            relieve_at: maybe_time(self.relieve_at),
            deactivated_at: maybe_time(self.deactivated_at),
            password_hash: self.password_hash.map(Secret::from),
            second_factor: self.second_factor.map(open).transpose()?,
            created_at: time(self.created_at),
            revision: self.revision,
        })
    }
}
