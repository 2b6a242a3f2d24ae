use super::{change_agent::changed, thread_event};
use crate::{
    Action, Agent, AgentId, Availability, Changes, ChatStore, Conversation, ConversationId, ConversationStatus, Env,
    Error, Event, Result, TenantScope, ThreadDeed, Timestamp, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// Notes whether an agent takes conversations.
///
/// It takes no permission: the desk lets agents say it of themselves.
#[derive(Debug)]
pub(crate) struct SetAvailability<'a> {
    pub(crate) agent: AgentId,
    pub(crate) availability: Availability,
    pub(crate) reason: Option<&'a str>,
}

#[async_trait]
impl Command for SetAvailability<'_> {
    type State = Agent;
    type Output = Agent;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.agent
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Agent> {
        store.agent(scope, self.agent).await?.ok_or(Error::NotFound("agent"))
    }

    fn decide(&self, before: Agent, _: TenantScope, _: &Env) -> Result<(Agent, Changes)> {
        let reason = self.reason.map(str::trim).filter(|reason| !reason.is_empty());
        if reason.is_some_and(|reason| reason.len() > Agent::REASON_MAX || reason.contains(char::is_control)) {
            let problem = format!("at most {} bytes without control characters, please", Agent::REASON_MAX);
            return Err(Error::invalid("reason", problem));
        }
        if reason.is_some() && self.availability == Availability::Online {
            return Err(Error::invalid("reason", "whoever is online needs none"));
        }
        let after =
            Agent { availability: self.availability, availability_reason: reason.map(str::to_owned), ..before.clone() };
        if after == before {
            return Ok((before, Changes::none()));
        }
        Ok((after.clone(), Changes::none().tell(None, changed(&after)).update(after)))
    }
}

/// Notes when an agent who is not there is to be relieved of its conversations, or that it is there again.
#[derive(Debug)]
pub(crate) struct PlanRelief {
    pub(crate) agent: AgentId,
    pub(crate) at: Option<Timestamp>,
}

#[async_trait]
impl Command for PlanRelief {
    type State = Agent;
    type Output = ();
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.agent
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Agent> {
        store.agent(scope, self.agent).await?.ok_or(Error::NotFound("agent"))
    }

    fn decide(&self, agent: Agent, _: TenantScope, _: &Env) -> Result<((), Changes)> {
        // Whoever has left the team is relieved whether or not it is there.
        if !agent.is_active() || agent.relieve_at == self.at {
            return Ok(((), Changes::none()));
        }
        Ok(((), Changes::none().update(Agent { relieve_at: self.at, ..agent })))
    }
}

/// Notes that an agent has been relieved of everything, unless it is to be relieved again.
#[derive(Debug)]
pub(crate) struct EndRelief {
    pub(crate) agent: AgentId,
    pub(crate) due: Timestamp,
}

#[async_trait]
impl Command for EndRelief {
    type State = Agent;
    type Output = ();
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.agent
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Agent> {
        store.agent(scope, self.agent).await?.ok_or(Error::NotFound("agent"))
    }

    fn decide(&self, agent: Agent, _: TenantScope, _: &Env) -> Result<((), Changes)> {
        if agent.relieve_at != Some(self.due) {
            return Ok(((), Changes::none()));
        }
        Ok(((), Changes::none().update(Agent { relieve_at: None, ..agent })))
    }
}

/// Gives a conversation back to the queue whose assignee is not there.
#[derive(Debug)]
pub(crate) struct ReturnToQueue {
    pub(crate) conversation: ConversationId,
    pub(crate) agent: AgentId,
}

#[async_trait]
impl Command for ReturnToQueue {
    type State = Conversation;
    type Output = bool;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.conversation
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Conversation> {
        store.conversation(scope, self.conversation).await?.ok_or(Error::NotFound("conversation"))
    }

    fn decide(&self, before: Conversation, _: TenantScope, env: &Env) -> Result<(bool, Changes)> {
        if before.assignee_id != Some(self.agent) || before.status == ConversationStatus::Archived {
            return Ok((false, Changes::none()));
        }
        let mut after = Conversation { assignee_id: None, updated_at: env.now(), ..before.clone() };
        let happened = thread_event::tell(ThreadDeed::between(&before, &after), None, &mut after, env);
        let event = Event::ConversationChanged(Box::new(after.clone()));
        let changes = Changes::none().tell(after.thread(), event).update(after.clone());
        Ok((true, thread_event::post(happened, &after, changes)))
    }
}
