//! What a visitor may know of what happens: its own conversations, without what the team keeps to itself.

use super::Visit;
use crate::{ConversationId, Error, Event, MessageKind, Notice, Result, Seq, Source};
use std::collections::HashMap;

/// What happened to a visitor's conversations after a place in the journal.
#[derive(Clone, PartialEq, Debug)]
pub struct VisitStretch {
    /// The events, in order.
    pub events: Vec<Notice>,
    /// The position of the journal's last event.
    pub head: Seq,
    /// Whether there are more before the head.
    pub has_more: bool,
}

impl Notice {
    /// Whether the visitor whose conversation it belongs to may know of it.
    pub fn is_for_visitor(&self) -> bool {
        let is_seen = match &self.event {
            Event::MessagePosted(message) | Event::MessageEdited(message) => message.kind == MessageKind::Reply,
            Event::MessageDeleted { kind, .. } => *kind == MessageKind::Reply,
            Event::MessageStatusChanged { .. } | Event::ConversationChanged(_) => true,
            _ => false,
        };
        is_seen && self.thread.as_ref().is_some_and(|thread| thread.source == Source::WEBSITE)
    }
}

/// Names the event that a visitor has heard before each: what the team keeps to itself leaves no gap.
#[derive(Debug, Default)]
pub struct Chain(HashMap<ConversationId, Seq>);

impl Chain {
    /// For how many conversations it is remembered. For more, a visitor sees a gap, asks, and finds that nothing is missing.
    const KEPT_MAX: usize = 10_000;

    /// Takes an event in its turn, and tells the place of the one before it that the visitor knows; nothing when the visitor is not
    /// to know of it.
    pub fn follow(&mut self, notice: &Notice) -> Option<Seq> {
        let conversation = notice.thread.as_ref()?.conversation_id;
        if notice.is_for_visitor() {
            return Some(self.0.remove(&conversation).unwrap_or(notice.previous_seq));
        }
        let is_hidden = notice.thread.as_ref().is_some_and(|thread| thread.source == Source::WEBSITE);
        if is_hidden && (self.0.len() < Self::KEPT_MAX || self.0.contains_key(&conversation)) {
            self.0.entry(conversation).or_insert(notice.previous_seq);
        }
        None
    }
}

impl Visit {
    /// The most events in one stretch.
    pub const EVENTS_MAX: usize = 200;
    /// How many events of the client's journal are read at once.
    const READ_MAX: usize = 500;
    /// How many are looked through for those of a visitor: what is longer ago is loaded anew faster.
    const LOOKED_THROUGH_MAX: usize = 2000;

    /// What happened to the visitor's conversations after a position.
    ///
    /// # Errors
    /// [`Error::Resync`] when not all of that is kept any more, when it is too long ago, or when the position is after the head;
    /// [`Error::Unavailable`].
    pub async fn events(&self, after: Seq) -> Result<VisitStretch> {
        let mut after = after.max(0);
        // Before the conversations are read: what comes meanwhile is told live.
        let head = self.store().heads(&[self.scope()]).await?.first().copied().unwrap_or(0);
        if after > head {
            return Err(Error::Resync { head });
        }
        let own = self.own_conversations().await?;
        if own.iter().all(|conversation| conversation.last_seq <= after) {
            return Ok(VisitStretch { events: Vec::new(), head, has_more: false });
        }
        let (mut events, mut chain) = (Vec::new(), Chain::default());
        for _ in 0..Self::LOOKED_THROUGH_MAX / Self::READ_MAX {
            let stretch = self.store().events_after(self.scope(), after, Self::READ_MAX).await?;
            if !stretch.follows(after) {
                return Err(Error::Resync { head: stretch.head });
            }
            let Some(last) = stretch.events.last().map(|notice| notice.seq) else {
                return Ok(VisitStretch { events, head: stretch.head, has_more: false });
            };
            for notice in stretch.events {
                let is_own = notice.thread.as_ref().is_some_and(|thread| {
                    thread.source == Source::WEBSITE && thread.customer_id == Some(self.customer_id)
                });
                let Some(previous_seq) = is_own.then(|| chain.follow(&notice)).flatten() else { continue };
                events.push(Notice { previous_seq, ..notice });
                if events.len() == Self::EVENTS_MAX {
                    return Ok(VisitStretch { events, head: stretch.head, has_more: true });
                }
            }
            if last >= stretch.head {
                return Ok(VisitStretch { events, head: stretch.head, has_more: false });
            }
            after = last;
        }
        Err(Error::Resync { head })
    }
}
