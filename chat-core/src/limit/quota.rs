use std::{fmt, num::NonZeroU32, str::FromStr, time::Duration};

/// How much of something is allowed: so many at once, and one more whenever `per` has passed.
///
/// Written as a rate and, unless it is the same number, a burst: `50/s:200` allows 50 per second and 200 at once, `1/6s:45` one
/// every six seconds and 45 at once, `30/m` 30 per minute and at once.
///
/// ```
/// # use chat_core::Quota;
/// # use std::time::Duration;
/// let quota: Quota = "50/s:200".parse()?;
/// assert_eq!((quota.burst().get(), quota.per()), (200, Duration::from_millis(20)));
/// assert_eq!(quota, Quota::per_second(50).at_once(200));
/// # Ok::<(), chat_core::QuotaError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Quota {
    burst: NonZeroU32,
    per: Duration,
}

/// A text that is no quota.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "expected a rate and perhaps a burst, such as 50/s, 50/s:200, 1/6s:45 or 30/m, each number up to {}",
    Quota::COUNT_MAX
)]
pub struct QuotaError;

impl Quota {
    /// The largest burst, and the largest number in a rate.
    pub const COUNT_MAX: u32 = 1_000_000;
    /// The longest time that one more may take.
    pub const PER_MAX: Duration = Duration::from_secs(24 * 60 * 60);

    /// So many at once, and one more whenever `per` has passed. Numbers out of bounds become the nearest that is possible.
    pub fn new(burst: u32, per: Duration) -> Self {
        let burst = NonZeroU32::new(burst.clamp(1, Self::COUNT_MAX)).expect("at least one");
        Self { burst, per: per.clamp(Duration::from_secs(1) / Self::COUNT_MAX, Self::PER_MAX) }
    }

    /// So many per second, and as many at once.
    pub fn per_second(count: u32) -> Self {
        Self::within(count, Duration::from_secs(1))
    }

    /// So many per minute, and as many at once.
    pub fn per_minute(count: u32) -> Self {
        Self::within(count, Duration::from_secs(60))
    }

    /// The same rate with another burst.
    #[must_use]
    pub fn at_once(self, burst: u32) -> Self {
        Self::new(burst, self.per)
    }

    /// How many may be taken at once.
    pub fn burst(self) -> NonZeroU32 {
        self.burst
    }

    /// How long it takes until one that was taken is back.
    pub fn per(self) -> Duration {
        self.per
    }

    fn within(count: u32, time: Duration) -> Self {
        Self::new(count, time / count.max(1))
    }
}

impl fmt::Display for Quota {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let burst = self.burst;
        // The largest unit in which the rate is a whole number, as a person would say it.
        for (unit, name) in [(1, "s"), (60, "m"), (3600, "h")] {
            let count = Duration::from_secs(unit).as_nanos() / self.per.as_nanos();
            let is_whole =
                u32::try_from(count).is_ok_and(|count| count > 0 && Duration::from_secs(unit) / count == self.per);
            if is_whole {
                return if count == u128::from(burst.get()) {
                    write!(f, "{count}/{name}")
                } else {
                    write!(f, "{count}/{name}:{burst}")
                };
            }
        }
        write!(f, "1/{}ms:{burst}", self.per.as_millis())
    }
}

impl FromStr for Quota {
    type Err = QuotaError;

    fn from_str(text: &str) -> Result<Self, QuotaError> {
        let (rate, burst) =
            text.trim().split_once(':').map_or((text.trim(), None), |(rate, burst)| (rate, Some(burst)));
        let (count, time) = rate.split_once('/').ok_or(QuotaError)?;
        let count = number(count)?;
        let burst = burst.map_or(Ok(count), number)?;
        let per = stretch(time)? / count;
        if per > Self::PER_MAX {
            return Err(QuotaError);
        }
        Ok(Self::new(burst, per))
    }
}

fn number(text: &str) -> Result<u32, QuotaError> {
    let number: u32 = text.trim().parse().map_err(|_| QuotaError)?;
    if (1..=Quota::COUNT_MAX).contains(&number) { Ok(number) } else { Err(QuotaError) }
}

/// A unit of time, or a number of them: `s`, `6s`, `500ms`, `m`, `h`.
fn stretch(text: &str) -> Result<Duration, QuotaError> {
    let text = text.trim();
    let (digits, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).ok_or(QuotaError)?);
    let count = if digits.is_empty() { 1 } else { number(digits)? };
    let unit = match unit {
        "ms" => Duration::from_millis(1),
        "s" => Duration::from_secs(1),
        "m" => Duration::from_secs(60),
        "h" => Duration::from_secs(3600),
        _ => return Err(QuotaError),
    };
    Ok(unit * count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quota_is_written_as_it_is_read() {
        for (text, burst, per) in [
            ("50/s:200", 200, Duration::from_millis(20)),
            ("80/s", 80, Duration::from_micros(12_500)),
            ("30/m", 30, Duration::from_secs(2)),
            ("10/m:20", 20, Duration::from_secs(6)),
            ("2/h:1", 1, Duration::from_secs(1800)),
        ] {
            let quota: Quota = text.parse().unwrap();
            assert_eq!((quota.burst().get(), quota.per()), (burst, per), "{text}");
            assert_eq!(quota.to_string(), text);
        }
        assert_eq!("1/6s:45".parse::<Quota>().unwrap().to_string(), "10/m:45");
        assert_eq!("1/7s:3".parse::<Quota>().unwrap().to_string(), "1/7000ms:3");
        assert_eq!("1/7000ms:3".parse::<Quota>(), "1/7s:3".parse());
    }

    #[test]
    fn what_is_no_quota_is_refused() {
        for text in
            ["", "50", "50/", "/s", "0/s", "50/s:0", "50/s:", "50/d", "-1/s", "50/0s", "1.5/s", "50/s:2:3", "1/25h"]
        {
            assert_eq!(text.parse::<Quota>(), Err(QuotaError), "{text}");
        }
        assert_eq!("1000001/s".parse::<Quota>(), Err(QuotaError));
    }
}
