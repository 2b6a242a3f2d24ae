use super::thread_event;
use crate::{
    Action, Actor, Agent, AgentId, AttributeRule, Attributes, Availability, Changes, ChatStore, Conversation,
    ConversationId, ConversationStatus, Definition, DefinitionBody, DefinitionId, DefinitionKind, Env, Error, Event,
    FieldError, Priority, Result, Subject, TeamId, TenantScope, ThreadDeed, Timestamp, executor::Command,
};
use async_trait::async_trait;
use serde::{Deserialize, Deserializer, Serialize};
use std::{collections::BTreeSet, hash::Hash, time::Duration};

/// What is to become different about a conversation; what is `None` or empty stays as it is.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ConversationPatch {
    /// Close, reopen or archive it; the life it has is told at [`ConversationStatus`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ConversationStatus>,
    /// Who is to answer, or nobody.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub assignee_id: Option<Option<AgentId>>,
    /// Which team is to answer, or none.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Option<TeamId>>,
    /// What it is about, or nothing.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub subject: Option<Option<String>>,
    /// How soon somebody should answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// Until when it is out of sight, at most [`ConversationPatch::SNOOZE_MAX`] from now, or no longer.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub snoozed_until: Option<Option<Timestamp>>,
    /// Labels that it is to have in place of those that it has; the two below change what this says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<Vec<DefinitionId>>,
    /// Labels that it gets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add_labels: Vec<DefinitionId>,
    /// Labels that it loses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove_labels: Vec<DefinitionId>,
    /// Values of attributes: null takes one away, what is not named stays.
    #[serde(skip_serializing_if = "Attributes::is_empty")]
    pub attributes: Attributes,
    /// Agents who are to hear of it besides the assignee.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add_participants: Vec<AgentId>,
    /// Agents who are not to any more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove_participants: Vec<AgentId>,
}

impl ConversationPatch {
    /// How far ahead a conversation can be put off.
    pub const SNOOZE_MAX: Duration = Duration::from_secs(366 * 24 * 60 * 60);

    /// What is wrong with it whichever conversation it meets.
    pub(super) fn faults(&self) -> Vec<FieldError> {
        let mut wrong = Vec::new();
        let subject = self.subject.iter().flatten();
        if subject.clone().any(|text| text.len() > Conversation::SUBJECT_MAX || text.contains('\0')) {
            let problem = format!("at most {} bytes without NUL, please", Conversation::SUBJECT_MAX);
            wrong.push(FieldError::new("subject", problem));
        }
        for (field, count, max) in [
            ("labels", self.labels.as_ref().map_or(0, Vec::len), Conversation::LABELS_MAX),
            ("addLabels", self.add_labels.len(), Conversation::LABELS_MAX),
            ("removeLabels", self.remove_labels.len(), Conversation::LABELS_MAX),
            ("addParticipants", self.add_participants.len(), Conversation::PARTICIPANTS_MAX),
            ("removeParticipants", self.remove_participants.len(), Conversation::PARTICIPANTS_MAX),
        ] {
            if count > max {
                wrong.push(FieldError::new(field, format!("at most {max}, please")));
            }
        }
        wrong
    }

    /// The labels that are given or taken.
    fn named_labels(&self) -> impl Iterator<Item = &DefinitionId> {
        self.labels.iter().flatten().chain(&self.add_labels)
    }
}

/// Tells null, which is `Some(None)`, from what is missing.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Closes, reopens, archives, assigns, labels, puts off or names a conversation.
#[derive(Debug)]
pub(crate) struct ChangeConversation<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) conversation: ConversationId,
    pub(crate) patch: &'a ConversationPatch,
    /// Which agents are there, as far as it matters whose turn it is.
    pub(crate) present: &'a [AgentId],
}

