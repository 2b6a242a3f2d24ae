use crate::{ClientId, Day, WidgetId, text_enum::text_enum};

text_enum! {
    /// What is counted of a widget.
    pub enum Counter {
        /// A page has loaded it.
        Load = "load",
        /// A visitor has opened it.
        Open = "open",
        /// A visitor has started a conversation.
        Conversation = "conversation",
        /// A visitor has written a message.
        Message = "message",
        /// A page wanted to show it and may not.
        Blocked = "blocked",
    }
}

/// How often something happened to a widget on one day, on the pages of one website.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Count {
    /// Whose widget it is.
    pub client_id: ClientId,
    /// The widget.
    pub widget_id: WidgetId,
    /// The day, by UTC.
    pub day: Day,
    /// What happened.
    pub counter: Counter,
    /// Where, as browsers write origins; empty for everything that is not told apart by website.
    pub origin: String,
    /// How often.
    pub count: i64,
}

/// By their words, so that counts have an order.
impl Ord for Counter {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for Counter {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
