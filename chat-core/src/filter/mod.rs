//! Which conversations are wanted, as a tree of conditions: each store evaluates it in its own way, and all of them alike.

mod limits;
mod meets;
mod moment;

pub use meets::Facts;
pub use moment::{Moment, MomentError, TimeField};

use crate::{
    AccountId, AgentId, ConversationStatus, CustomerId, DefinitionId, Priority, Source, TeamId, Timestamp, WidgetId,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which conversations are wanted.
///
/// As JSON, every condition is an object with one field: `{"all": [{"status": ["active"]}, {"assignee": ["me", "nobody"]}]}`.
/// A list of values is met by any of them, and by none when it is empty. At most [`ConversationFilter::CONDITIONS_MAX`] conditions,
/// [`ConversationFilter::DEPTH_MAX`] deep.
///
/// ```
/// use chat_core::ConversationFilter;
/// let filter: ConversationFilter = serde_json::from_str(r#"{"not": {"status": ["closed", "archived"]}}"#)?;
/// filter.check().expect("it is not too large");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ConversationFilter {
    /// Every one of these is met; so is none at all.
    All(Vec<ConversationFilter>),
    /// At least one of these is met.
    Any(Vec<ConversationFilter>),
    /// This is not met.
    Not(Box<ConversationFilter>),
    /// Where it stands.
    Status(Vec<ConversationStatus>),
    /// The channel it goes over.
    Source(Vec<Source>),
    /// Who is to answer.
    Assignee(Vec<Who>),
    /// Which team is to answer.
    Team(Vec<WhichTeam>),
    /// Who wants to hear of it besides the assignee.
    Participant(Vec<Who>),
    /// Whom a note in it is meant for: the asker also by any of its teams, another agent by itself alone.
    Mentioned(Vec<Who>),
    /// A label that it has.
    Label(Vec<DefinitionId>),
    /// How soon somebody should answer.
    Priority(Vec<Priority>),
    /// Whose conversation it is.
    Customer(Vec<CustomerId>),
    /// The account it goes over.
    Account(Vec<AccountId>),
    /// The widget it was started in.
    Widget(Vec<WidgetId>),
    /// The language of the customer's browser, whatever the region: `pt` finds `pt-BR`.
    Language(Vec<String>),
    /// Whether something in it is new.
    Unread(Unread),
    /// Whether the customer is waiting for an answer.
    Waiting(bool),
    /// Whether it is out of sight for now.
    Snoozed(bool),
    /// When something happened to it.
    Time(TimeCondition),
    /// A value of an attribute.
    Attribute(AttributeCondition),
    /// A value of an attribute of its customer.
    CustomerAttribute(AttributeCondition),
    /// A part of the customer's name or number or of the subject, whatever the case of ASCII letters.
    Text(String),
}

/// An agent, as a filter names it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Who {
    /// Whoever asks.
    Me,
    /// Nobody.
    Nobody,
    /// One agent.
    Agent(AgentId),
}

/// A team, as a filter names it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum WhichTeam {
    /// Any that the asker is in.
    Mine,
    /// None.
    None,
    /// One team.
    Team(TeamId),
}

/// To whom something in a conversation is new.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Unread {
    /// To whoever asks ([`Desk::is_unread`](crate::Desk::is_unread)).
    Me,
    /// To the whole team.
    Team,
    /// To nobody of the team.
    Nobody,
}

/// When something happened to a conversation: after one moment, before another, or both. What never happened meets nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TimeCondition {
    /// What happened.
    pub field: TimeField,
    /// It happened then or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Moment>,
    /// It happened earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Moment>,
}

/// A value of an attribute of the client's own. Texts are compared character by character, and days with them; numbers by their value.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AttributeCondition {
    /// The attribute.
    pub name: String,
    /// It has one of these values.
    #[serde(default, rename = "is", skip_serializing_if = "Option::is_none")]
    pub any_of: Option<Vec<Value>>,
    /// It is a number above this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<f64>,
    /// It is a number below this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<f64>,
    /// Whether it has a value at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exists: Option<bool>,
}

/// Who asks for conversations, and when: what a filter does not say itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Viewer {
    /// The agent that asks.
    pub agent: Option<AgentId>,
    /// The teams that it is in.
    pub teams: Vec<TeamId>,
    /// Now.
    pub now: Timestamp,
}

impl Viewer {
    /// The module itself, which is nobody's colleague.
    pub fn nobody(now: Timestamp) -> Self {
        Self { agent: None, teams: Vec::new(), now }
    }
}

/// In which order conversations are listed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ConversationOrder {
    /// Those with the latest message first; one without a message counts from its creation.
    #[default]
    Latest,
    /// Those whose customers have waited longest first; only those that wait.
    Waiting,
}

impl ConversationFilter {
    /// Every conversation.
    pub const EVERYTHING: Self = Self::All(Vec::new());

    /// Whether it asks whom the notes of a conversation are meant for ([`Facts::mentions`]).
    pub fn names_mentions(&self) -> bool {
        self.has(|leaf| matches!(leaf, Self::Mentioned(_)))
    }

    /// Whether it asks for the asker's teams.
    pub(crate) fn names_own_teams(&self) -> bool {
        self.has(|leaf| match leaf {
            Self::Team(which) => which.contains(&WhichTeam::Mine),
            Self::Mentioned(who) => who.contains(&Who::Me),
            _ => false,
        })
    }

    /// Whether one of its conditions that holds no others is like that.
    fn has(&self, is_like_that: fn(&Self) -> bool) -> bool {
        match self {
            Self::All(all) | Self::Any(all) => all.iter().any(|one| one.has(is_like_that)),
            Self::Not(one) => one.has(is_like_that),
            leaf => is_like_that(leaf),
        }
    }

    /// Those that this filter finds and the other one as well.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All(mut all), Self::All(more)) => {
                all.extend(more);
                Self::All(all)
            }
            (Self::All(mut all), one) => {
                all.push(one);
                Self::All(all)
            }
            (one, other) => Self::All(vec![one, other]),
        }
    }
}

impl Default for ConversationFilter {
    fn default() -> Self {
        Self::EVERYTHING
    }
}

/// Writes and reads an enum of words and ids.
macro_rules! word_or_id {
    ($name:ident { $($word:literal = $value:ident,)* } or $of:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$value => f.write_str($word),)*
                    Self::$of(id) => id.fmt(f),
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($word => Ok(Self::$value),)*
                    text => text.parse().map(Self::$of).map_err(|_| {
                        [$(concat!("`", $word, "`"),)* "an id"].join(" or ")
                    }).map_err(|wanted| format!("expected {wanted}")),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

word_or_id! { Who { "me" = Me, "nobody" = Nobody, } or Agent }
word_or_id! { WhichTeam { "mine" = Mine, "none" = None, } or Team }