#[derive(Debug)]
pub(crate) struct ChangeState {
    conversation: Conversation,
    /// The members of the team, when the patch names any.
    agents: Vec<Agent>,
    /// Another conversation of the customer that would stand in the way of reopening this one.
    other: Option<Conversation>,
    /// The client's labels, attributes and teams, as far as the patch names any.
    definitions: Vec<Definition>,
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
        let names_agents = matches!(self.patch.assignee_id, Some(Some(_)))
            || matches!(self.patch.team_id, Some(Some(_)))
            || !self.patch.add_participants.is_empty();
        let agents = if names_agents { store.agents(scope).await? } else { Vec::new() };
        let other = match (conversation.status, conversation.customer_id, conversation.account_id) {
            (ConversationStatus::Archived, Some(customer), Some(account)) => {
                store.live_conversation(scope, customer, account).await?
            }
            _ => None,
        };
        let mut definitions = Vec::new();
        for (kind, is_named) in [
            (DefinitionKind::Label, self.patch.named_labels().next().is_some()),
            (DefinitionKind::ConversationAttribute, !self.patch.attributes.is_empty()),
            (DefinitionKind::Team, matches!(self.patch.team_id, Some(Some(_)))),
        ] {
            if is_named {
                definitions.extend(store.definitions(scope, kind).await?);
            }
        }
        Ok(ChangeState { conversation, agents, other, definitions })
    }

    fn subject<'a>(&self, state: &'a ChangeState) -> Subject<'a> {
        Subject::Conversation(&state.conversation)
    }

    fn decide(&self, state: ChangeState, _scope: TenantScope, env: &Env) -> Result<(Conversation, Changes)> {
        let before = &state.conversation;
        let mut after = before.clone();
        if let Some(status) = self.patch.status {
            let reopens = before.status == ConversationStatus::Archived && status != ConversationStatus::Archived;
            if reopens && state.other.is_some() {
                return Err(Error::Conflict("the customer has another conversation by now"));
            }
            put_status(&mut after, status, env);
        }
        let mut wrong = Vec::new();
        self.assign(&mut after, &state, &mut wrong);
        self.name(&mut after, &state, &mut wrong);
        self.snooze(&mut after, &mut wrong, env);
        self.label(&mut after, &state, &mut wrong);
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        let turn = self.give_turn(&mut after, &state);
        after.priority = self.patch.priority.unwrap_or(after.priority);
        if after == *before {
            return Ok((after, Changes::none()));
        }
        after.updated_at = env.now();
        let happened = thread_event::tell(ThreadDeed::between(before, &after), Some(self.actor), &mut after, env);
        let event = Event::ConversationChanged(Box::new(after.clone()));
        let changes = turn.into_iter().fold(Changes::none(), Changes::update);
        let changes = changes.tell(after.thread(), event).update(after.clone());
        Ok((after.clone(), thread_event::post(happened, &after, changes)))
    }
}

/// What else changes with the status.
fn put_status(conversation: &mut Conversation, status: ConversationStatus, env: &Env) {
    if conversation.status == status {
        return;
    }
    conversation.status = status;
    match status {
        ConversationStatus::Active => conversation.closed_at = None,
        ConversationStatus::Closed | ConversationStatus::Archived => {
            conversation.closed_at.get_or_insert(env.now());
            conversation.waiting_since = None;
            conversation.snoozed_until = None;
        }
    }
}

