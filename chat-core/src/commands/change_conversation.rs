use crate::{
    Action, Actor, Agent, AgentId, Changes, ChatStore, Conversation, ConversationId, ConversationStatus, Env, Error,
    Event, Result, Subject, TeamId, TenantScope, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// What is to become different about a conversation; what is `None` stays as it is.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ConversationPatch {
    /// Close, reopen or archive it; the life it has is told at [`ConversationStatus`].
    pub status: Option<ConversationStatus>,
    /// Who is to answer, or nobody.
    pub assignee_id: Option<Option<AgentId>>,
    /// Which team is to answer, or none.
    pub team_id: Option<Option<TeamId>>,
    /// What it is about, or nothing.
    pub subject: Option<Option<String>>,
}

/// Closes, reopens, archives, assigns or names a conversation.
#[derive(Debug)]
pub(crate) struct ChangeConversation<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) conversation: ConversationId,
    pub(crate) patch: &'a ConversationPatch,
}

#[derive(Debug)]
pub(crate) struct ChangeState {
    conversation: Conversation,
    assignee: Option<Agent>,
    /// Another conversation of the customer that would stand in the way of reopening this one.
    other: Option<Conversation>,
}

#[async_trait]
impl Command for ChangeConversation<'_> {
    type State = ChangeState;
    type Output = Conversation;
    const ACTION: Option<Action> = Some(Action::ChangeConversation);

    fn lane(&self) -> impl Hash + Send {
        self.conversation
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<ChangeState> {
        let conversation = store.conversation(scope, self.conversation).await?;
        let conversation = conversation.ok_or(Error::NotFound("conversation"))?;
        let assignee = match self.patch.assignee_id {
            Some(Some(agent)) => store.agent(scope, agent).await?,
            _ => None,
        };
        let other = match (conversation.status, conversation.customer_id, conversation.account_id) {
            (ConversationStatus::Archived, Some(customer), Some(account)) => {
                store.live_conversation(scope, customer, account).await?
            }
            _ => None,
        };
        Ok(ChangeState { conversation, assignee, other })
    }

    fn subject<'a>(&self, state: &'a ChangeState) -> Subject<'a> {
        Subject::Conversation(&state.conversation)
    }

    fn decide(&self, state: ChangeState, _scope: TenantScope, env: &Env) -> Result<(Conversation, Changes)> {
        let before = state.conversation;
        let mut after = before.clone();
        if let Some(status) = self.patch.status {
            let reopens = before.status == ConversationStatus::Archived && status != ConversationStatus::Archived;
            if reopens && state.other.is_some() {
                return Err(Error::Conflict("the customer has another conversation by now"));
            }
            after.status = status;
            if status != ConversationStatus::Active {
                after.waiting_since = None;
            }
        }
        if let Some(assignee) = self.patch.assignee_id {
            let is_known = |agent: AgentId| agent == self.actor.agent_id || state.assignee.is_some();
            if assignee.is_some_and(|agent| !is_known(agent)) {
                return Err(Error::invalid("assigneeId", "there is no such agent in your team"));
            }
            after.assignee_id = assignee;
        }
        match self.patch.team_id {
            // Nobody has made a team yet.
            Some(Some(_)) => return Err(Error::invalid("teamId", "there is no such team")),
            Some(None) => after.team_id = None,
            None => {}
        }
        if let Some(subject) = &self.patch.subject {
            if subject.as_ref().is_some_and(|text| text.len() > Conversation::SUBJECT_MAX || text.contains('\0')) {
                let problem = format!("at most {} bytes without NUL, please", Conversation::SUBJECT_MAX);
                return Err(Error::invalid("subject", problem));
            }
            after.subject.clone_from(subject);
        }
        if after == before {
            return Ok((before, Changes::none()));
        }
        after.updated_at = env.now();
        let event = Event::ConversationChanged(Box::new(after.clone()));
        Ok((after.clone(), Changes::none().tell(after.thread(), event).update(after)))
    }
}
