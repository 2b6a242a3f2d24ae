//! Tenants: their teams, their accounts and their customers.

use async_trait::async_trait;
use chat_core::{
    Account, Actor, AgentId, Authenticator, ClientId, ConversationId, CredentialId, MessageId, Refusal, Role, SignIn,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// A tenant.
#[derive(Debug)]
pub(crate) struct Shop {
    pub(crate) number: usize,
    pub(crate) client: ClientId,
    pub(crate) agents: Vec<AgentId>,
    pub(crate) account: Account,
    /// Every tenant has customers of the same numbers.
    pub(crate) phones: Vec<String>,
    /// What its agents were answered, and what they asked for without an answer.
    pub(crate) replies: Mutex<Vec<Asked>>,
}

/// A reply that an agent asked for.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) agent: AgentId,
    pub(crate) conversation: ConversationId,
    /// Its text, which no other has.
    pub(crate) text: String,
    pub(crate) is_note: bool,
    /// The message that it was answered with, each time.
    pub(crate) answers: Vec<MessageId>,
    /// Whether it was asked for when there was no trouble any more, so that it has to arrive.
    pub(crate) is_proof: bool,
}

impl Shop {
    /// The token of an agent.
    pub(crate) fn token(&self, agent: usize) -> String {
        token(self.number, agent)
    }
}

pub(crate) fn token(tenant: usize, agent: usize) -> String {
    format!("{tenant}/{agent}")
}

/// Lets the agents of all tenants in.
#[derive(Clone, Debug)]
pub(crate) struct SimLogin(Arc<BTreeMap<String, SignIn>>);

impl SimLogin {
    pub(crate) fn new(shops: &[Shop]) -> Self {
        let teams = shops.iter().map(|shop| (shop.number, shop.client, shop.agents.as_slice()));
        Self::of(teams)
    }

    /// Lets the agents of these teams in.
    pub(crate) fn of<'a>(teams: impl Iterator<Item = (usize, ClientId, &'a [AgentId])>) -> Self {
        let sign_ins = teams.flat_map(|(tenant, client_id, agents)| {
            agents.iter().enumerate().map(move |(number, agent_id)| {
                let name = token(tenant, number);
                let actor = Actor::new(client_id, *agent_id, name.clone(), Role::Admin);
                (name.clone(), SignIn { actor, credential: CredentialId(name), expires_at: None })
            })
        });
        Self(Arc::new(sign_ins.collect()))
    }
}

#[async_trait]
impl Authenticator for SimLogin {
    async fn authenticate(&self, token: &str) -> Result<SignIn, Refusal> {
        self.0.get(token).cloned().ok_or(Refusal::Invalid)
    }
}
