use super::IpBlock;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard},
};

/// Counts who is there at the same time: so many in all, and so many of one address.
///
/// ```
/// # use chat_core::{NoSeat, Seats};
/// let (seats, ann) = (Seats::new(100, 1), "192.0.2.1".parse().ok());
/// let seat = seats.take(ann)?;
/// assert_eq!(seats.take(ann).unwrap_err(), NoSeat::ForThisAddress);
/// drop(seat);
/// assert!(seats.take(ann).is_ok());
/// # Ok::<(), NoSeat>(())
/// ```
#[derive(Clone, Debug)]
pub struct Seats(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    most: usize,
    most_of_one: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    count: usize,
    /// No more entries than there are seats.
    by_address: HashMap<IpBlock, usize>,
}

/// Why there is no seat.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoSeat {
    /// All are taken.
    #[error("there are too many connections")]
    ForAnybody,
    /// Others of the same address have as many as they may.
    #[error("there are too many connections from this address")]
    ForThisAddress,
}

/// A seat, until it is dropped.
#[derive(Debug)]
pub struct Seat {
    seats: Seats,
    block: Option<IpBlock>,
}

impl Seats {
    /// So many seats in all, and so many for one address.
    pub fn new(most: usize, most_of_one: usize) -> Self {
        Self(Arc::new(Shared { most, most_of_one, taken: Mutex::default() }))
    }

    /// Takes a seat; without an address it counts for nobody's.
    ///
    /// # Errors
    /// When there is none.
    pub fn take(&self, address: Option<IpAddr>) -> Result<Seat, NoSeat> {
        let block = address.map(IpBlock::from);
        let mut taken = self.taken();
        if taken.count >= self.0.most {
            return Err(NoSeat::ForAnybody);
        }
        if let Some(block) = block {
            let count = taken.by_address.entry(block).or_default();
            if *count >= self.0.most_of_one {
                return Err(NoSeat::ForThisAddress);
            }
            *count += 1;
        }
        taken.count += 1;
        Ok(Seat { seats: self.clone(), block })
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.0.taken.lock().expect("no holder of the lock panics")
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.taken();
        taken.count -= 1;
        let Some(block) = self.block else { return };
        let count = taken.by_address.get_mut(&block).expect("it was counted when the seat was taken");
        *count -= 1;
        if *count == 0 {
            taken.by_address.remove(&block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn one_address_leaves_seats_for_others() {
        let seats = Seats::new(3, 2);
        let first = seats.take(address("192.0.2.1")).unwrap();
        let _second = seats.take(address("192.0.2.1")).unwrap();
        assert_eq!(seats.take(address("192.0.2.1")).unwrap_err(), NoSeat::ForThisAddress);
        let _other = seats.take(address("192.0.2.2")).unwrap();
        assert_eq!(seats.take(address("192.0.2.3")).unwrap_err(), NoSeat::ForAnybody);
        drop(first);
        let _again = seats.take(address("192.0.2.1")).unwrap();
    }

    #[test]
    fn whoever_left_is_forgotten() {
        let seats = Seats::new(2, 1);
        for last in 1..=200 {
            seats.take(address(&format!("192.0.2.{last}"))).unwrap();
        }
        let proxied = [seats.take(None).unwrap(), seats.take(None).unwrap()];
        assert_eq!(seats.taken().by_address.len(), 0);
        assert_eq!(seats.take(None).unwrap_err(), NoSeat::ForAnybody);
        drop(proxied);
        assert_eq!(seats.taken().count, 0);
    }
}
