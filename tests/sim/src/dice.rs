//! Chance, as a function of the seed.

use std::{
    ops::RangeInclusive,
    sync::{Arc, Mutex},
    time::Duration,
};

/// Dice that fall the same way for the same seed and the same throws. Clones are the same dice.
#[derive(Clone, Debug)]
pub(crate) struct Dice(Arc<Mutex<fastrand::Rng>>);

impl Dice {
    pub(crate) fn seeded(seed: u64) -> Self {
        // Neighbouring seeds have to part at the first throw.
        let mut mixed = fastrand::Rng::with_seed(seed);
        Self(Arc::new(Mutex::new(fastrand::Rng::with_seed(mixed.u64(..) ^ seed.rotate_left(32)))))
    }

    pub(crate) fn number(&self) -> u64 {
        self.with(|rng| rng.u64(..))
    }

    /// One of the numbers of a range.
    pub(crate) fn between(&self, range: RangeInclusive<u64>) -> u64 {
        self.with(|rng| rng.u64(range))
    }

    /// A place in a list of `length`, which is not empty.
    pub(crate) fn place(&self, length: usize) -> usize {
        self.with(|rng| rng.usize(..length))
    }

    /// Whether something happens now that happens so many times in a thousand.
    pub(crate) fn happens(&self, per_mille: u32) -> bool {
        per_mille > 0 && self.with(|rng| rng.u32(..1000)) < per_mille
    }

    /// A while of so many milliseconds.
    pub(crate) fn millis(&self, range: RangeInclusive<u64>) -> Duration {
        Duration::from_millis(self.between(range))
    }

    /// One of the items, unless there are none.
    pub(crate) fn pick<'a, T>(&self, items: &'a [T]) -> Option<&'a T> {
        if items.is_empty() { None } else { items.get(self.place(items.len())) }
    }

    pub(crate) fn shuffle<T>(&self, items: &mut [T]) {
        self.with(|rng| rng.shuffle(items));
    }

    fn with<T>(&self, throw: impl FnOnce(&mut fastrand::Rng) -> T) -> T {
        throw(&mut self.0.lock().expect("no holder of the lock panics"))
    }
}
