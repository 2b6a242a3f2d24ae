//! Whether journals are whole.

use crate::Inspection;
use chat_core::{ClientId, Seq};
use uuid::Uuid;

/// A journal that has not all the events that it should have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gap {
    /// Whose journal.
    pub client_id: ClientId,
    /// Where it should begin,
    pub tail: Seq,
    /// and end.
    pub head: Seq,
    /// How many events it has.
    pub events: i64,
}

/// Each journal with its bounds and what is there, all of one moment.
pub(crate) const JOURNALS: &str = "SELECT bounds.client_id, bounds.tail, bounds.head, count(event.seq), min(event.seq), \
    max(event.seq) FROM journal_heads AS bounds LEFT JOIN journal AS event ON event.client_id = bounds.client_id \
    GROUP BY bounds.client_id, bounds.tail, bounds.head ORDER BY bounds.client_id";

/// A row of [`JOURNALS`].
pub(crate) type Row = (Uuid, Seq, Seq, i64, Option<Seq>, Option<Seq>);

/// How many journals there are, how many events they have together, and which of them are not whole.
pub(crate) fn judge(journals: &[Row]) -> (usize, i64, Vec<Gap>) {
    let events = journals.iter().map(|(_, _, _, events, _, _)| events).sum();
    let gaps = journals.iter().filter(|row| !is_whole(row)).map(|(client, tail, head, events, _, _)| Gap {
        client_id: ClientId::from_uuid(*client),
        tail: *tail,
        head: *head,
        events: *events,
    });
    (journals.len(), events, gaps.take(Inspection::GAPS_MAX).collect())
}

fn is_whole((_, tail, head, events, first, last): &Row) -> bool {
    let is_bounded = first.is_none_or(|first| first == *tail) && last.is_none_or(|last| last == *head);
    is_bounded && *events == head - tail + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_has_every_event_from_its_tail_to_its_head() {
        let client = Uuid::from_u128(7);
        for (tail, head, events, first, last, is_well) in [
            (1, 0, 0, None, None, true),
            (1, 3, 3, Some(1), Some(3), true),
            (4, 3, 0, None, None, true),
            (2, 3, 2, Some(2), Some(3), true),
            (1, 3, 2, Some(1), Some(3), false),
            (1, 3, 0, None, None, false),
            (1, 4, 3, Some(1), Some(3), false),
            (2, 4, 3, Some(1), Some(3), false),
        ] {
            let (journals, sum, gaps) = judge(&[(client, tail, head, events, first, last)]);
            assert_eq!((journals, sum, gaps.is_empty()), (1, events, is_well), "{tail} {head} {events}");
        }
        let broken = vec![(client, 1, 2, 1, Some(1), Some(1)); Inspection::GAPS_MAX + 1];
        assert_eq!(judge(&broken).2.len(), Inspection::GAPS_MAX);
    }
}
