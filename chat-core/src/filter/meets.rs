use super::{AttributeCondition, ConversationFilter, TimeCondition, Unread, Viewer, WhichTeam, Who};
use crate::{Attributes, Bookmark, Conversation, Customer, Desk, Mention, TeamId};
use serde_json::Value;

/// What is known when a conversation is compared with a filter.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The conversation.
    pub conversation: &'a Conversation,
    /// Its customer.
    pub customer: Option<&'a Customer>,
    /// What the asker has noted there.
    pub bookmark: Option<&'a Bookmark>,
    /// Whom its notes are meant for; needed only by a filter that [asks](ConversationFilter::names_mentions).
    pub mentions: &'a [Mention],
}

impl ConversationFilter {
    /// Whether a conversation meets it: what every store has to agree with. For stores that keep their records at hand.
    pub fn is_met(&self, facts: Facts<'_>, viewer: &Viewer) -> bool {
        let Facts { conversation, customer, bookmark, mentions } = facts;
        match self {
            Self::All(all) => all.iter().all(|one| one.is_met(facts, viewer)),
            Self::Any(any) => any.iter().any(|one| one.is_met(facts, viewer)),
            Self::Not(one) => !one.is_met(facts, viewer),
            Self::Status(values) => values.contains(&conversation.status),
            Self::Source(values) => values.contains(&conversation.source),
            Self::Assignee(values) => values.iter().any(|who| match who {
                Who::Me => viewer.agent.is_some() && conversation.assignee_id == viewer.agent,
                Who::Nobody => conversation.assignee_id.is_none(),
                Who::Agent(agent) => conversation.assignee_id == Some(*agent),
            }),
            Self::Team(values) => values.iter().any(|which| is_team(*which, conversation.team_id, viewer)),
            Self::Participant(values) => values.iter().any(|who| match who {
                Who::Me => viewer.agent.is_some_and(|agent| conversation.participants.contains(&agent)),
                Who::Nobody => conversation.participants.is_empty(),
                Who::Agent(agent) => conversation.participants.contains(agent),
            }),
            Self::Mentioned(values) => values.iter().any(|who| match who {
                Who::Me => mentions.iter().any(|mention| match mention {
                    Mention::Agent(agent) => viewer.agent == Some(*agent),
                    Mention::Team(team) => viewer.teams.contains(team),
                }),
                Who::Nobody => mentions.is_empty(),
                Who::Agent(agent) => mentions.contains(&Mention::Agent(*agent)),
            }),
            Self::Label(values) => values.iter().any(|label| conversation.labels.contains(label)),
            Self::Priority(values) => values.contains(&conversation.priority),
            Self::Customer(values) => conversation.customer_id.is_some_and(|id| values.contains(&id)),
            Self::Account(values) => conversation.account_id.is_some_and(|id| values.contains(&id)),
            Self::Widget(values) => conversation.widget_id.is_some_and(|id| values.contains(&id)),
            Self::Language(values) => {
                conversation.language().is_some_and(|told| values.iter().any(|wanted| speaks(told, wanted)))
            }
            Self::Unread(Unread::Me) => Desk::is_unread(conversation, bookmark),
            Self::Unread(Unread::Team) => conversation.unread_count > 0,
            Self::Unread(Unread::Nobody) => conversation.unread_count <= 0,
            Self::Waiting(waits) => conversation.waiting_since.is_some() == *waits,
            Self::Snoozed(is_away) => conversation.snoozed_until.is_some_and(|until| until > viewer.now) == *is_away,
            Self::Time(condition) => condition.is_met(conversation, viewer),
            Self::Attribute(condition) => condition.is_met(&conversation.attributes),
            Self::CustomerAttribute(condition) => match customer {
                Some(customer) => condition.is_met(&customer.attributes),
                None => condition.is_met(&Attributes::new()),
            },
            Self::Text(text) => {
                let name = customer.and_then(|customer| customer.name.as_deref());
                [conversation.subject.as_deref(), conversation.customer_number.as_deref(), name]
                    .into_iter()
                    .flatten()
                    .any(|told| told.to_ascii_lowercase().contains(&text.to_ascii_lowercase()))
            }
        }
    }
}

fn is_team(which: WhichTeam, team: Option<TeamId>, viewer: &Viewer) -> bool {
    match which {
        WhichTeam::Mine => team.is_some_and(|team| viewer.teams.contains(&team)),
        WhichTeam::None => team.is_none(),
        WhichTeam::Team(wanted) => team == Some(wanted),
    }
}

/// Whether a language is the wanted one, or a regional kind of it. Letters of either case are the same.
fn speaks(told: &str, wanted: &str) -> bool {
    let (told, wanted) = (told.to_ascii_lowercase(), wanted.to_ascii_lowercase());
    told == wanted || told.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with('-'))
}

impl TimeCondition {
    fn is_met(&self, conversation: &Conversation, viewer: &Viewer) -> bool {
        let Some(at) = self.field.of(conversation) else { return false };
        self.after.is_none_or(|after| at >= after.as_of(viewer.now))
            && self.before.is_none_or(|before| at < before.as_of(viewer.now))
    }
}

impl AttributeCondition {
    fn is_met(&self, attributes: &Attributes) -> bool {
        let value = attributes.get(&self.name);
        let number = value.and_then(Value::as_f64);
        self.exists.is_none_or(|exists| value.is_some() == exists)
            && self.above.is_none_or(|bound| number.is_some_and(|number| number > bound))
            && self.below.is_none_or(|bound| number.is_some_and(|number| number < bound))
            && self.any_of.as_ref().is_none_or(|any| value.is_some_and(|value| any.iter().any(|it| is_same(it, value))))
    }
}

fn is_same(wanted: &Value, value: &Value) -> bool {
    match (wanted.as_f64(), value.as_f64()) {
        (Some(wanted), Some(value)) => wanted == value,
        _ => wanted == value,
    }
}
