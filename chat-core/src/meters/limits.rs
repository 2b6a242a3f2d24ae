use crate::{Holder, LimitKey};
use metrics::{counter, describe_counter};

const REFUSED: &str = "chat_rate_limited_total";

/// Whoever was told to come later.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LimitMeters;

impl LimitMeters {
    pub(crate) fn new() -> Self {
        describe_counter!(
            REFUSED,
            "What was refused because it was too much for now, by what it was and by whose allowance was used up"
        );
        for holder in Holder::ALL {
            for what in holder.limited() {
                counter!(REFUSED, "what" => what.as_str(), "holder" => holder.as_str()).absolute(0);
            }
        }
        Self
    }

    /// Somebody has nothing left.
    pub(crate) fn refused(self, key: &LimitKey) {
        counter!(REFUSED, "what" => key.what.as_str(), "holder" => key.whom.holder().as_str()).increment(1);
    }
}
