//! What a desk sees of those who are connected.

use super::Desk;
use crate::{Action, Live, PageQuery, Result, Subject};

impl Desk {
    /// Which sockets of the client are connected to this process, the one that is connected for the longest time first.
    ///
    /// # Errors
    /// [`Error::Forbidden`](crate::Error::Forbidden).
    pub fn live(&self, page: PageQuery) -> Result<Live> {
        self.ask(Action::ReadRealtime, Subject::Client)?;
        let realtime = self.chat.realtime();
        Ok(realtime.map_or_else(Live::default, |realtime| realtime.live(self.scope(), page)))
    }
}
