//! Which index lists the conversations that meet a filter.

use chat_core::{ConversationFilter, ConversationStatus, Unread, WhichTeam, Who};
use sea_orm::DbBackend;

/// An index of conversations by their latest message. Each has a key of its own, so that a query names the one it means: the
/// databases would take that of all conversations whatever else there is, and look through what is closed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Index {
    /// Of all conversations.
    All,
    /// Of those that are active.
    Open,
    /// Of active ones that nobody is to answer.
    Unassigned,
    /// Of active ones in which something is new to the team.
    Unread,
    /// Of active ones that a team is to answer.
    OfTeam,
    /// Of active ones that an agent is to answer.
    Assigned,
}

impl Index {
    /// The narrowest whose conversations are all that a filter can find.
    pub(super) fn of(filter: &ConversationFilter) -> Self {
        let conditions = conjuncts(filter);
        let is_open = |it: &&ConversationFilter| matches!(it, ConversationFilter::Status(all) if all[..] == [ConversationStatus::Active]);
        if !conditions.iter().any(is_open) {
            return Self::All;
        }
        let narrower = conditions.iter().filter_map(|condition| match condition {
            ConversationFilter::Assignee(all) => match all[..] {
                [Who::Nobody] => Some(Self::Unassigned),
                [Who::Me | Who::Agent(_)] => Some(Self::Assigned),
                _ => None,
            },
            ConversationFilter::Team(all) => matches!(all[..], [WhichTeam::Team(_)]).then_some(Self::OfTeam),
            ConversationFilter::Unread(Unread::Team) => Some(Self::Unread),
            _ => None,
        });
        narrower.max().unwrap_or(Self::Open)
    }

    /// When a conversation was last active, in the very words of the index.
    pub(super) const fn active_at(self, backend: DbBackend) -> &'static str {
        match backend {
            DbBackend::Postgres => self.chosen(),
            _ => self.summed(),
        }
    }

    /// What is added to the moment.
    pub(super) const fn number(self, backend: DbBackend) -> i64 {
        match (backend, self) {
            (DbBackend::Postgres, _) | (_, Self::All) => 0,
            (_, Self::Open) => 1,
            (_, Self::Unassigned) => 2,
            (_, Self::Assigned) => 3,
            (_, Self::OfTeam) => 4,
            (_, Self::Unread) => 5,
        }
    }

    const fn summed(self) -> &'static str {
        match self {
            Self::All => "coalesce(last_message_at, conversations.created_at)",
            Self::Open => "coalesce(last_message_at, conversations.created_at) + 1",
            Self::Unassigned => "coalesce(last_message_at, conversations.created_at) + 2",
            Self::Assigned => "coalesce(last_message_at, conversations.created_at) + 3",
            Self::OfTeam => "coalesce(last_message_at, conversations.created_at) + 4",
            Self::Unread => "coalesce(last_message_at, conversations.created_at) + 5",
        }
    }

    /// PostgreSQL enters an index behind its wall by what cannot fail: a sum can.
    const fn chosen(self) -> &'static str {
        macro_rules! chosen {
            ($unless:literal) => {
                concat!(
                    "CASE ",
                    $unless,
                    "WHEN last_message_at IS NULL THEN conversations.created_at ELSE last_message_at END"
                )
            };
        }
        match self {
            Self::All => chosen!(""),
            Self::Open => chosen!("WHEN conversations.created_at = -1 THEN 0 "),
            Self::Unassigned => chosen!("WHEN conversations.created_at = -2 THEN 0 "),
            Self::Assigned => chosen!("WHEN conversations.created_at = -3 THEN 0 "),
            Self::OfTeam => chosen!("WHEN conversations.created_at = -4 THEN 0 "),
            Self::Unread => chosen!("WHEN conversations.created_at = -5 THEN 0 "),
        }
    }
}

/// The conditions that all have to be met.
fn conjuncts(filter: &ConversationFilter) -> Vec<&ConversationFilter> {
    match filter {
        ConversationFilter::All(all) => all.iter().flat_map(conjuncts).collect(),
        one => vec![one],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chat_core::{AgentId, TeamId};
    use uuid::Uuid;

    #[test]
    fn the_narrowest_index_is_taken_that_holds_all_that_is_wanted() {
        let open = ConversationFilter::Status(vec![ConversationStatus::Active]);
        let both = ConversationFilter::Status(vec![ConversationStatus::Active, ConversationStatus::Closed]);
        let agent = Who::Agent(AgentId::from_uuid(Uuid::nil()));
        let team = WhichTeam::Team(TeamId::from_uuid(Uuid::nil()));
        let assigned = |all: &[Who]| ConversationFilter::Assignee(all.to_vec());
        let of_teams = |all: &[WhichTeam]| ConversationFilter::Team(all.to_vec());
        let unread = ConversationFilter::Unread(Unread::Team);
        let all = |conditions: &[&ConversationFilter]| {
            ConversationFilter::All(conditions.iter().map(|condition| (*condition).clone()).collect())
        };
        let nested = all(&[&all(&[&open]), &unread]);
        let table = [
            (ConversationFilter::EVERYTHING, Index::All),
            (both, Index::All),
            (unread.clone(), Index::All),
            (ConversationFilter::Not(Box::new(open.clone())), Index::All),
            (ConversationFilter::Any(vec![open.clone()]), Index::All),
            (open.clone(), Index::Open),
            (all(&[&open, &assigned(&[Who::Nobody])]), Index::Unassigned),
            (all(&[&open, &assigned(&[Who::Nobody, Who::Me])]), Index::Open),
            (all(&[&open, &assigned(&[agent]), &unread]), Index::Assigned),
            (all(&[&open, &of_teams(&[team]), &unread]), Index::OfTeam),
            (all(&[&open, &of_teams(&[WhichTeam::Mine])]), Index::Open),
            (nested, Index::Unread),
        ];
        for (filter, index) in table {
            assert_eq!(Index::of(&filter), index, "{filter:?}");
        }
    }

    #[test]
    fn the_key_is_what_the_number_says() {
        for index in [Index::Open, Index::Unassigned, Index::Unread, Index::OfTeam, Index::Assigned] {
            let (summed, number) = (index.active_at(DbBackend::Sqlite), index.number(DbBackend::Sqlite));
            assert!(summed.ends_with(&format!("+ {number}")));
            // PostgreSQL's key is the moment itself, and another expression for each index.
            let never = format!("created_at = -{number} THEN 0");
            assert!(index.active_at(DbBackend::Postgres).contains(&never) && index.number(DbBackend::Postgres) == 0);
        }
    }
}
