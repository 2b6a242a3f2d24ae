use super::{fault::MemoryFault, state::State};
use crate::{Account, AccountStatus};

/// What somebody looks for.
pub(super) struct Text {
    needle: String,
    matches_case: bool,
}

impl Text {
    pub(super) fn new(state: &State, text: &str) -> Self {
        let matches_case = state.faults.has(MemoryFault::MatchCase);
        Self { needle: if matches_case { text.to_owned() } else { text.to_ascii_lowercase() }, matches_case }
    }

    pub(super) fn is_in(&self, text: Option<&str>) -> bool {
        text.is_some_and(|text| match self.matches_case {
            true => text.contains(&self.needle),
            false => text.to_ascii_lowercase().contains(&self.needle),
        })
    }
}

pub(super) fn is_connected(account: &Account) -> bool {
    account.status != AccountStatus::Disconnected
}

pub(super) fn oldest_first<'a, T: Clone + 'a, K: Ord>(
    rows: impl Iterator<Item = &'a T>,
    key: impl Fn(&T) -> K,
) -> Vec<T> {
    let mut rows: Vec<T> = rows.cloned().collect();
    rows.sort_by_key(key);
    rows
}
