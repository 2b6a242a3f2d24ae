use super::check::Checker;
use crate::{Day, Timestamp, text_enum::text_enum};
use chrono::{Datelike, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone as _, Timelike};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{borrow::Cow, fmt, str::FromStr};

text_enum! {
    /// A day of the week.
    pub enum Weekday {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

impl Weekday {
    fn of(date: NaiveDate) -> Self {
        Self::ALL[date.weekday().num_days_from_monday() as usize]
    }
}

/// A time zone by its name in the IANA database: `Europe/Berlin`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TimeZone(Tz);

impl FromStr for TimeZone {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self).map_err(|_| "expected a time zone such as Europe/Berlin")
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

/// A time of the day to the minute, written as `09:30`; `24:00` is the end of the day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct TimeOfDay(u32);

impl TimeOfDay {
    const END_MIN: u32 = 24 * 60;
}

impl FromStr for TimeOfDay {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "expected a time such as 09:30";
        let digits = |text: &str| {
            let is_two = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<u32>().ok().filter(|_| is_two).ok_or(WRONG)
        };
        let (hours, minutes) = text.split_once(':').ok_or(WRONG)?;
        let (hours, minutes) = (digits(hours)?, digits(minutes)?);
        let time = hours * 60 + minutes;
        if minutes < 60 && time <= Self::END_MIN { Ok(Self(time)) } else { Err(WRONG) }
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

macro_rules! texts {
    ($($name:ident)*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <Cow<'de, str>>::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

texts! { TimeZone TimeOfDay }

/// A stretch of time on some days of the week. One that ends before it begins lasts into the next day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Opening {
    /// On which days it begins.
    pub days: Vec<Weekday>,
    /// When it begins.
    pub from: TimeOfDay,
    /// When it ends.
    pub to: TimeOfDay,
}

impl Opening {
    fn is_overnight(&self) -> bool {
        self.to < self.from
    }
}

/// When somebody is there to answer.
///
/// ```
/// use chat_core::BusinessHours;
/// let hours: BusinessHours = serde_json::from_str(
///     r#"{ "timeZone": "Europe/Berlin", "week": [{ "days": ["monday"], "from": "09:00", "to": "17:00" }] }"#,
/// )?;
/// let monday_at_nine = "2026-06-01T07:00:00Z".parse()?;
/// assert!(hours.is_open(monday_at_nine));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BusinessHours {
    /// Where the clock hangs that the times are read from.
    pub time_zone: TimeZone,
    /// The usual week.
    pub week: Vec<Opening>,
    /// Days on which nobody comes in, whatever the day of the week.
    #[serde(default)]
    pub closed_on: Vec<Day>,
}

impl BusinessHours {
    /// The most stretches in a week.
    pub const OPENINGS_MAX: usize = 28;
    /// The most days off.
    pub const DAYS_OFF_MAX: usize = 100;
    /// How far ahead the next opening is looked for.
    const AHEAD_DAYS: i64 = 366;

    pub(super) fn check(&self, checker: &mut Checker) {
        let field = "settings.businessHours";
        checker.count(format!("{field}.week"), self.week.len(), Self::OPENINGS_MAX);
        checker.count(format!("{field}.closedOn"), self.closed_on.len(), Self::DAYS_OFF_MAX);
        for (at, opening) in self.week.iter().enumerate() {
            if opening.days.is_empty() || opening.days.len() > Weekday::ALL.len() {
                checker.say(format!("{field}.week[{at}].days"), "1 to 7 days, please");
            }
            if opening.from == opening.to {
                checker.say(format!("{field}.week[{at}].to"), "it ends when it begins; 00:00 to 24:00 is a whole day");
            }
            if opening.from.0 == TimeOfDay::END_MIN {
                checker.say(format!("{field}.week[{at}].from"), "a day begins at 00:00");
            }
        }
    }

    /// Whether somebody is there at this moment.
    pub fn is_open(&self, now: Timestamp) -> bool {
        let local = now.to_chrono().with_timezone(&self.time_zone.0);
        let (today, minute) = (local.date_naive(), local.hour() * 60 + local.minute());
        let begins_on = |opening: &Opening, date: NaiveDate| self.is_work(opening, date);
        self.week.iter().any(|opening| {
            if !opening.is_overnight() {
                return begins_on(opening, today) && (opening.from.0..opening.to.0).contains(&minute);
            }
            let since_yesterday = today.pred_opt().is_some_and(|yesterday| begins_on(opening, yesterday));
            (begins_on(opening, today) && minute >= opening.from.0) || (since_yesterday && minute < opening.to.0)
        })
    }

    /// When somebody comes in again after this moment; nothing when nobody does within a year.
    pub fn next_opening(&self, now: Timestamp) -> Option<Timestamp> {
        let today = now.to_chrono().with_timezone(&self.time_zone.0).date_naive();
        let days = (0..=Self::AHEAD_DAYS).filter_map(|days| today.checked_add_signed(Duration::days(days)));
        days.filter_map(|date| {
            let openings = self.week.iter().filter(|opening| self.is_work(opening, date));
            openings.filter_map(|opening| self.moment(date, opening.from)).filter(|moment| *moment > now).min()
        })
        .next()
    }

    fn is_work(&self, opening: &Opening, date: NaiveDate) -> bool {
        opening.days.contains(&Weekday::of(date)) && !self.closed_on.iter().any(|day| day.date() == date)
    }

    /// When the clock on the wall shows this: the first time when it does so twice, an hour later when it skips it.
    fn moment(&self, date: NaiveDate, time: TimeOfDay) -> Option<Timestamp> {
        let wall: NaiveDateTime = date.and_time(NaiveTime::from_hms_opt(time.0 / 60, time.0 % 60, 0)?);
        let found = match self.time_zone.0.from_local_datetime(&wall) {
            LocalResult::None => self.time_zone.0.from_local_datetime(&(wall + Duration::hours(1))),
            found => found,
        };
        found.earliest().map(|moment| moment.to_utc().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn berlin() -> BusinessHours {
        serde_json::from_value(json!({
            "timeZone": "Europe/Berlin",
            "week": [
                { "days": ["monday", "tuesday", "wednesday", "thursday", "friday"], "from": "09:00", "to": "17:30" },
                { "days": ["friday"], "from": "22:00", "to": "02:00" },
                { "days": ["sunday"], "from": "00:00", "to": "24:00" },
            ],
            "closedOn": ["2026-05-01", "2026-12-25"],
        }))
        .unwrap()
    }

    #[test]
    fn it_is_open_by_the_clock_of_the_place() {
        for (moment, is_open) in [
            ("2026-06-01T06:59:59Z", false),
            ("2026-06-01T07:00:00Z", true),
            ("2026-06-01T15:29:59Z", true),
            ("2026-06-01T15:30:00Z", false),
            // In winter the same clock is an hour later by UTC.
            ("2026-01-05T07:30:00Z", false),
            ("2026-01-05T08:00:00Z", true),
            // Friday night lasts into Saturday.
            ("2026-06-05T19:59:00Z", false),
            ("2026-06-05T20:00:00Z", true),
            ("2026-06-05T23:59:00Z", true),
            ("2026-06-06T00:00:00Z", false),
            ("2026-06-06T12:00:00Z", false),
            // All of Sunday.
            ("2026-06-06T21:59:59Z", false),
            ("2026-06-06T22:00:00Z", true),
            ("2026-06-07T21:59:59Z", true),
            // A Friday that is a holiday, with its night.
            ("2026-05-01T10:00:00Z", false),
            ("2026-05-01T23:00:00Z", false),
        ] {
            assert_eq!(berlin().is_open(at(moment)), is_open, "{moment}");
        }
    }

    #[test]
    fn the_next_opening_is_told() {
        for (moment, next) in [
            ("2026-06-01T06:59:59Z", "2026-06-01T07:00:00.000Z"),
            ("2026-06-01T07:00:00Z", "2026-06-02T07:00:00.000Z"),
            ("2026-06-05T16:00:00Z", "2026-06-05T20:00:00.000Z"),
            ("2026-06-06T01:00:00Z", "2026-06-06T22:00:00.000Z"),
            // Over a holiday.
            ("2026-04-30T16:00:00Z", "2026-05-02T22:00:00.000Z"),
        ] {
            assert_eq!(berlin().next_opening(at(moment)).map(|it| it.to_string()).as_deref(), Some(next), "{moment}");
        }
        let never = BusinessHours { week: vec![], ..berlin() };
        assert_eq!(
            (never.is_open(at("2026-06-01T08:00:00Z")), never.next_opening(at("2026-06-01T08:00:00Z"))),
            (false, None)
        );
    }

    #[test]
    fn an_hour_that_the_clock_skips_or_repeats_is_found() {
        let early = |from: &str| -> BusinessHours {
            let opening = json!({ "days": ["sunday"], "from": from, "to": "05:00" });
            serde_json::from_value(json!({ "timeZone": "Europe/Berlin", "week": [opening] })).unwrap()
        };
        // On 2026-03-29 the clock goes from 02:00 to 03:00, on 2026-10-25 from 03:00 back to 02:00.
        let spring = early("02:30").next_opening(at("2026-03-28T12:00:00Z")).unwrap();
        assert_eq!(spring.to_string(), "2026-03-29T01:30:00.000Z");
        let autumn = early("02:30").next_opening(at("2026-10-24T12:00:00Z")).unwrap();
        assert_eq!(autumn.to_string(), "2026-10-25T00:30:00.000Z");
        assert!(early("02:30").is_open(at("2026-10-25T01:45:00Z")), "the second time as well");
    }

    #[test]
    fn times_and_zones_are_spelled_in_one_way() {
        for text in ["9:00", "09:60", "24:01", "25:00", "0900", "09:00:00", "-1:00", "+9:00", ""] {
            assert!(text.parse::<TimeOfDay>().is_err(), "{text}");
        }
        assert_eq!("24:00".parse::<TimeOfDay>().unwrap().to_string(), "24:00");
        for text in ["", "Berlin", "Mars/Olympus", "europe/berlin", "+01:00"] {
            assert!(text.parse::<TimeZone>().is_err(), "{text}");
        }
        assert_eq!(
            "America/Argentina/Buenos_Aires".parse::<TimeZone>().unwrap().to_string(),
            "America/Argentina/Buenos_Aires"
        );
    }
}
