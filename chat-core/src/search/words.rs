//! Texts as the words that they are found by, whatever the language.
//!
//! Letters and digits make words; capitals, accents and compatibility forms (full-width letters, ligatures) make no difference. Scripts
//! that write no spaces between words are cut into pairs of neighbouring characters, so that whatever part of a text somebody looks
//! for is found: its pairs stand next to each other. Stores index these words and know nothing else of languages, so that all of them
//! find the same.

use icu_normalizer::DecomposingNormalizerBorrowed;
use std::ops::Range;

/// The longest word in bytes; a longer one is cut.
const WORD_MAX: usize = 64;
/// The shortest part of a word that is found within it, in characters: shorter ones are in nearly every word.
const PART_MIN: usize = 3;
/// What an ending of a word begins with among the words of a record, so that it is none of them: a letter that folding leaves in no word.
const PART: char = '\u{2071}';

/// A word, and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Found {
    pub(super) word: String,
    /// Where in the text, in bytes.
    pub(super) place: Range<usize>,
}

/// The words of a text, in their order.
pub(super) fn words(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut run: Option<(Range<usize>, bool)> = None;
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        let kind = kind_of(character, run.is_some());
        match (&mut run, kind) {
            (Some((place, is_dense)), Some(kind)) if *is_dense == kind => place.end = end,
            (_, kind) => {
                if let Some((place, is_dense)) = run.take() {
                    close(text, place, is_dense, &mut found);
                }
                run = kind.map(|kind| (at..end, kind));
            }
        }
    }
    if let Some((place, is_dense)) = run {
        close(text, place, is_dense, &mut found);
    }
    found
}

/// What a word ends with, without the whole word, as it is kept beside the words: whatever is found within a word is the beginning of one
/// of these.
pub(super) fn endings(word: &str) -> impl Iterator<Item = String> {
    let starts = word.char_indices().skip(1).map(|(at, _)| at);
    starts.map_while(|at| as_part(&word[at..]))
}

/// How a part of a word is kept; not at all when it is too short to be looked for.
pub(super) fn as_part(text: &str) -> Option<String> {
    is_part(text).then(|| format!("{PART}{text}"))
}

/// Whether something is long enough to be looked for within words.
pub(super) fn is_part(text: &str) -> bool {
    text.chars().nth(PART_MIN - 1).is_some()
}

/// The ending that a word of a record is, if it is none of its words.
pub(super) fn as_ending(word: &str) -> Option<&str> {
    word.strip_prefix(PART)
}

/// Whether a character is of a script without spaces; nothing when it belongs to no word.
fn kind_of(character: char, is_inside: bool) -> Option<bool> {
    if is_dense(character) {
        Some(true)
    } else if character.is_alphanumeric() || (is_inside && is_accent(character)) {
        Some(false)
    } else {
        None
    }
}

fn close(text: &str, place: Range<usize>, is_dense: bool, found: &mut Vec<Found>) {
    let run = &text[place.clone()];
    if !is_dense {
        let word = folded(run);
        if !word.is_empty() {
            found.push(Found { word, place });
        }
        return;
    }
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).collect();
    for (n, start) in starts.iter().enumerate() {
        let end = starts.get(n + 2).copied().unwrap_or(run.len());
        found.push(Found { word: run[*start..end].to_owned(), place: place.start + start..place.start + end });
    }
}

/// A word without what makes no difference.
fn folded(run: &str) -> String {
    let lower = run.to_lowercase();
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(&lower);
    let mut word: String = decomposed.chars().filter(|it| it.is_alphanumeric() && !is_accent(*it)).collect();
    word.truncate(word.floor_char_boundary(WORD_MAX));
    word
}

/// A sign above, below or in a letter of the Latin, Greek, Cyrillic, Hebrew and Arabic scripts.
fn is_accent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c2}' | '\u{5c4}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{1dc0}'..='\u{1dff}')
}

/// Whether a character is of a script that writes no spaces between words: Chinese, Japanese, Korean (whose spaces part more than
/// words), Thai, Lao, Burmese and Khmer.
fn is_dense(character: char) -> bool {
    matches!(character,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        && character != '\u{30fb}'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        words(text).into_iter().map(|found| found.word).collect()
    }

    #[test]
    fn capitals_accents_and_widths_make_no_difference() {
        assert_eq!(of("Crème BRÛLÉE, e\u{301}clair!"), ["creme", "brulee", "eclair"]);
        assert_eq!(of("Ｆｕｌｌ ﬁne İstanbul"), ["full", "fine", "istanbul"]);
        assert_eq!(of("Ёлка Άλφα שָׁלוֹם"), ["елка", "αλφα", "שלום"]);
        assert_eq!(of("order #4711-B, 3.5 €"), ["order", "4711", "b", "3", "5"]);
        assert_eq!(of(" -- …!"), Vec::<String>::new());
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_pairs() {
        assert_eq!(of("漢字かな"), ["漢字", "字か", "かな", "な"]);
        assert_eq!(of("iPhone修理です"), ["iphone", "修理", "理で", "です", "す"]);
        assert_eq!(of("서울"), ["서울", "울"]);
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "Où est l’été?";
        let places: Vec<&str> = words(text).into_iter().map(|found| &text[found.place]).collect();
        assert_eq!(places, ["Où", "est", "l", "été"]);
        let text = "漢字か";
        let places: Vec<&str> = words(text).into_iter().map(|found| &text[found.place]).collect();
        assert_eq!(places, ["漢字", "字か", "か"]);
    }

    #[test]
    fn what_a_word_ends_with_is_long_enough_to_be_looked_for() {
        assert_eq!(endings("hanna").collect::<Vec<_>>(), ["ⁱanna", "ⁱnna"]);
        assert_eq!(endings("жора").collect::<Vec<_>>(), ["ⁱора"]);
        assert_eq!(of("ⁱanna"), ["ianna"], "no word begins like an ending");
        assert_eq!(endings("abc").chain(endings("")).next(), None);
    }

    #[test]
    fn a_very_long_word_is_cut_between_characters() {
        let words = of(&"ж".repeat(1_000));
        assert_eq!(words, ["ж".repeat(WORD_MAX / 2)]);
    }
}
