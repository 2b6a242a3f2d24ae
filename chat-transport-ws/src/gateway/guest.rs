//! What the gateway knows of a connection before anybody has signed in on it.

use crate::engine::{Admission, NotNow};
use chat_core::{Caller, Chat, Limited, Seat, Seats, Whom};
use std::{
    net::IpAddr,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

/// A connection that was let in, and the place that it takes.
#[derive(Debug)]
pub(crate) struct Guest {
    address: IpAddr,
    has_signed_in: AtomicBool,
    _seat: Seat,
}

impl Guest {
    /// When whoever has as many sockets as it may is to come again.
    const FULL_PAUSE: Duration = Duration::from_secs(5);

    /// Lets a connection in, if its address has not opened too many: too fast, or at a time. Where the host does not tell the
    /// address nothing is limited.
    pub(crate) async fn admit(caller: Option<Caller>, chat: &Chat, seats: &Seats) -> Result<Admission, NotNow> {
        let Some(Caller(address)) = caller else { return Ok(Admission::default()) };
        let whom = Whom::Ip(address.into());
        let allowed = chat.allow(Limited::Connection, whom).await;
        allowed.map_err(|retry_after| NotNow { retry_after })?;
        let seat = seats.take(Some(address)).map_err(|_| NotNow { retry_after: Self::FULL_PAUSE })?;
        Ok(Admission::with(Self { address, has_signed_in: AtomicBool::new(false), _seat: seat }))
    }

    /// Where it comes from.
    pub(crate) fn address(&self) -> IpAddr {
        self.address
    }

    fn whom(&self) -> Whom {
        Whom::Ip(self.address.into())
    }

    /// Takes one from what its address is allowed.
    pub(crate) async fn allow(&self, what: Limited, chat: &Chat) -> Result<(), Duration> {
        chat.allow(what, self.whom()).await
    }

    /// Lets it try to sign in: once for having opened the connection, and from then on as if it had opened another.
    pub(crate) async fn allow_sign_in(&self, chat: &Chat) -> Result<(), Duration> {
        if self.has_signed_in.swap(true, Ordering::Relaxed) {
            return chat.allow(Limited::Connection, self.whom()).await;
        }
        Ok(())
    }
}
