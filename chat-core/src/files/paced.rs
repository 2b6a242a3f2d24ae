use crate::{Incoming, Interrupted};
use async_trait::async_trait;
use bytes::Bytes;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// A file on its way in that has to keep within its size and come fast enough.
pub(super) struct Paced<'a> {
    incoming: &'a mut dyn Incoming,
    bytes_max: u64,
    bytes: u64,
    begun: Instant,
}

impl<'a> Paced<'a> {
    /// How long nothing at all may come.
    const SILENCE_MAX: Duration = Duration::from_secs(30);
    /// How many bytes a second have to come, once the time for silence is over.
    const BYTES_PER_S: u64 = 8 * 1024;

    pub(super) fn new(incoming: &'a mut dyn Incoming, bytes_max: u64) -> Self {
        Self { incoming, bytes_max, bytes: 0, begun: Instant::now() }
    }

    /// How many bytes have come.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Until when the next bytes have to be there.
    fn deadline(&self) -> Instant {
        let earned = Duration::from_millis(self.bytes.saturating_mul(1000) / Self::BYTES_PER_S);
        let on_average = self.begun + Self::SILENCE_MAX + earned;
        on_average.min(Instant::now() + Self::SILENCE_MAX)
    }
}

#[async_trait]
impl Incoming for Paced<'_> {
    fn name(&self) -> &str {
        self.incoming.name()
    }

    async fn chunk(&mut self) -> Result<Option<Bytes>, Interrupted> {
        let next = timeout_at(self.deadline(), self.incoming.chunk()).await;
        let Some(chunk) = next.map_err(|_| Interrupted::TooSlow)?? else { return Ok(None) };
        self.bytes += chunk.len() as u64;
        if self.bytes > self.bytes_max {
            return Err(Interrupted::TooLarge { bytes_max: self.bytes_max });
        }
        Ok(Some(chunk))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends pieces of a size, each after a pause, for ever.
    struct Dripping {
        piece: usize,
        pause: Duration,
    }

    #[async_trait]
    impl Incoming for Dripping {
        fn name(&self) -> &str {
            "drops"
        }

        async fn chunk(&mut self) -> Result<Option<Bytes>, Interrupted> {
            tokio::time::sleep(self.pause).await;
            Ok(Some(vec![0; self.piece].into()))
        }
    }

    /// How many bytes came, and why no more did.
    async fn end_of(piece: usize, pause_s: u64) -> (u64, Interrupted) {
        let mut dripping = Dripping { piece, pause: Duration::from_secs(pause_s) };
        let mut paced = Paced::new(&mut dripping, 1_000_000);
        loop {
            if let Err(interrupted) = paced.chunk().await {
                return (paced.bytes(), interrupted);
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_trickles_in_is_given_up() {
        assert_eq!(end_of(1, 29).await, (1, Interrupted::TooSlow));
        assert_eq!(end_of(1, 31).await, (0, Interrupted::TooSlow));
        let (bytes, interrupted) = end_of(4 * 1024, 1).await;
        assert_eq!(interrupted, Interrupted::TooSlow);
        assert!((100_000..400_000).contains(&bytes), "{bytes} bytes came at half the speed");
    }

    #[tokio::test(start_paused = true)]
    async fn what_keeps_coming_is_taken_up_to_its_size() {
        let (bytes, interrupted) = end_of(100_000, 10).await;
        assert_eq!((bytes, interrupted), (1_100_000, Interrupted::TooLarge { bytes_max: 1_000_000 }));
    }
}
