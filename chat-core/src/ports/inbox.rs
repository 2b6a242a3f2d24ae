//! What arrives.

use crate::{
    AccountId, Conversation, Customer, CustomerIdentity, ExternalId, IdentityKey, Message, MessageId, ReceivedCall,
    ReceivedCallState, StoreError, TenantScope, Timestamp,
};
use async_trait::async_trait;
use std::fmt;

/// What is known about something that arrives.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Arrival {
    /// The message, if it arrived before.
    pub known: Option<Message>,
    /// Those of the identities that are known, in no particular order; they may belong to several customers.
    pub identities: Vec<CustomerIdentity>,
    /// The customer of the first of the asked-for identities that is known.
    pub customer: Option<Customer>,
    /// That customer's conversation at the account that is not archived.
    pub conversation: Option<Conversation>,
    /// The message that this one answers.
    pub replied_to: Option<MessageId>,
}

/// What arrives.
#[derive(Clone, Copy, Debug)]
pub struct ArrivalQuery<'a> {
    /// The account it arrives at.
    pub account_id: AccountId,
    /// Its name at the provider.
    pub external_id: &'a ExternalId,
    /// Whom it comes from, the most trusted identity first.
    pub identities: &'a [IdentityKey],
    /// The provider's name of the message that it answers.
    pub reply_to: Option<&'a ExternalId>,
}

/// Reads what is needed when something arrives, and what is kept for another try.
#[async_trait]
pub trait Inbox: fmt::Debug + Send + Sync + 'static {
    /// What is known about a message that arrives.
    async fn arrival(&self, scope: TenantScope, query: ArrivalQuery<'_>) -> Result<Arrival, StoreError>;

    /// Up to `limit` kept items of all clients that are in this state and due, the longest due first.
    async fn due_calls(
        &self,
        state: ReceivedCallState,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<ReceivedCall>, StoreError>;

    /// Up to `limit` kept items that wait, due or not, and tell of the message that its provider knows by this name, those first
    /// that came first.
    async fn calls_about(
        &self,
        scope: TenantScope,
        id: &ExternalId,
        limit: usize,
    ) -> Result<Vec<ReceivedCall>, StoreError>;
}
