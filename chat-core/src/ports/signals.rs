use crate::{AgentId, ClientId, ConversationId, CredentialId, CustomerId, Seq, Stop};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::fmt;
use tokio::sync::broadcast;

/// Who is typing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Typist {
    /// A member of the team.
    Agent(AgentId),
    /// The customer.
    Customer(CustomerId),
}

/// Something worth knowing now and not worth keeping.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Signal {
    /// Somebody started or stopped typing.
    Typing {
        /// Whose conversation.
        client_id: ClientId,
        /// Where.
        conversation_id: ConversationId,
        /// Whose it is with.
        #[serde(default)]
        customer_id: Option<CustomerId>,
        /// Who.
        typist: Typist,
        /// What whoever types for the team is called.
        #[serde(default)]
        name: Option<String>,
        /// Started, or stopped.
        is_typing: bool,
    },
    /// An agent looks at a conversation, or does not any more.
    Viewing {
        /// Whose conversation.
        client_id: ClientId,
        /// Which one.
        conversation_id: ConversationId,
        /// Who.
        agent_id: AgentId,
        /// What colleagues call it.
        name: String,
        /// Whether it looks.
        is_viewing: bool,
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
    /// The doorbell: another process has added to a client's journal. Listeners never sense it.
    Committed {
        /// Whose journal.
        client_id: ClientId,
        /// Where it ends now, at least.
        head: Seq,
    },
}

/// Carries signals to every process, the sending one included, at most once each; [`Signal::Committed`] to the others only,
/// and of several for one client perhaps none but the last.
#[async_trait]
pub trait Signals: fmt::Debug + Send + Sync + 'static {
    /// Sends a signal and does not wait for it to arrive.
    fn send(&self, signal: Signal);

    /// Everything that is sent from now on. A receiver that is too slow misses signals.
    fn subscribe(&self) -> broadcast::Receiver<Signal>;

    /// Carries signals between processes until it is told to stop; then sends what waits. Driven by
    /// [`Chat::run_until`](crate::Chat::run_until).
    async fn run(&self, stop: Stop);
}
