//! Shows each socket to those who serve its namespace.

use super::{
    agents::Agents,
    guest::Guest,
    visitors::Visitors,
    wire::{AGENTS, Code, VISITORS, refusal},
};
use crate::engine::{Admission, Connecting, Event, Handler, NotNow, Reason, Refusal, Socket};
use async_trait::async_trait;
use chat_core::Caller;
use http::Extensions;

/// Serves every socket of the gateway.
#[derive(Debug)]
pub(crate) struct Front {
    pub(crate) agents: Agents,
    pub(crate) visitors: Visitors,
}

#[async_trait]
impl Handler for Front {
    async fn admit(&self, request: &Extensions) -> Result<Admission, NotNow> {
        let caller = request.get::<Caller>().copied();
        let shared = &self.agents.shared;
        match shared.chat() {
            Some(chat) => Guest::admit(caller, &chat, &shared.seats()).await,
            // Whoever comes in now is told so when it signs in.
            None => Ok(Admission::default()),
        }
    }

    async fn connect(&self, connecting: Connecting) -> Result<(), Refusal> {
        let outcome = match &*connecting.namespace {
            AGENTS => self.agents.let_in(connecting).await,
            VISITORS => self.visitors.let_in(connecting).await,
            _ => Err(refusal(Code::InvalidNamespace, "Invalid namespace")),
        };
        self.agents.shared.meters.signed_in(outcome.as_ref().err());
        outcome
    }

    async fn event(&self, socket: &Socket, event: Event) {
        match socket.namespace() {
            VISITORS => self.visitors.event(socket, event).await,
            _ => self.agents.event(socket, event).await,
        }
    }

    async fn disconnect(&self, socket: &Socket, _: Reason) {
        match socket.namespace() {
            VISITORS => self.visitors.leave(socket),
            _ => self.agents.leave(socket).await,
        }
    }
}
