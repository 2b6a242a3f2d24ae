use crate::{AgentId, ClientId, ConversationId, CredentialId, CustomerId};
use std::fmt;
use tokio::sync::broadcast;

/// Who is typing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Typist {
    /// A member of the team.
    Agent(AgentId),
    /// The customer.
    Customer(CustomerId),
}

/// Something worth knowing now and not worth keeping.
#[derive(Clone, PartialEq, Debug)]
pub enum Signal {
    /// Somebody started or stopped typing.
    Typing {
        /// Whose conversation.
        client_id: ClientId,
        /// Where.
        conversation_id: ConversationId,
        /// Who.
        typist: Typist,
        /// Started, or stopped.
        is_typing: bool,
    },
    /// An agent came or went.
    PresenceChanged {
        /// Whose team.
        client_id: ClientId,
        /// Who.
        agent_id: AgentId,
        /// What colleagues call it.
        name: String,
        /// Came, or went.
        is_present: bool,
    },
    /// A sign-in was taken back: whoever came in by it has to go.
    SignedOut {
        /// Whose team.
        client_id: ClientId,
        /// What was taken back.
        credential: CredentialId,
    },
}

/// Carries signals to every process, the sending one included, at most once each.
pub trait Signals: fmt::Debug + Send + Sync + 'static {
    /// Sends a signal and does not wait for it to arrive.
    fn send(&self, signal: Signal);

    /// Everything that is sent from now on. A receiver that is too slow misses signals.
    fn subscribe(&self) -> broadcast::Receiver<Signal>;
}
