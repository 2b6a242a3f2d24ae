//! What was committed, as the run's own witness saw it.

use crate::{
    ground::{Ground, locked},
    trouble::Trouble,
    verdict::Promise,
};
use chat_core::{
    Account, AccountId, AccountStatus, Changes, ClientId, ConversationId, Delivery, DeliveryAction, DeliveryId,
    DeliveryState, Expected, Message, MessageId, MessageStatus, ReceivedCall, ReceivedCallId, ReceivedCallState,
    Record,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// The latest committed version of what has to be looked at over all tenants.
#[derive(Debug)]
pub(crate) struct Ledger {
    ground: Arc<Ground>,
    pages: Mutex<Pages>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Pages {
    pub(crate) accounts: BTreeMap<AccountId, Account>,
    pub(crate) messages: BTreeMap<MessageId, Message>,
    pub(crate) deliveries: BTreeMap<DeliveryId, Delivery>,
    pub(crate) calls: BTreeMap<ReceivedCallId, ReceivedCall>,
    /// Whose each conversation is.
    pub(crate) conversations: BTreeMap<ConversationId, ClientId>,
}

impl Ledger {
    pub(crate) fn new(ground: &Arc<Ground>) -> Self {
        Self { ground: ground.clone(), pages: Mutex::default() }
    }

    pub(crate) fn pages(&self) -> Pages {
        locked(&self.pages).clone()
    }

    pub(crate) fn read<T>(&self, look: impl FnOnce(&Pages) -> T) -> T {
        look(&locked(&self.pages))
    }

    /// Writes down a commit that took effect.
    pub(crate) fn committed(&self, changes: &Changes) {
        let mut pages = locked(&self.pages);
        let is_sent_anew = |id: MessageId| {
            changes.writes.iter().any(|write| match &write.record {
                Record::Delivery(delivery) => {
                    write.expected == Expected::Absent && delivery.action == DeliveryAction::Send { message_id: id }
                }
                _ => false,
            })
        };
        for write in &changes.writes {
            match &write.record {
                Record::Account(account) => drop(pages.accounts.insert(account.id, account.clone())),
                Record::Message(message) => {
                    let before = pages.messages.insert(message.id, message.clone());
                    if let Some(before) = before {
                        self.check_climb(&before, message, is_sent_anew(message.id));
                    }
                }
                Record::Delivery(delivery) => {
                    if delivery.state == DeliveryState::Unsettled {
                        self.ground.tally.count(Trouble::Unsettled);
                    }
                    pages.deliveries.insert(delivery.id, delivery.clone());
                }
                Record::ReceivedCall(call) => {
                    if write.expected == Expected::Absent && call.state == ReceivedCallState::Waiting {
                        self.ground.tally.count(Trouble::CallKept);
                    }
                    pages.calls.insert(call.id, call.clone());
                }
                Record::Conversation(it) => drop(pages.conversations.insert(it.id, it.client_id)),
                _ => {}
            }
        }
    }

    /// The conversations that a tenant must not get to.
    pub(crate) fn conversations_of_others(&self, client: ClientId) -> Vec<ConversationId> {
        let pages = locked(&self.pages);
        pages.conversations.iter().filter(|(_, owner)| **owner != client).map(|(id, _)| *id).collect()
    }

    fn check_climb(&self, before: &Message, after: &Message, is_sent_anew: bool) {
        let climbs = before.status == after.status || before.status.climbs_to(after.status);
        let begins_anew = after.status == MessageStatus::Queued && is_sent_anew;
        // What was given up without a word of the provider was taken after all, as its name shows.
        let was_our_word = before.status == MessageStatus::Failed && before.external_id.is_none();
        let is_taken_after_all = was_our_word && after.external_id.is_some();
        if !climbs && !begins_anew && !is_taken_after_all {
            let how = format!("message {} went from {} to {}", after.id, before.status, after.status);
            self.ground.violated(Promise::StatusClimbs, how);
        }
    }
}

impl Pages {
    /// The deliveries of a message, the first ordered first.
    pub(crate) fn deliveries_of(&self, message: MessageId) -> impl Iterator<Item = &Delivery> {
        let action = DeliveryAction::Send { message_id: message };
        self.deliveries.values().filter(move |delivery| delivery.action == action)
    }

    /// The deliveries that somebody should be making.
    pub(crate) fn open_deliveries(&self) -> impl Iterator<Item = &Delivery> {
        self.deliveries.values().filter(|delivery| delivery.state == DeliveryState::Pending)
    }

    /// The deliveries of which nobody knows what became of them, and about which nobody was asked yet.
    pub(crate) fn doubts(&self) -> impl Iterator<Item = &Delivery> {
        let unsettled = self.deliveries.values().filter(|delivery| delivery.state == DeliveryState::Unsettled);
        unsettled.filter(|delivery| delivery.ask_at.is_some())
    }

    /// The accounts that send nothing until they are checked.
    pub(crate) fn paused_accounts(&self) -> impl Iterator<Item = &Account> {
        self.accounts.values().filter(|account| account.status == AccountStatus::Paused)
    }

    /// The kept webhook items that wait for another try.
    pub(crate) fn waiting_calls(&self) -> impl Iterator<Item = &ReceivedCall> {
        self.calls.values().filter(|call| call.state == ReceivedCallState::Waiting)
    }
}
