use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// What one request may still take of the memory that all bodies share; it is given back when the request ends.
#[derive(Clone, Debug)]
pub(crate) struct Ration(Arc<Taken>);

#[derive(Debug)]
struct Taken {
    left: Arc<AtomicUsize>,
    bytes: AtomicUsize,
}

/// The bodies of other requests take all the memory there is for them.
#[derive(Debug)]
pub(crate) struct UsedUp;

impl Ration {
    /// Of what is `left` for all.
    pub(crate) fn of(left: Arc<AtomicUsize>) -> Self {
        Self(Arc::new(Taken { left, bytes: AtomicUsize::new(0) }))
    }

    /// Takes so many bytes.
    pub(crate) fn take(&self, bytes: usize) -> Result<(), UsedUp> {
        let take = |left: usize| left.checked_sub(bytes);
        self.0.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).map_err(|_| UsedUp)?;
        self.0.bytes.fetch_add(bytes, Ordering::Relaxed);
        Ok(())
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.left.fetch_add(*self.bytes.get_mut(), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_request_took_is_there_again_when_it_ends() {
        let left = Arc::new(AtomicUsize::new(10));
        let (one, other) = (Ration::of(left.clone()), Ration::of(left.clone()));
        one.take(4).unwrap();
        one.take(4).unwrap();
        assert!(other.take(3).is_err());
        other.take(2).unwrap();
        drop(one);
        assert_eq!(left.load(Ordering::Relaxed), 8);
        other.take(8).unwrap();
    }
}
