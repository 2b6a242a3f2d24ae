use crate::{Conversation, Timestamp, text_enum::text_enum};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{borrow::Cow, fmt, str::FromStr, time::Duration};

text_enum! {
    /// What can happen to a conversation.
    pub enum TimeField {
        /// It was started.
        Created = "created",
        /// It was changed in any way.
        Updated = "updated",
        /// The last message was written.
        LastMessage = "lastMessage",
        /// The customer began to wait.
        WaitingSince = "waitingSince",
        /// An agent answered first.
        FirstReplied = "firstReplied",
        /// It was closed.
        Closed = "closed",
        /// It comes back into sight.
        SnoozedUntil = "snoozedUntil",
    }
}

impl TimeField {
    /// When it happened to a conversation, if it did.
    pub fn of(self, conversation: &Conversation) -> Option<Timestamp> {
        match self {
            Self::Created => Some(conversation.created_at),
            Self::Updated => Some(conversation.updated_at),
            Self::LastMessage => conversation.last_message_at,
            Self::WaitingSince => conversation.waiting_since,
            Self::FirstReplied => conversation.first_replied_at,
            Self::Closed => conversation.closed_at,
            Self::SnoozedUntil => conversation.snoozed_until,
        }
    }
}

/// A moment that stands still, or one that moves with the clock: `2026-12-31T08:00:00Z`, `-30m`, `-8h`, `+7d`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moment {
    /// This one.
    At(Timestamp),
    /// So many minutes from now, at most ten years; negative before it.
    Minutes(i64),
}

/// A text that is no moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("expected a time such as 2026-12-31T08:00:00Z, or one from now such as -30m, -8h or +7d")]
pub struct MomentError;

impl Moment {
    const MINUTES_MAX: i64 = 10 * 366 * 24 * 60;

    /// The moment, as the clock stands.
    pub fn as_of(self, now: Timestamp) -> Timestamp {
        match self {
            Self::At(moment) => moment,
            Self::Minutes(minutes) => {
                let distance = Duration::from_secs(minutes.unsigned_abs() * 60);
                if minutes < 0 { now.before(distance) } else { now.plus(distance) }
            }
        }
    }
}

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, MomentError> {
        if !text.starts_with(['-', '+']) {
            return text.parse().map(Self::At).map_err(|_| MomentError);
        }
        let unit = match text.as_bytes().last() {
            Some(b'm') => 1,
            Some(b'h') => 60,
            Some(b'd') => 24 * 60,
            _ => return Err(MomentError),
        };
        let count: i64 = text[..text.len() - 1].parse().map_err(|_| MomentError)?;
        let minutes = count.checked_mul(unit).ok_or(MomentError)?;
        if minutes.abs() > Self::MINUTES_MAX { Err(MomentError) } else { Ok(Self::Minutes(minutes)) }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(moment) => moment.fmt(f),
            Self::Minutes(minutes) if minutes % (24 * 60) == 0 => write!(f, "{:+}d", minutes / (24 * 60)),
            Self::Minutes(minutes) if minutes % 60 == 0 => write!(f, "{:+}h", minutes / 60),
            Self::Minutes(minutes) => write!(f, "{minutes:+}m"),
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_it_is_read() {
        let now: Timestamp = serde_json::from_str("\"2026-03-01T00:00:00Z\"").unwrap();
        let table = [
            ("-30m", "-30m", "2026-02-28T23:30:00.000Z"),
            ("-8h", "-8h", "2026-02-28T16:00:00.000Z"),
            ("+7d", "+7d", "2026-03-08T00:00:00.000Z"),
            ("-120m", "-2h", "2026-02-28T22:00:00.000Z"),
            ("2026-12-31T08:00:00Z", "2026-12-31T08:00:00.000Z", "2026-12-31T08:00:00.000Z"),
        ];
        for (text, written, then) in table {
            let moment: Moment = text.parse().unwrap();
            assert_eq!((moment.to_string(), moment.as_of(now).to_string()), (written.into(), then.into()), "{text}");
            assert_eq!(written.parse(), Ok(moment));
        }
        for text in ["", "now", "-", "-h", "-8w", "8h", "-99999999999999999999d", "+4000d", "2026-12-31"] {
            assert_eq!(text.parse::<Moment>(), Err(MomentError), "{text:?}");
        }
    }
}
