//! The places of a template's text that a send fills in.

use crate::emulator::world::Format;

/// The places of a text, in the order in which they stand there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Placeholders<'a> {
    text: &'a str,
    /// The name of each with where it begins and ends.
    places: Vec<(&'a str, usize, usize)>,
}

impl<'a> Placeholders<'a> {
    /// Finds the places of a text: `{{1}}` or `{{name}}`.
    pub(crate) fn of(text: &'a str) -> Self {
        let (mut places, mut from) = (Vec::new(), 0);
        while let Some(begin) = text[from..].find("{{").map(|at| from + at) {
            let Some(end) = text[begin..].find("}}").map(|at| begin + at + 2) else {
                break;
            };
            places.push((text[begin + 2..end - 2].trim(), begin, end));
            from = end;
        }
        Self { text, places }
    }

    pub(crate) fn len(&self) -> usize {
        self.distinct().len()
    }

    /// The different names.
    pub(crate) fn distinct(&self) -> Vec<&'a str> {
        let mut names: Vec<&str> = Vec::new();
        for (name, ..) in &self.places {
            if !names.contains(name) {
                names.push(name);
            }
        }
        names
    }

    /// Whether the names are what the format wants: 1, 2, 3 and so on, or words.
    pub(crate) fn are(&self, format: Format) -> bool {
        let names = self.distinct();
        match format {
            Format::Positional => {
                let mut numbers: Vec<usize> = names.iter().filter_map(|name| name.parse().ok()).collect();
                numbers.sort_unstable();
                numbers.len() == names.len() && numbers.iter().enumerate().all(|(index, number)| index + 1 == *number)
            }
            Format::Named => names.iter().all(|name| {
                name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
                    && name.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_')
            }),
        }
    }

    /// Whether the text begins or ends with one.
    pub(crate) fn are_at_an_end(&self) -> bool {
        let first = self.places.first().is_some_and(|(_, begin, _)| self.text[..*begin].trim().is_empty());
        let last = self.places.last().is_some_and(|(_, _, end)| {
            self.text[*end..].chars().all(|c| c.is_whitespace() || c.is_ascii_punctuation())
        });
        first || last
    }

    /// Whether one follows another with nothing in between.
    pub(crate) fn are_adjacent(&self) -> bool {
        self.places.windows(2).any(|pair| self.text[pair[0].2..pair[1].1].trim().is_empty())
    }

    /// How many words the text has besides them.
    pub(crate) fn words_between(&self) -> usize {
        self.filled(|_| Some(" ".to_owned()))
            .split_whitespace()
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .count()
    }

    /// The text with each place filled in; those without a value stay as they are.
    pub(crate) fn filled(&self, value: impl Fn(&str) -> Option<String>) -> String {
        let (mut filled, mut from) = (String::new(), 0);
        for (name, begin, end) in &self.places {
            filled.push_str(&self.text[from..*begin]);
            filled.push_str(&value(name).unwrap_or_else(|| self.text[*begin..*end].to_owned()));
            from = *end;
        }
        filled.push_str(&self.text[from..]);
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_once_and_filled_everywhere() {
        let text = Placeholders::of("Hi {{1}}, your {{2}} is here, {{1}}!");

        assert_eq!(text.distinct(), ["1", "2"]);
        assert!(text.are(Format::Positional) && !text.are(Format::Named));
        assert_eq!(text.filled(|name| (name == "1").then(|| "Ann".to_owned())), "Hi Ann, your {{2}} is here, Ann!");
        assert_eq!(text.words_between(), 4);
    }

    #[test]
    fn what_a_text_may_not_be() {
        assert!(!Placeholders::of("a {{2}} b").are(Format::Positional));
        assert!(Placeholders::of("a {{first_name}} b").are(Format::Named));
        assert!(!Placeholders::of("a {{First}} b").are(Format::Named));
        assert!(Placeholders::of("{{1}} b").are_at_an_end() && Placeholders::of("a {{1}}.").are_at_an_end());
        assert!(!Placeholders::of("a {{1}} b").are_at_an_end());
        assert!(Placeholders::of("a {{1}} {{2}} b").are_adjacent());
        assert_eq!(Placeholders::of("a {{1").len(), 0);
    }
}
