//! The provider: phones of customers, messages taken, webhook calls.

mod calls;
mod channel;
pub(crate) mod wire;

pub(crate) use calls::make_calls;
pub(crate) use channel::SimChannel;

use crate::{
    ground::{Ground, locked},
    trace::{What, Who},
    trouble::Trouble,
    verdict::Promise,
};
use chat_core::{MessageId, MessageStatus, Sending};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};
use wire::{Item, Says};

/// The provider that all processes and tenants use.
#[derive(Debug)]
pub(crate) struct Provider {
    pub(crate) ground: Arc<Ground>,
    pub(crate) state: Mutex<State>,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    /// Every message that was taken, in the order in which the customers get them.
    pub(crate) taken: Vec<Taken>,
    /// Every message that a customer wrote, in order.
    pub(crate) letters: Vec<Letter>,
    /// What has to be told, by the moment from which on it may be.
    to_tell: BTreeMap<(Duration, u64), Item>,
    calls_under_way: usize,
    references: BTreeSet<String>,
}

/// A message of ours that the provider has taken.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    pub(crate) name: String,
    pub(crate) message: MessageId,
    /// The account that it was sent by.
    pub(crate) address: String,
    /// Whom it was sent to.
    pub(crate) phone: String,
    pub(crate) text: String,
    /// The statuses of which our side has said that it knows them.
    pub(crate) told: Vec<MessageStatus>,
}

/// A message that a customer wrote.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    pub(crate) item: Item,
    /// When it was first told, and where in its call it stood: nothing before that.
    pub(crate) first_told: Option<(u64, u64, usize)>,
    /// When our side said that it has it.
    pub(crate) accepted: Option<u64>,
}

impl Provider {
    pub(crate) fn new(ground: &Arc<Ground>) -> Self {
        Self { ground: ground.clone(), state: Mutex::default() }
    }

    /// A customer writes to an account.
    pub(crate) fn write(&self, tenant: usize, address: &str, phone: &str) {
        // Tenants have messages of equal names, which must not find each other.
        let number = locked(&self.state).letters.iter().filter(|letter| letter.item.to == address).count();
        let name = format!("in-{number}");
        let text = format!("letter {number} from {phone} to {tenant}");
        self.ground.note(Who::Provider, What::Writes { name: name.clone() });
        let item = Item { to: address.to_owned(), name, says: Says::Letter { phone: phone.to_owned(), text } };
        locked(&self.state).letters.push(Letter { item: item.clone(), first_told: None, accepted: None });
        self.tell(Duration::ZERO, item);
    }

    /// Takes a message and gives it a name; its news will be told.
    fn take(&self, address: &str, sending: &Sending) -> String {
        let phone = sending.to.first().map(|key| key.value.clone()).unwrap_or_default();
        let name = {
            let mut state = locked(&self.state);
            let number = state.taken.iter().filter(|taken| taken.address == address).count();
            let name = format!("out-{number}");
            if !state.references.insert(sending.reference.clone()) {
                let how = format!("message {} was taken twice for one delivery", sending.message.id);
                self.ground.violated(Promise::ReplyOnce, how);
            }
            state.taken.push(Taken {
                name: name.clone(),
                message: sending.message.id,
                address: address.to_owned(),
                phone,
                text: sending.message.content.clone(),
                told: Vec::new(),
            });
            name
        };
        self.ground.note(Who::Provider, What::Takes { name: name.clone(), message: sending.message.id });
        let reference = self.ground.plan.names_deliveries.then(|| sending.reference.clone());
        let end = match self.ground.meets(Who::Provider, Trouble::MessageUndelivered) {
            true => vec![MessageStatus::Failed],
            false => vec![MessageStatus::Delivered, MessageStatus::Read],
        };
        let mut after = Duration::ZERO;
        for status in std::iter::once(MessageStatus::Sent).chain(end) {
            after += self.ground.dice.millis(0..=800);
            let says = Says::News { reference: reference.clone(), status };
            self.tell(after, Item { to: address.to_owned(), name: name.clone(), says });
        }
        name
    }

    fn tell(&self, after: Duration, item: Item) {
        let key = (self.ground.passed() + after, self.ground.count("news"));
        locked(&self.state).to_tell.insert(key, item);
    }

    /// Whether everything was told.
    pub(crate) fn is_quiet(&self) -> bool {
        let state = locked(&self.state);
        state.to_tell.is_empty() && state.calls_under_way == 0
    }

    pub(crate) fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&locked(&self.state))
    }
}
