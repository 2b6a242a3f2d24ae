//! What was promised: everything that was answered with yes.

use std::sync::{Mutex, MutexGuard};

/// A customer's message that the server was told of; all of them were answered with 200 in the end.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Wrote {
    pub(crate) shop: usize,
    /// The provider's name of the message.
    pub(crate) id: String,
    /// The customer's number.
    pub(crate) customer: String,
    pub(crate) text: String,
    /// The call that brought it: messages of one customer in one call are in order.
    pub(crate) call: String,
}

/// An agent's reply that was answered with yes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Replied {
    pub(crate) shop: usize,
    /// The customer's number.
    pub(crate) customer: String,
    /// Which of the agent's replies to this customer it is, from 1.
    pub(crate) number: u64,
    pub(crate) text: String,
    /// The message it became.
    pub(crate) message_id: String,
}

/// Takes down what is promised while the run goes on.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    wrote: Mutex<Vec<Wrote>>,
    replied: Mutex<Vec<Replied>>,
    refused: Mutex<Vec<String>>,
}

impl Ledger {
    pub(crate) fn wrote(&self, messages: impl IntoIterator<Item = Wrote>) {
        lock(&self.wrote).extend(messages);
    }

    pub(crate) fn replied(&self, reply: Replied) {
        lock(&self.replied).push(reply);
    }

    /// Something that ought to have been taken was refused for good.
    pub(crate) fn refused(&self, what: String) {
        lock(&self.refused).push(what);
    }

    /// What was promised to and by one shop.
    pub(crate) fn of(&self, shop: usize) -> (Vec<Wrote>, Vec<Replied>) {
        let wrote = lock(&self.wrote).iter().filter(|message| message.shop == shop).cloned().collect();
        let replied = lock(&self.replied).iter().filter(|reply| reply.shop == shop).cloned().collect();
        (wrote, replied)
    }

    pub(crate) fn refusals(&self) -> Vec<String> {
        lock(&self.refused).clone()
    }
}

fn lock<T>(list: &Mutex<T>) -> MutexGuard<'_, T> {
    list.lock().expect("no holder of the lock panics")
}
