use chat_core::{IpBlock, Timestamp};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard},
    time::Duration,
};

/// Addresses from which a signed call came a while ago. They are not strangers: their calls are limited by the accounts that they
/// speak for.
#[derive(Debug, Default)]
pub(crate) struct Vouched(Mutex<HashMap<IpBlock, Timestamp>>);

impl Vouched {
    /// How long a good signature vouches for its address.
    const TTL: Duration = Duration::from_secs(600);
    /// When more are known all are forgotten, and have to show a good signature again.
    const COUNT_MAX: usize = 10_000;

    pub(crate) fn knows(&self, address: IpBlock, now: Timestamp) -> bool {
        self.known().get(&address).is_some_and(|seen| now.since(*seen) < Self::TTL)
    }

    /// Remembers that a signed call came from there.
    pub(crate) fn remember(&self, address: IpBlock, now: Timestamp) {
        let mut known = self.known();
        if known.len() >= Self::COUNT_MAX && !known.contains_key(&address) {
            known.clear();
        }
        known.insert(address, now);
    }

    /// A call from there was forged: it is a stranger again.
    pub(crate) fn forget(&self, address: IpBlock) {
        self.known().remove(&address);
    }

    fn known(&self) -> MutexGuard<'_, HashMap<IpBlock, Timestamp>> {
        self.0.lock().expect("no holder of the lock panics")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{IpAddr, Ipv4Addr};

    fn address(number: u32) -> IpBlock {
        IpAddr::from(Ipv4Addr::from_bits(number)).into()
    }

    #[test]
    fn a_signature_vouches_for_a_while() {
        let (vouched, now) = (Vouched::default(), Timestamp::from_millis(1_000_000));
        assert!(!vouched.knows(address(1), now));
        vouched.remember(address(1), now);
        assert!(vouched.knows(address(1), now) && !vouched.knows(address(2), now));
        assert!(!vouched.knows(address(1), now.plus(Vouched::TTL)));
        vouched.forget(address(1));
        assert!(!vouched.knows(address(1), now));
    }

    #[test]
    fn addresses_do_not_pile_up() {
        let (vouched, now) = (Vouched::default(), Timestamp::from_millis(1_000_000));
        for number in 0..25_000 {
            vouched.remember(address(number), now);
        }
        assert!(vouched.known().len() <= Vouched::COUNT_MAX);
        assert!(vouched.knows(address(24_999), now));
    }
}
