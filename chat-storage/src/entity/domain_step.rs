use super::{Unreadable, time, word};
use chat_core::DomainStep;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "domain_history")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub client_id: Uuid,
    pub domain_id: Uuid,
    pub step: String,
    pub state: String,
    pub agent_id: Option<Uuid>,
    pub detail: Option<String>,
    pub at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<DomainStep> for Model {
    fn from(step: DomainStep) -> Self {
        let DomainStep { id, client_id, domain_id, deed, state, agent_id, detail, at } = step;
        Self {
            id: id.uuid(),
            client_id: client_id.uuid(),
            domain_id: domain_id.uuid(),
            step: deed.as_str().to_owned(),
            state: state.as_str().to_owned(),
            agent_id: agent_id.map(|id| id.uuid()),
            detail,
            at: at.millis(),
        }
    }
}

impl TryFrom<Model> for DomainStep {
    type Error = Unreadable;

    fn try_from(row: Model) -> Result<Self, Unreadable> {
        Ok(Self {
            id: row.id.into(),
            client_id: row.client_id.into(),
            domain_id: row.domain_id.into(),
            deed: word("domain_history.step", &row.step)?,
            state: word("domain_history.state", &row.state)?,
            agent_id: row.agent_id.map(Into::into),
            detail: row.detail,
            at: time(row.at),
        })
    }
}
