use crate::{DeliveryId, MessageId};
use std::fmt;

/// What a provider hands back with its receipts: which message it was about and which of its deliveries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Reference {
    pub(crate) message: MessageId,
    pub(crate) delivery: DeliveryId,
}

impl Reference {
    /// Reads what [`fmt::Display`] wrote; anything else is nothing of ours.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (message, delivery) = text.split_once('.')?;
        Some(Self { message: message.parse().ok()?, delivery: delivery.parse().ok()? })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.message, self.delivery)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Env;

    #[test]
    fn it_reads_what_it_wrote_and_nothing_else() {
        let env = Env::default();
        let reference = Reference { message: env.id(), delivery: env.id() };
        assert_eq!(Reference::parse(&reference.to_string()), Some(reference));
        for foreign in ["", ".", "order-17", &env.id::<MessageId>().to_string()] {
            assert_eq!(Reference::parse(foreign), None, "{foreign}");
        }
    }
}
