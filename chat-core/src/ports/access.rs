use crate::{AgentId, ClientId, Permissions, Reach, Role, text_enum::text_enum};
use std::fmt;

/// Who acts: a member of a client's team, in person or through an API key.
#[derive(Clone, PartialEq, Debug)]
pub struct Actor {
    /// For which client.
    pub client_id: ClientId,
    /// Who it is.
    pub agent_id: AgentId,
    /// What colleagues call it.
    pub name: String,
    /// What it is allowed in general.
    pub role: Role,
    /// What it may do in place of what its role allows: by a role of the client's own.
    pub granted: Option<Permissions>,
    /// Which accounts and widgets it works with, whatever [`Access`] says.
    pub reach: Reach,
    /// What it may do at most, whatever [`Access`] says: the scopes of the API key that it came in by. Nothing when there is no
    /// such bound.
    pub scopes: Option<Permissions>,
}

impl Actor {
    /// A member of a team, in person.
    pub fn new(client_id: ClientId, agent_id: AgentId, name: impl Into<String>, role: Role) -> Self {
        Self { client_id, agent_id, name: name.into(), role, granted: None, reach: Reach::All, scopes: None }
    }

    /// What it may do when the host has no rule of its own.
    pub fn permissions(&self) -> Permissions {
        let allowed = self.granted.unwrap_or_else(|| Permissions::of_role(self.role));
        self.scopes.map_or(allowed, |scopes| allowed.and(scopes))
    }
}

text_enum! {
    /// What somebody wants to do. Every command names one. Each is a permission that a role or an API key may have.
    #[derive(PartialOrd, Ord)]
    pub enum Action {
        /// See conversations, messages, customers and events.
        Read = "conversations.read",
        /// Answer a customer.
        Reply = "conversations.reply",
        /// Hand a file in, to be sent with a message.
        Upload = "files.upload",
        /// Close, reopen, archive, assign or mark as read.
        ChangeConversation = "conversations.change",
        /// Correct what is known of a customer, note something about it, block it or hear it again, or merge it with another.
        ChangeCustomer = "customers.change",
        /// Take customers in or out by the file, and see what blocked ones wrote.
        ManageCustomers = "customers.manage",
        /// See which accounts are connected.
        ReadAccounts = "accounts.read",
        /// Connect, change or disconnect an account.
        ManageAccounts = "accounts.manage",
        /// Make, change and delete the templates that providers agree to.
        ManageTemplates = "templates.manage",
        /// See the widgets, their domains and figures.
        ReadWidgets = "widgets.read",
        /// Create, change or delete a widget, and say where it may appear.
        ManageWidgets = "widgets.manage",
        /// Define labels, attributes and whatever else everybody works with.
        ManageDefinitions = "definitions.manage",
        /// See which colleagues are connected, since when and how.
        ReadRealtime = "realtime.read",
        /// See the webhooks, create, change, try out and delete them.
        ManageWebhooks = "webhooks.manage",
        /// Make API keys that act as oneself, see them and take them back.
        ManageOwnKeys = "keys.own",
        /// Say who is in the team and how they come in.
        ManageTeam = "team.manage",
        /// See the audit log, and take a copy of it away.
        ReadAudit = "audit.read",
    }
}

/// What an action is done to.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Subject<'a> {
    /// The client as a whole, or a list.
    Client,
    /// One conversation.
    Conversation(&'a crate::Conversation),
    /// One customer.
    Customer(&'a crate::Customer),
}

/// Decides who may do what. Pure: everything it needs is in its arguments.
pub trait Access: fmt::Debug + Send + Sync + 'static {
    /// Whether `actor` may do `action` to `subject`, which is known to be of the actor's client and within the actor's scopes and reach.
    fn may(&self, actor: &Actor, action: Action, subject: Subject<'_>) -> bool;
}

/// The rule when the host has none of its own: what [`Actor::permissions`] says.
#[derive(Clone, Copy, Debug, Default)]
pub struct RoleAccess;

impl Access for RoleAccess {
    fn may(&self, actor: &Actor, action: Action, _subject: Subject<'_>) -> bool {
        actor.permissions().has(action)
    }
}
