use super::words;
use crate::{extract::optional_text, problem::Problem};
use chat_core::{
    AccountId, AgentId, AttributeRule, AttributeType, Audience, Color, ConversationFilter, ConversationOrder,
    ConversationPatch, Cursor, Defined as _, Definition, DefinitionBody, DefinitionId, Desk, FileLinks, FilledResponse,
    MacroRun, MessageKind, NewDefinition, Permissions, RoleRule, Roster, Timestamp, WidgetId,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

macro_rules! definitions {
    ($(
        $(#[$meta:meta])*
        $shape:ident, $new:ident as $create:ident, $list:ident: $body:ident , named $named:ident, for $audience:ident
            { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* } $(, but { $($hidden:ident,)* })?
    )*) => {$(
        $(#[$meta])*
        #[derive(Debug, Serialize, ToSchema)]
        #[serde(rename_all = "camelCase")]
        pub(crate) struct $shape {
            #[schema(value_type = String, format = Uuid)]
            id: DefinitionId,
            name: String,
            /// Who gets to see it: `all`, `team:` or `agent:` with an id.
            #[schema(example = "all")]
            audience: String,
            $($(#[$field_meta])* $field: $type,)*
            #[schema(value_type = String, format = DateTime)]
            created_at: Timestamp,
            #[schema(value_type = String, format = DateTime)]
            updated_at: Timestamp,
            /// How often it was written: `If-Match` asks for it by this number in quotation marks.
            pub(crate) revision: i64,
        }

        impl From<Definition> for $shape {
            fn from(record: Definition) -> Self {
                let Definition { id, name, audience, body, created_at, updated_at, revision, .. } = record;
                let chat_core::$body { $($field,)* $($($hidden: _,)*)? } = parts(body);
                let audience = audience.to_string();
                Self { id, name, audience, $($field,)* created_at, updated_at, revision }
            }
        }

        /// What it takes to make one, or to make it anew.
        #[derive(Debug, Deserialize, ToSchema)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        #[schema(as = $create)]
        pub(crate) struct $new {
            /// What people call it: unique, whatever the case.
            #[schema(schema_with = words::$named)]
            name: String,
            #[schema(schema_with = words::$audience, required = false)]
            audience: Option<String>,
            $($(#[$field_meta])* $field: $type,)*
        }

        impl $new {
            /// What an agent has asked for.
            pub(crate) fn read(self, desk: &Desk, wrap: impl FnOnce(chat_core::$body) -> DefinitionBody)
                -> Result<NewDefinition, Problem>
            {
                let Self { name, audience, $($field,)* } = self;
                let audience = audience_of(audience.as_deref(), desk)?;
                Ok(NewDefinition { name, audience, body: wrap(chat_core::$body { $($field,)* $($($hidden: None,)*)? }) })
            }
        }

        /// All that there are, the oldest first.
        #[derive(Debug, Serialize, ToSchema)]
        #[serde(rename_all = "camelCase")]
        pub(crate) struct $list {
            items: Vec<$shape>,
            /// Always null: they fit on one page.
            #[schema(value_type = Option<String>)]
            next_cursor: Option<Cursor>,
        }

        impl From<Vec<Definition>> for $list {
            fn from(records: Vec<Definition>) -> Self {
                Self { items: records.into_iter().map($shape::from).collect(), next_cursor: None }
            }
        }
    )*};
}

definitions! {
    /// A word that conversations are sorted by.
    Label, NewLabel as CreateLabel, LabelList: Label, named name, for everybody {
        /// What it looks like in a list.
        #[schema(value_type = String, pattern = "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$", example = "#1a73e8")]
        color: Color,
        /// When to use it.
        #[schema(min_length = 1, max_length = 512, pattern = r"\S")]
        description: Option<String>,
    }

    /// A value that conversations or customers can have. Its name is what the value is called in `attributes`.
    AttributeDefinition, NewAttributeDefinition as CreateAttributeDefinition, AttributeDefinitionList: AttributeRule,
        named attribute_name, for everybody
    {
        /// What people read.
        #[schema(min_length = 1, max_length = 128, pattern = r"\S", example = "Order number")]
        title: String,
        #[serde(rename = "type")]
        #[schema(schema_with = words::attribute_type)]
        kind: AttributeType,
        /// What there is to choose from, for the type `select` alone.
        #[serde(default)]
        #[schema(schema_with = words::options)]
        options: Vec<String>,
    }

    /// A text that is written often. Its name is what an agent types after a slash.
    CannedResponse, NewCannedResponse as CreateCannedResponse, CannedResponseList: CannedResponse,
        named shortcut, for maybe_audience
    {
        /// The text. `{{customer.name|there}}` stands for what is known of the conversation, or for what follows the bar.
        #[schema(min_length = 1, max_length = 4096, pattern = r"\S", example = "Hello {{customer.name|there}}, how can we help?")]
        content: String,
    }

    /// Agents who work together.
    Team, NewTeam as CreateTeam, TeamList: Roster, named name, for everybody {
        /// What it is there for.
        #[schema(min_length = 1, max_length = 512, pattern = r"\S")]
        description: Option<String>,
        /// Who is in it.
        #[serde(default)]
        #[schema(value_type = Vec<Uuid>, max_items = 500)]
        members: Vec<AgentId>,
        /// Whether a conversation that is assigned to it goes to the next of its members, in this order, who is connected and
        /// says `online`.
        #[serde(default)]
        round_robin: bool,
    }, but { last_turn, }

    /// What some of the team may do, and which accounts and widgets they work with.
    Role, NewRole as CreateRole, RoleList: RoleRule, named name, for everybody {
        /// What they may do.
        #[schema(schema_with = words::permissions)]
        permissions: Permissions,
        /// The WhatsApp accounts that they work with. Where this and `widgets` are null, they work with everything.
        #[schema(value_type = Option<Vec<Uuid>>, max_items = 200)]
        accounts: Option<Vec<AccountId>>,
        /// The widgets that they work with.
        #[schema(value_type = Option<Vec<Uuid>>, max_items = 200)]
        widgets: Option<Vec<WidgetId>>,
    }

    /// What is often done to a conversation in one go: something is said, and then something is changed.
    Macro, NewMacro as CreateMacro, MacroList: Macro, named name, for maybe_audience {
        /// What is said, with places as canned responses have them.
        #[schema(min_length = 1, max_length = 4096, pattern = r"\S")]
        content: Option<String>,
        /// Whether that is a reply, which is the default, or a note.
        #[serde(default = "reply")]
        #[schema(schema_with = words::written_kind)]
        message_kind: MessageKind,
        /// What becomes different about the conversation, as `PATCH /api/v1/conversations/{id}` has it.
        #[serde(default)]
        #[schema(value_type = super::ConversationPatch, required = false)]
        changes: ConversationPatch,
        /// Whether whoever runs it is to answer from then on.
        #[serde(default)]
        assign_to_me: bool,
        /// For how many minutes the conversation is put off.
        #[schema(minimum = 1, maximum = 527_040)]
        snooze_minutes: Option<u32>,
    }

    /// A list of conversations that somebody looks at again and again.
    View, NewView as CreateView, ViewList: View, named name, for maybe_audience {
        /// Which conversations it finds: every condition is an object with one field.
        #[schema(value_type = Object)]
        filter: ConversationFilter,
        /// In which order they are listed.
        #[serde(default)]
        #[schema(schema_with = words::conversation_order)]
        order: ConversationOrder,
    }
}

/// What the body of a definition consists of, by the type that its route shows.
trait Parts: Sized {
    fn of(body: DefinitionBody) -> Option<Self>;
}

fn parts<T: Parts>(body: DefinitionBody) -> T {
    T::of(body).expect("the desk gives definitions of the kind that was asked for")
}

macro_rules! parts {
    ($($type:ty)*) => {$(
        impl Parts for $type {
            fn of(body: DefinitionBody) -> Option<Self> {
                Self::from_body(body)
            }
        }
    )*};
}

parts! { chat_core::Label chat_core::CannedResponse chat_core::Macro chat_core::View Roster RoleRule }

impl Parts for AttributeRule {
    fn of(body: DefinitionBody) -> Option<Self> {
        match body {
            DefinitionBody::ConversationAttribute(rule) | DefinitionBody::CustomerAttribute(rule) => Some(rule),
            _ => None,
        }
    }
}

fn reply() -> MessageKind {
    MessageKind::Reply
}

fn audience_of(text: Option<&str>, desk: &Desk) -> Result<Audience, Problem> {
    match text {
        None => Ok(Audience::All),
        Some("me") => Ok(Audience::Agent(desk.actor().agent_id)),
        Some(text) => {
            text.parse().map_err(|_| Problem::invalid("audience", "expected `all`, `me`, or `team:` with an id"))
        }
    }
}

/// Canned responses in the words for a conversation, by their names.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FilledList {
    items: Vec<Filled>,
    /// Always null: they fit on one page.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

/// A canned response in the words for a conversation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FilledResponse)]
struct Filled {
    #[schema(value_type = String, format = Uuid)]
    id: DefinitionId,
    name: String,
    content: String,
}

impl From<Vec<FilledResponse>> for FilledList {
    fn from(found: Vec<FilledResponse>) -> Self {
        let filled = |FilledResponse { id, name, content }: FilledResponse| Filled { id, name, content };
        Self { items: found.into_iter().map(filled).collect(), next_cursor: None }
    }
}

/// Which canned responses are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Shortcut {
    /// What their names begin with, whatever the case; at most 256 bytes.
    #[serde(default, deserialize_with = "optional_text")]
    pub(crate) q: Option<String>,
}

/// Which macro to run.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RunMacro {
    #[schema(value_type = String, format = Uuid)]
    pub(crate) macro_id: DefinitionId,
    /// Your own name for the message that it may post: asked again with the same one, nothing is said twice.
    #[schema(min_length = 1, max_length = 128)]
    pub(crate) client_message_id: Option<String>,
}

/// What running a macro has come to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MacroRun)]
pub(crate) struct Ran {
    conversation: super::Conversation,
    /// What was said; null when nothing was.
    message: Option<super::Message>,
}

impl Ran {
    pub(crate) fn new(run: MacroRun, links: &FileLinks) -> Self {
        let message = run.message.map(|message| super::Message::new(message, links));
        Self { conversation: run.conversation.into(), message }
    }
}
