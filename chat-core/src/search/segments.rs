use super::{SearchKind, query::SearchQuery, words::words};
use std::ops::Range;

/// A stretch of a text, and whether it is what was looked for. Put together, the segments are the text, or the part of it that is
/// shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Segment {
    /// The stretch.
    pub text: String,
    /// Whether it is what was looked for.
    pub is_match: bool,
}

impl SearchQuery {
    /// The longest part of a text that is shown around what was found, in bytes.
    pub const SHOWN_MAX: usize = 240;
    /// How much of it comes before the first match.
    const BEFORE: usize = 60;

    /// The part of a text around the first of what was found in it, with all words that were found there marked. The text is of a record
    /// of this kind.
    pub fn segments(&self, kind: SearchKind, text: &str) -> Vec<Segment> {
        let is_found = |word: &str| self.terms.iter().any(|term| term.fits_in(kind, word));
        let found = words(text).into_iter().filter(|found| is_found(&found.word));
        let mut matches: Vec<Range<usize>> = Vec::new();
        for place in found.map(|found| found.place) {
            match matches.last_mut() {
                // Pairs of characters overlap.
                Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
                _ => matches.push(place),
            }
        }
        let first = matches.first().map_or(0, |first| first.start);
        let start = text.floor_char_boundary(first.saturating_sub(Self::BEFORE));
        let end = text.floor_char_boundary(start + Self::SHOWN_MAX);
        let (mut at, mut segments) = (start, Vec::new());
        let mut add = |range: Range<usize>, is_match| {
            if !range.is_empty() {
                segments.push(Segment { text: text[range].to_owned(), is_match });
            }
        };
        for place in matches.into_iter().filter(|place| place.start < end) {
            let stop = place.end.min(end);
            add(at..place.start, false);
            add(place.start..stop, true);
            at = stop;
        }
        add(at..end, false);
        segments
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SearchFilter;

    fn marked(query: &str, text: &str) -> String {
        let query = SearchQuery::new(query, None, SearchFilter::EVERYTHING).unwrap();
        let mark = |segment: Segment| if segment.is_match { format!("[{}]", segment.text) } else { segment.text };
        query.segments(SearchKind::Message, text).into_iter().map(mark).collect()
    }

    #[test]
    fn what_was_found_is_marked_in_the_text_as_it_was_written() {
        assert_eq!(marked("creme bru", "A Crème Brûlée, please"), "A [Crème] [Brûlée], please");
        assert_eq!(marked("b", "<b>bold</b>"), "<[b]>[bold]</[b]>");
        assert_eq!(marked("字か", "漢字かな"), "漢[字か]な");
        assert_eq!(marked("x", "nothing"), "nothing");
    }

    #[test]
    fn of_a_long_text_the_part_around_the_first_match_is_shown() {
        let text = format!("{}needle {}", "ä ".repeat(500), "hay ".repeat(500));
        let shown = marked("needle", &text);
        assert!(shown.contains("[needle] hay") && shown.len() <= SearchQuery::SHOWN_MAX + 2, "{shown}");
        assert!(shown.starts_with('ä') || shown.starts_with(' '));
    }
}
