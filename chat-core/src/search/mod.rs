//! Looking for what was said, and for who said it.

mod query;
mod ranking;
mod segments;
mod words;

pub use query::{SearchFilter, SearchKind, SearchQuery, SearchTerm};
pub use ranking::{SearchCursor, SearchOrder};
pub use segments::Segment;

use crate::{Conversation, ConversationId, Cursor, Customer, Message, MessageKind, Record, SenderType};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What a store has to know of a record so that it is found: the one rule of all stores.
///
/// A store keeps for each id the words that were told last, in the commit of the record itself; without any words nobody finds it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Searchable {
    /// What kind of record it is.
    pub kind: SearchKind,
    /// The record.
    pub id: Uuid,
    /// Where a message was said.
    pub conversation_id: Option<ConversationId>,
    /// Its words, each once and in order; at most [`Searchable::WORDS_MAX`], none longer than 67 bytes, of letters and digits alone.
    pub words: Vec<String>,
}

impl Searchable {
    /// The most words of one record; whatever comes after is not found.
    pub const WORDS_MAX: usize = 2_000;

    /// What is to be found of a record; nothing for kinds that are not looked for.
    ///
    /// The words of a customer's name, address and number come with what they end with, set apart by a letter that no word has, so that
    /// the beginning of an ending is found as the beginning of a word is ([`SearchTerm::alternatives`]): the last digits of a number, the
    /// second half of a compound name. Messages are far too many for that.
    pub fn of(record: &Record) -> Option<Self> {
        match record {
            Record::Message(message) => Self::of_message(message),
            Record::Customer(customer) => Some(Self::of_customer(customer)),
            _ => None,
        }
    }

    /// Whether an update of the record may have changed its words. Most of what is written about a message is how far it has come.
    pub fn may_change(record: &Record) -> bool {
        match record {
            Record::Message(message) => {
                // What comes from outside gets its files after it was posted.
                let is_filled = !message.attachments.is_empty()
                    && (message.sender_type == SenderType::Customer || message.sender_id.is_none());
                is_filled || message.edited_at.is_some() || message.deleted_at.is_some()
            }
            Record::Customer(_) => true,
            _ => false,
        }
    }

    fn of_message(message: &Message) -> Option<Self> {
        if message.kind == MessageKind::Event {
            return None;
        }
        let files = message.attachments.iter().map(|file| file.name.as_str());
        let words = sorted(words_in([message.content.as_str()].into_iter().chain(files)));
        let conversation_id = Some(message.conversation_id);
        Some(Self { kind: SearchKind::Message, id: message.id.uuid(), conversation_id, words })
    }

    fn of_customer(customer: &Customer) -> Self {
        // A phone number is looked for without the signs that part it.
        let digits = customer.phone.as_deref().map(query::digits).unwrap_or_default();
        let texts = [&customer.name, &customer.email, &customer.phone].into_iter().flatten().map(String::as_str);
        let attributes = customer.attributes.values().filter_map(|value| value.as_str());
        let named = words_in(texts.chain([digits.as_str()]));
        let parts = named.iter().flat_map(|word| words::endings(word));
        let words = match customer.merged_into {
            Some(_) => Vec::new(),
            None => sorted(named.iter().cloned().chain(words_in(attributes)).chain(parts)),
        };
        Self { kind: SearchKind::Customer, id: customer.id.uuid(), conversation_id: None, words }
    }
}

fn words_in<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    texts.flat_map(words::words).map(|found| found.word).collect()
}

/// The first [`Searchable::WORDS_MAX`] words, each once and in order.
fn sorted(words: impl IntoIterator<Item = String>) -> Vec<String> {
    let words: BTreeSet<String> = words.into_iter().take(Searchable::WORDS_MAX).collect();
    words.into_iter().collect()
}

/// Something that was found.
#[derive(Clone, PartialEq, Debug)]
#[expect(clippy::large_enum_variant, reason = "pages are short and hits are taken apart at once")]
pub enum Hit {
    /// A message, and the conversation that it was said in.
    Message(Message, Conversation),
    /// A customer.
    Customer(Customer),
}

/// Something that was found, and where among all that a store keeps.
#[derive(Clone, PartialEq, Debug)]
pub struct Placed {
    /// What a list of the latest first is sorted by.
    pub place: Cursor,
    /// What was found.
    pub hit: Hit,
}
