//! What is told and not kept: who may hear what, who types, who looks, who is there.

use super::Desk;
use crate::{
    Action, Actor, AgentId, Attendance, Conversation, ConversationId, InboxPart, Reach, Result, Room, RoomName, SignIn,
    Signal, Subject, Typist,
};

/// The right to be in a room, for as long as the sign-in that it was given for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ticket {
    rooms: Vec<Room>,
}

impl Ticket {
    /// The room, or its parts that the actor works with.
    pub fn rooms(&self) -> &[Room] {
        &self.rooms
    }
}

impl Desk {
    /// Lets the actor into a room. Whoever works with some accounts or widgets alone is let into their parts of the inbox and of
    /// WhatsApp.
    ///
    /// # Errors
    /// `NotFound` when there is no such customer or conversation, `Forbidden`, `Unavailable`.
    pub async fn ticket(&self, name: RoomName) -> Result<Ticket> {
        match name {
            RoomName::Inbox | RoomName::InboxPart(InboxPart::Team) | RoomName::WhatsappGeneral => {
                self.ask(Action::Read, Subject::Client)?;
            }
            RoomName::InboxPart(InboxPart::Widget(widget)) => drop(self.widget(widget).await?),
            RoomName::InboxPart(InboxPart::Account(account)) | RoomName::WhatsappPart(account) => {
                drop(self.account(account).await?);
            }
            RoomName::WhatsappCustomer(customer) => {
                self.readable(customer).await?;
                self.reach_all()?;
            }
            RoomName::Conversation(conversation) => drop(self.conversation(conversation).await?),
        }
        Ok(Ticket { rooms: self.rooms(name) })
    }

    /// The rooms that a room consists of for the actor.
    pub fn rooms(&self, name: RoomName) -> Vec<Room> {
        let names = match (&self.actor().reach, name) {
            (Reach::Some(extent), RoomName::Inbox) => extent.inbox().map(RoomName::InboxPart).collect(),
            (Reach::Some(extent), RoomName::WhatsappGeneral) => {
                extent.accounts.iter().copied().map(RoomName::WhatsappPart).collect()
            }
            _ => vec![name],
        };
        names.into_iter().map(|name| Room::of(self.actor().client_id, name)).collect()
    }

    /// Tells everybody in a conversation that the actor started or stopped typing.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`, `Unavailable`.
    pub async fn typing(&self, conversation: ConversationId, is_typing: bool) -> Result<()> {
        let Conversation { customer_id, account_id, .. } = self.conversation(conversation).await?;
        if let Some(account) = account_id.filter(|_| is_typing) {
            self.chat.note_typing(self.scope(), conversation, account);
        }
        self.chat.signals().send(Signal::Typing {
            client_id: self.actor().client_id,
            conversation_id: conversation,
            customer_id,
            typist: Typist::Agent(self.actor().agent_id),
            name: Some(self.actor().name.clone()),
            is_typing,
        });
        Ok(())
    }

    /// Tells everybody in a conversation that the actor looks at it, or does not any more. Whoever looks says so again every
    /// [`Desk::VIEWING_TTL`] or sooner; who has said nothing for longer is taken to be gone.
    ///
    /// # Errors
    /// `NotFound`, `Forbidden`, `Unavailable`.
    pub async fn viewing(&self, conversation: ConversationId, is_viewing: bool) -> Result<()> {
        self.conversation(conversation).await?;
        let Actor { client_id, agent_id, name, .. } = self.actor().clone();
        let conversation_id = conversation;
        self.chat.signals().send(Signal::Viewing { client_id, conversation_id, agent_id, name, is_viewing });
        Ok(())
    }

    /// Notes that a connection of the actor is open, and tells the team when it is the first. Repeated to renew it within
    /// [`PRESENCE_TTL`](crate::PRESENCE_TTL).
    pub async fn arrive(&self, connection: &str) {
        let (who, now) = (self.attendance(connection), self.chat.env().now());
        if self.chat.presence().arrive(self.scope(), who, now).await {
            self.chat.note_presence(self.scope(), self.actor().agent_id, true).await;
            self.tell_presence(true);
        }
    }

    /// Notes that a connection of the actor was closed, and tells the team when it was the last.
    pub async fn leave(&self, connection: &str) {
        let (who, now) = (self.attendance(connection), self.chat.env().now());
        if self.chat.presence().leave(self.scope(), who, now).await {
            self.chat.note_presence(self.scope(), self.actor().agent_id, false).await;
            self.tell_presence(false);
        }
    }

    /// Which agents are there.
    pub async fn present(&self) -> Vec<AgentId> {
        self.chat.presence().present(self.scope(), self.chat.env().now()).await
    }

    /// Tells every process that what the actor signed in with was taken back, so that sockets which came in by it go.
    pub fn tell_signed_out(&self) {
        let SignIn { actor, credential, .. } = self.sign_in.clone();
        self.chat.signals().send(Signal::SignedOut { client_id: actor.client_id, credential });
    }

    fn attendance<'a>(&'a self, connection: &'a str) -> Attendance<'a> {
        Attendance { agent_id: self.actor().agent_id, name: &self.actor().name, connection }
    }

    fn tell_presence(&self, is_present: bool) {
        let Actor { client_id, agent_id, name, .. } = self.actor().clone();
        self.chat.signals().send(Signal::PresenceChanged { client_id, agent_id, name, is_present });
    }
}
