use crate::{
    AgentId, ClientId, DefinitionId, Revision, TeamId, Timestamp,
    definition::{AttributeRule, CannedResponse, Label, Macro, RoleRule, Roster, Template, View},
    text_enum::text_enum,
};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

text_enum! {
    /// What a client can define.
    pub enum DefinitionKind {
        /// A word that conversations are sorted by.
        Label = "label",
        /// A value that a conversation can have besides those that every conversation has.
        ConversationAttribute = "conversation_attribute",
        /// A value that a customer can have besides those that every customer has.
        CustomerAttribute = "customer_attribute",
        /// A text that is written often.
        CannedResponse = "canned_response",
        /// What some of the team may do, and with which accounts and widgets.
        Role = "role",
        /// Agents who work together.
        Team = "team",
        /// A list of conversations that somebody looks at again and again.
        View = "view",
        /// What is often done to a conversation in one go.
        Macro = "macro",
        /// A message that a provider has to agree to before it is sent.
        Template = "template",
    }
}

/// What a definition consists of.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is named after its kind")]
pub enum DefinitionBody {
    Label(Label),
    ConversationAttribute(AttributeRule),
    CustomerAttribute(AttributeRule),
    CannedResponse(CannedResponse),
    Role(RoleRule),
    Team(Roster),
    View(View),
    Macro(Macro),
    Template(Template),
}

impl DefinitionBody {
    /// What it is.
    pub const fn kind(&self) -> DefinitionKind {
        match self {
            Self::Label(_) => DefinitionKind::Label,
            Self::ConversationAttribute(_) => DefinitionKind::ConversationAttribute,
            Self::CustomerAttribute(_) => DefinitionKind::CustomerAttribute,
            Self::CannedResponse(_) => DefinitionKind::CannedResponse,
            Self::Role(_) => DefinitionKind::Role,
            Self::Team(_) => DefinitionKind::Team,
            Self::View(_) => DefinitionKind::View,
            Self::Macro(_) => DefinitionKind::Macro,
            Self::Template(_) => DefinitionKind::Template,
        }
    }
}

/// Who gets to see and use a definition.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Audience {
    /// Everybody who answers for the client.
    All,
    /// The members of a team.
    Team(TeamId),
    /// One agent.
    Agent(AgentId),
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Team(id) => write!(f, "team:{id}"),
            Self::Agent(id) => write!(f, "agent:{id}"),
        }
    }
}

impl FromStr for Audience {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "expected `all`, `team:` or `agent:` with an id";
        match text.split_once(':') {
            None if text == "all" => Ok(Self::All),
            Some(("team", id)) => id.parse().map(Self::Team).map_err(|_| WRONG),
            Some(("agent", id)) => id.parse().map(Self::Agent).map_err(|_| WRONG),
            _ => Err(WRONG),
        }
    }
}

/// Something that a client has defined for its own work: a label, a canned response, a team. There are few of each kind, and
/// they are listed whole.
#[derive(Clone, PartialEq, Debug)]
pub struct Definition {
    /// Its name in references. A team's is its [`TeamId`].
    pub id: DefinitionId,
    /// Whose it is.
    pub client_id: ClientId,
    /// What people call it, at most [`Definition::NAME_MAX`] bytes: unique, whatever the case, among those of its kind and
    /// audience that are not deleted.
    pub name: String,
    /// Who gets to see it.
    pub audience: Audience,
    /// What it consists of.
    pub body: DefinitionBody,
    /// When it was deleted. What refers to it keeps its name.
    pub deleted_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// How often it was written.
    pub revision: Revision,
}

impl Definition {
    /// The longest name in bytes.
    pub const NAME_MAX: usize = 128;
    /// How many of a kind a client may have at a time, all audiences together.
    pub const COUNT_MAX: usize = 1_000;

    /// The template that it is, if it is one.
    pub fn template(&self) -> Option<&Template> {
        match &self.body {
            DefinitionBody::Template(template) => Some(template),
            _ => None,
        }
    }

    /// What at most one of a client's definitions may have; nothing when it is deleted.
    pub fn key(&self) -> Option<String> {
        let name = || match &self.body {
            // Providers count them by business and language.
            DefinitionBody::Template(template) => {
                format!("template/{}/{}/{}", template.business_id, self.name, template.language)
            }
            body => format!("{}/{}/{}", body.kind(), self.audience, self.name.to_lowercase()),
        };
        self.deleted_at.is_none().then(name)
    }
}
