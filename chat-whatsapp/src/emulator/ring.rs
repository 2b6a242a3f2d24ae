//! A numbered record of the past with a limit.

use std::collections::BTreeMap;

/// Keeps the last [`Ring::MAX`] entries, each under a number that is never given again.
#[derive(Debug)]
pub(crate) struct Ring<T> {
    kept: BTreeMap<u64, T>,
    last: u64,
}

impl<T> Default for Ring<T> {
    fn default() -> Self {
        Self { kept: BTreeMap::new(), last: 0 }
    }
}

impl<T> Ring<T> {
    /// How many entries are kept before the oldest is forgotten.
    pub(crate) const MAX: usize = 50_000;

    /// Adds an entry and gives its number, and the entry that had to go for it.
    pub(crate) fn push(&mut self, entry: T) -> (u64, Option<T>) {
        self.last += 1;
        self.kept.insert(self.last, entry);
        let forgotten = match self.kept.len() > Self::MAX {
            true => self.kept.pop_first().map(|(_, oldest)| oldest),
            false => None,
        };
        (self.last, forgotten)
    }

    pub(crate) fn get(&self, number: u64) -> Option<&T> {
        self.kept.get(&number)
    }

    pub(crate) fn get_mut(&mut self, number: u64) -> Option<&mut T> {
        self.kept.get_mut(&number)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, &T)> {
        self.kept.iter().map(|(number, entry)| (*number, entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_entry_goes_when_the_ring_is_full() {
        let mut ring = Ring::default();
        for entry in 0..Ring::<usize>::MAX {
            assert_eq!(ring.push(entry).1, None);
        }

        assert_eq!(ring.push(99).1, Some(0));
        assert_eq!(ring.get(1), None);
        assert_eq!(ring.iter().count(), Ring::<usize>::MAX);
    }
}