impl ChangeConversation<'_> {
    fn assign(&self, after: &mut Conversation, state: &ChangeState, wrong: &mut Vec<FieldError>) {
        // An actor may be the host's own, of whom the store knows nothing.
        let is_known = |agent: &AgentId| {
            *agent == self.actor.agent_id || state.agents.iter().any(|it| it.id == *agent && it.is_active())
        };
        if let Some(assignee) = self.patch.assignee_id {
            if assignee.is_some_and(|agent| !is_known(&agent)) {
                wrong.push(FieldError::new("assigneeId", "there is no such agent in your team"));
            }
            after.assignee_id = assignee;
        }
        if let Some(team) = self.patch.team_id {
            let is_there = |team: TeamId| state.knows(DefinitionKind::Team, team.into());
            if team.is_some_and(|team| !is_there(team)) {
                wrong.push(FieldError::new("teamId", "there is no such team"));
            }
            after.team_id = team;
        }
        let mut participants: BTreeSet<AgentId> = after.participants.iter().copied().collect();
        for agent in &self.patch.add_participants {
            if !is_known(agent) {
                wrong.push(FieldError::new("addParticipants", "there is no such agent in your team"));
            }
            participants.insert(*agent);
        }
        participants.retain(|agent| !self.patch.remove_participants.contains(agent));
        if participants.len() > Conversation::PARTICIPANTS_MAX {
            let problem = format!("at most {} participants, please", Conversation::PARTICIPANTS_MAX);
            wrong.push(FieldError::new("addParticipants", problem));
        }
        after.participants = participants.into_iter().collect();
    }

    /// Gives a conversation that goes to a team to the next of its members, when the team takes turns. The team is part of the
    /// commit, so that no turn is given twice.
    fn give_turn(&self, after: &mut Conversation, state: &ChangeState) -> Option<Definition> {
        let team = self.patch.team_id.flatten().filter(|_| self.patch.assignee_id.is_none())?;
        let mut team = state.definitions.iter().find(|it| it.id == team.into())?.clone();
        let DefinitionBody::Team(roster) = &mut team.body else { return None };
        let has_it = after.assignee_id.is_some_and(|agent| roster.members.contains(&agent));
        if !roster.round_robin || has_it {
            return None;
        }
        let takes_it = |agent: &Agent| agent.is_active() && agent.availability == Availability::Online;
        let is_available = |id: AgentId| {
            self.present.contains(&id) && state.agents.iter().any(|agent| agent.id == id && takes_it(agent))
        };
        after.assignee_id = roster.next_turn(is_available);
        roster.last_turn = after.assignee_id;
        after.assignee_id.is_some().then_some(team)
    }

    fn name(&self, after: &mut Conversation, state: &ChangeState, wrong: &mut Vec<FieldError>) {
        wrong.extend(self.patch.faults());
        if let Some(subject) = &self.patch.subject {
            after.subject.clone_from(subject);
        }
        let (definitions, kind) = (&state.definitions, DefinitionKind::ConversationAttribute);
        match AttributeRule::apply(definitions, kind, &after.attributes, &self.patch.attributes) {
            Ok(attributes) if attributes.len() > Conversation::ATTRIBUTES_MAX => {
                let problem = format!("at most {} attributes, please", Conversation::ATTRIBUTES_MAX);
                wrong.push(FieldError::new("attributes", problem));
            }
            Ok(attributes) => after.attributes = attributes,
            Err(faults) => wrong.extend(faults),
        }
    }

    fn snooze(&self, after: &mut Conversation, wrong: &mut Vec<FieldError>, env: &Env) {
        let Some(until) = self.patch.snoozed_until else { return };
        if let Some(until) = until {
            let now = env.now();
            if until <= now || until > now.plus(ConversationPatch::SNOOZE_MAX) {
                wrong.push(FieldError::new("snoozedUntil", "a moment within the next 366 days, please"));
            }
            if after.status != ConversationStatus::Active {
                wrong.push(FieldError::new("snoozedUntil", "only an active conversation can be put off"));
            }
        }
        after.snoozed_until = until;
    }

    fn label(&self, after: &mut Conversation, state: &ChangeState, wrong: &mut Vec<FieldError>) {
        let before = self.patch.labels.as_ref().unwrap_or(&after.labels);
        let mut labels: BTreeSet<DefinitionId> = before.iter().chain(&self.patch.add_labels).copied().collect();
        labels.retain(|label| !self.patch.remove_labels.contains(label));
        // One that it has already may have been deleted since.
        let is_fine = |label: &DefinitionId| after.labels.contains(label) || state.knows(DefinitionKind::Label, *label);
        if !labels.iter().all(is_fine) {
            wrong.push(FieldError::new("labels", "there is no such label"));
        }
        if labels.len() > Conversation::LABELS_MAX && self.patch.faults().is_empty() {
            wrong.push(FieldError::new("labels", format!("at most {} labels, please", Conversation::LABELS_MAX)));
        }
        after.labels = labels.into_iter().collect();
    }
}

impl ChangeState {
    fn knows(&self, kind: DefinitionKind, id: DefinitionId) -> bool {
        self.definitions.iter().any(|it| it.id == id && it.body.kind() == kind)
    }
}

/// Brings a conversation back that was put off until now.
#[derive(Debug)]
pub(crate) struct Wake {
    pub(crate) conversation: ConversationId,
}

#[async_trait]
impl Command for Wake {
    type State = Conversation;
    type Output = bool;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.conversation
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Conversation> {
        store.conversation(scope, self.conversation).await?.ok_or(Error::NotFound("conversation"))
    }

    fn decide(&self, before: Conversation, _scope: TenantScope, env: &Env) -> Result<(bool, Changes)> {
        let now = env.now();
        if before.snoozed_until.is_none_or(|until| until > now) {
            return Ok((false, Changes::none()));
        }
        let mut after = Conversation { snoozed_until: None, updated_at: now, ..before };
        let happened = thread_event::tell(vec![ThreadDeed::Woken], None, &mut after, env);
        let event = Event::ConversationChanged(Box::new(after.clone()));
        let changes = Changes::none().tell(after.thread(), event).update(after.clone());
        Ok((true, thread_event::post(happened, &after, changes)))
    }
}
