//! Which part of a file is wanted (RFC 9110).

use std::ops::Range;

/// What a `Range` comes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Wanted {
    /// All of it: nothing else was asked for, or in a way that is not understood.
    All,
    /// These bytes.
    Part(Range<u64>),
    /// Bytes that are not there.
    Nothing,
}

impl Wanted {
    /// Reads the header of a request for a file of `size` bytes. Of several parts, all of it is the shortest answer.
    pub(crate) fn of(header: Option<&str>, size: u64) -> Self {
        let spec = header.and_then(|header| header.trim().strip_prefix("bytes=")).filter(|spec| !spec.contains(','));
        let Some((first, last)) = spec.and_then(|spec| spec.trim().split_once('-')) else { return Self::All };
        let number = |text: &str| match text.bytes().all(|byte| byte.is_ascii_digit()) {
            // A number that is too large lies behind the end.
            true => Some(text.parse().unwrap_or(u64::MAX)),
            false => None,
        };
        match (first, last) {
            ("", "") => Self::All,
            ("", suffix) => match number(suffix) {
                Some(0) => Self::Nothing,
                Some(_) if size == 0 => Self::Nothing,
                Some(count) => Self::Part(size.saturating_sub(count)..size),
                None => Self::All,
            },
            (first, last) => {
                let end = if last.is_empty() { Some(u64::MAX) } else { number(last) };
                let (Some(first), Some(last)) = (number(first), end) else { return Self::All };
                match first {
                    first if first > last => Self::All,
                    first if first >= size => Self::Nothing,
                    first => Self::Part(first..last.saturating_add(1).min(size)),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_is_understood_and_everything_else_is_all_of_it() {
        for (header, wanted) in [
            (None, Wanted::All),
            (Some("bytes=0-0"), Wanted::Part(0..1)),
            (Some("bytes=2-4"), Wanted::Part(2..5)),
            (Some("bytes=2-"), Wanted::Part(2..10)),
            (Some("bytes=2-99"), Wanted::Part(2..10)),
            (Some("bytes=-3"), Wanted::Part(7..10)),
            (Some("bytes=-99"), Wanted::Part(0..10)),
            (Some("bytes=9-9"), Wanted::Part(9..10)),
            (Some("bytes=10-"), Wanted::Nothing),
            (Some("bytes=99999999999999999999-"), Wanted::Nothing),
            (Some("bytes=-0"), Wanted::Nothing),
            (Some("bytes=4-2"), Wanted::All),
            (Some("bytes=-"), Wanted::All),
            (Some("bytes=a-b"), Wanted::All),
            (Some("bytes=0-1,3-4"), Wanted::All),
            (Some("items=0-1"), Wanted::All),
            (Some(""), Wanted::All),
        ] {
            assert_eq!(Wanted::of(header, 10), wanted, "{header:?}");
        }
        assert_eq!(Wanted::of(Some("bytes=0-"), 0), Wanted::Nothing);
    }
}
