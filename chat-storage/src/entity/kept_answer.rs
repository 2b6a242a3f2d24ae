use super::{Unreadable, time, word};
use crate::keys::{KeyRing, Sealing};
use chat_core::{KeptAnswer, Secret, StoreError};
use sea_orm::entity::prelude::*;
use std::fmt;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "kept_answers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub caller: String,
    pub name: String,
    pub request: Vec<u8>,
    pub state: String,
    pub answer: Option<Vec<u8>>,
    pub held_until: i64,
    pub turn: i64,
    pub created_at: i64,
    pub expires_at: i64,
    pub revision: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "kept answer {}", self.id)
    }
}

/// Where a secret stands, so that it cannot be opened anywhere else.
pub(crate) fn place(column: &'static str, id: Uuid, client_id: Uuid) -> Sealing<'static> {
    Sealing { table: "kept_answers", column, row: id, client: client_id }
}

impl Model {
    /// The row of an answer, with what was asked and answered sealed.
    pub(crate) fn seal(kept: KeptAnswer, keys: &KeyRing) -> Result<Self, StoreError> {
        let (id, client_id) = (kept.id.uuid(), kept.client_id.uuid());
        let seal = |column, secret: &Secret| keys.seal(place(column, id, client_id), secret.expose());
        Ok(Self {
            id,
            client_id,
            request: seal("request", &kept.request)?,
            answer: kept.answer.as_ref().map(|answer| seal("answer", answer)).transpose()?,
            caller: kept.caller,
            name: kept.key,
            state: kept.state.as_str().to_owned(),
            held_until: kept.held_until.millis(),
            turn: kept.turn,
            created_at: kept.created_at.millis(),
            expires_at: kept.expires_at.millis(),
            revision: kept.revision,
        })
    }

    /// The answer of a row, opened.
    pub(crate) fn open(self, keys: &KeyRing) -> Result<KeptAnswer, StoreError> {
        let (id, client_id) = (self.id, self.client_id);
        let open = |column, sealed: &[u8]| keys.open(place(column, id, client_id), sealed).map(Secret::from);
        let request = open("request", &self.request)?;
        let answer = self.answer.as_deref().map(|sealed| open("answer", sealed)).transpose()?;
        let read = |row: Self| -> Result<KeptAnswer, Unreadable> {
            Ok(KeptAnswer {
                id: row.id.into(),
                client_id: row.client_id.into(),
                caller: row.caller,
                key: row.name,
                request,
                state: word("kept_answers.state", &row.state)?,
                answer,
                held_until: time(row.held_until),
                turn: row.turn,
                created_at: time(row.created_at),
                expires_at: time(row.expires_at),
                revision: row.revision,
            })
        };
        Ok(read(self)?)
    }
}
