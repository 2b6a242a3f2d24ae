use crate::{AgentId, ClientId, Role};
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
}

/// What somebody wants to do. Every command names one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Action {
    /// See conversations, messages, customers and events.
    Read,
    /// Answer a customer.
    Reply,
    /// Hand a file in, to be sent with a message.
    Upload,
    /// Close, reopen, archive, assign or mark as read.
    ChangeConversation,
    /// Correct what is known of a customer, note something about it, block it or hear it again, or merge it with another.
    ChangeCustomer,
    /// Take customers in or out by the file, and see what blocked ones wrote.
    ManageCustomers,
    /// See which accounts are connected.
    ReadAccounts,
    /// Connect, change or disconnect an account.
    ManageAccounts,
    /// See the widgets, their domains and figures.
    ReadWidgets,
    /// Create, change or delete a widget, and say where it may appear.
    ManageWidgets,
    /// Define labels, attributes and whatever else everybody works with.
    ManageDefinitions,
    /// Say who is in which team.
    ManageTeam,
    /// See which colleagues are connected, since when and how.
    ReadRealtime,
    /// See the webhooks, create, change, try out and delete them.
    ManageWebhooks,
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
    /// Whether `actor` may do `action` to `subject`, which is known to be of the actor's client.
    fn may(&self, actor: &Actor, action: Action, subject: Subject<'_>) -> bool;
}

/// The rule when the host has none of its own: everybody answers everything, owners and admins manage accounts,
/// widgets, definitions, teams and webhooks and see who is connected.
#[derive(Clone, Copy, Debug, Default)]
pub struct RoleAccess;

impl Access for RoleAccess {
    fn may(&self, actor: &Actor, action: Action, _subject: Subject<'_>) -> bool {
        match action {
            Action::Read
            | Action::Reply
            | Action::Upload
            | Action::ChangeConversation
            | Action::ChangeCustomer
            | Action::ReadAccounts
            | Action::ReadWidgets => true,
            Action::ManageAccounts
            | Action::ManageCustomers
            | Action::ManageWidgets
            | Action::ManageDefinitions
            | Action::ManageTeam
            | Action::ManageWebhooks
            | Action::ReadRealtime => matches!(actor.role, Role::Owner | Role::Admin),
        }
    }
}
