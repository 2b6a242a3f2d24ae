use crate::Timestamp;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{borrow::Cow, fmt, str::FromStr};

/// A day of the calendar between the years 1970 and 9999, written as `2026-12-25`.
///
/// ```
/// use chat_core::Day;
/// let day: Day = "2026-12-31".parse()?;
/// assert_eq!(day.next().to_string(), "2027-01-01");
/// # Ok::<(), &'static str>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day(NaiveDate);

impl Day {
    /// The first of January 1970, from which days are counted.
    const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1970, 1, 1).expect("1970 had a first of January");
    const LAST: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("9999 will have a New Year's Eve");

    /// The day of a moment, by UTC.
    pub fn of(moment: Timestamp) -> Self {
        Self(moment.to_chrono().date_naive())
    }

    /// The day that lies so many days after the first of January 1970, held within the years that can be told.
    pub fn from_number(days: i64) -> Self {
        let day = chrono::TimeDelta::try_days(days).and_then(|delta| Self::EPOCH.checked_add_signed(delta));
        let nearest = if days < 0 { Self::EPOCH } else { Self::LAST };
        Self(day.unwrap_or(nearest).clamp(Self::EPOCH, Self::LAST))
    }

    /// How many days it is after the first of January 1970.
    pub fn number(self) -> i64 {
        self.0.signed_duration_since(Self::EPOCH).num_days()
    }

    /// The day after; the last day that can be told has none and is given back.
    #[must_use]
    pub fn next(self) -> Self {
        Self::from_number(self.number() + 1)
    }

    pub(crate) fn date(self) -> NaiveDate {
        self.0
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self(date.clamp(Self::EPOCH, Self::LAST))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl FromStr for Day {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "expected a day such as 2026-12-25";
        let is_written_in_full = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let day = text.parse::<NaiveDate>().ok().filter(|day| is_written_in_full && Self::EPOCH <= *day);
        day.map(Self).ok_or(WRONG)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <Cow<'de, str>>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_number_and_a_text() {
        for (text, number) in [("1970-01-01", 0), ("1970-01-02", 1), ("2026-01-01", 20_454), ("9999-12-31", 2_932_896)]
        {
            let day: Day = text.parse().unwrap();
            assert_eq!((day.number(), Day::from_number(number), day.to_string().as_str()), (number, day, text));
        }
        assert_eq!(Day::from_number(-1).to_string(), "1970-01-01");
        assert_eq!(Day::from_number(i64::MAX).to_string(), "9999-12-31");
        assert_eq!(Day::from_number(i64::MIN).number(), 0);
    }

    #[test]
    fn a_moment_belongs_to_its_day_by_utc() {
        let last: Timestamp = "2026-01-31T23:59:59.999Z".parse().unwrap();
        assert_eq!(Day::of(last).to_string(), "2026-01-31");
        assert_eq!(Day::of(last.plus(std::time::Duration::from_millis(1))).to_string(), "2026-02-01");
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "2026",
            "2026-13-01",
            "2026-02-29",
            "26-01-01",
            "2026-1-1",
            "1969-12-31",
            "2026-01-01T00:00",
            "+2026-01-01",
        ] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }
}
