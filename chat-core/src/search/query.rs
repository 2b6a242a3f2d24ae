use super::words::{as_ending, as_part, is_part, words};
use crate::{
    ConversationFilter, ConversationId, Error, Message, Moment, Result, SenderType, Viewer, text_enum::text_enum,
};

text_enum! {
    /// What is looked for.
    pub enum SearchKind {
        /// What was said.
        Message = "message",
        /// Who says it.
        Customer = "customer",
    }
}

/// A word that is looked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SearchTerm {
    /// The word, of letters and digits alone.
    pub word: String,
    /// Whether words that begin with it count as well.
    pub is_prefix: bool,
}

impl SearchTerm {
    /// What a store looks for among the words of records, one of which has to be there: the word, and the word as a part of others where
    /// it is long enough for that. Of both a beginning will do if the term [is one](Self::is_prefix).
    pub fn alternatives(&self) -> impl Iterator<Item = String> {
        [self.word.clone()].into_iter().chain(as_part(&self.word))
    }

    /// Whether a word of a record is what is looked for.
    pub fn fits(&self, word: &str) -> bool {
        match as_ending(word) {
            Some(ending) => is_part(&self.word) && self.is(ending),
            None => self.is(word),
        }
    }

    /// Whether a word of a text that a record of this kind has is what is looked for: customers are found by parts of words as well
    /// (see [`Searchable::of`](super::Searchable::of)).
    pub(super) fn fits_in(&self, kind: SearchKind, word: &str) -> bool {
        match (kind == SearchKind::Customer && is_part(&self.word), self.is_prefix) {
            (true, true) => word.contains(&self.word),
            (true, false) => word.ends_with(&self.word),
            (false, _) => self.is(word),
        }
    }

    fn is(&self, word: &str) -> bool {
        if self.is_prefix { word.starts_with(&self.word) } else { word == self.word }
    }
}

/// Among which messages is looked; each criterion that is given must be met.
#[derive(Clone, PartialEq, Debug)]
pub struct SearchFilter {
    /// Those of this conversation.
    pub conversation_id: Option<ConversationId>,
    /// Those that somebody of this kind has written.
    pub sender_type: Option<SenderType>,
    /// Those that were written at this moment or later.
    pub after: Option<Moment>,
    /// Those that were written before this moment.
    pub before: Option<Moment>,
    /// Those of conversations that meet this, as they are now.
    pub conversations: ConversationFilter,
}

impl SearchFilter {
    /// Every message.
    pub const EVERYTHING: Self = Self {
        conversation_id: None,
        sender_type: None,
        after: None,
        before: None,
        conversations: ConversationFilter::EVERYTHING,
    };

    /// Whether nothing is asked of messages.
    pub fn is_empty(&self) -> bool {
        *self == Self::EVERYTHING
    }

    /// Whether a message is among them, if its conversation is. For stores that keep their records at hand.
    pub fn is_met(&self, message: &Message, viewer: &Viewer) -> bool {
        let Self { conversation_id, sender_type, after, before, conversations: _ } = self;
        conversation_id.is_none_or(|id| message.conversation_id == id)
            && sender_type.is_none_or(|of| message.sender_type == of)
            && after.is_none_or(|after| message.created_at >= after.as_of(viewer.now))
            && before.is_none_or(|before| message.created_at < before.as_of(viewer.now))
    }
}

/// What somebody looks for: every word of it has to be there, the last one as the beginning of a word. Customers are found by what is
/// within a word of their names, addresses and numbers, too, from three characters on.
#[derive(Clone, PartialEq, Debug)]
pub struct SearchQuery {
    /// The words, at least one and at most [`SearchQuery::TERMS_MAX`].
    pub terms: Vec<SearchTerm>,
    /// What is looked for; everything without one.
    pub kind: Option<SearchKind>,
    /// Among which messages is looked. With a criterion no customers are found.
    pub filter: SearchFilter,
}

impl SearchQuery {
    /// The most words that are looked for; of more, the first.
    pub const TERMS_MAX: usize = 16;
    /// The longest text in bytes.
    pub const TEXT_MAX: usize = 256;

    /// Reads what somebody has typed. Where customers alone are looked for, a phone number is one word however it is written.
    ///
    /// # Errors
    /// [`Error::Invalid`] for more than [`SearchQuery::TEXT_MAX`] bytes, and for a text without a letter or a digit.
    pub fn new(text: &str, kind: Option<SearchKind>, filter: SearchFilter) -> Result<Self> {
        if text.len() > Self::TEXT_MAX {
            return Err(Error::invalid("q", format!("at most {} bytes, please", Self::TEXT_MAX)));
        }
        if kind == Some(SearchKind::Customer)
            && let Some(word) = dialled(text)
        {
            return Ok(Self { terms: vec![SearchTerm { word, is_prefix: true }], kind, filter });
        }
        let mut found = words(text);
        // The pair that a text ends with says all that its last character alone says.
        if let [.., before, last] = &found[..]
            && before.place.end == last.place.end
        {
            found.pop();
        }
        let last = found.len().saturating_sub(1);
        let is_open = text.chars().next_back().is_some_and(|end| !end.is_whitespace());
        let term =
            |(n, found): (usize, super::words::Found)| SearchTerm { word: found.word, is_prefix: n == last && is_open };
        let terms: Vec<_> = found.into_iter().enumerate().map(term).take(Self::TERMS_MAX).collect();
        if terms.is_empty() {
            return Err(Error::invalid("q", "say what to look for: a letter or a digit at least"));
        }
        Ok(Self { terms, kind, filter })
    }

    /// Whether a record with these words is what is looked for.
    pub fn fits(&self, words: &[String]) -> bool {
        self.terms.iter().all(|term| words.iter().any(|word| term.fits(word)))
    }
}

/// The fewest digits that are taken for a phone number: a date has eight.
const DIALLED_MIN: usize = 9;

/// The part of a phone number that is the same whether it is written for its own country or for others.
fn dialled(text: &str) -> Option<String> {
    let is_number = text.chars().all(|it| it.is_ascii_digit() || " +-()./".contains(it));
    let digits = digits(text);
    let word = digits.trim_start_matches('0');
    (is_number && digits.len() >= DIALLED_MIN && !word.is_empty()).then(|| word.to_owned())
}

/// The digits of a phone number, without the zero in brackets that nobody dials from abroad.
pub(super) fn digits(phone: &str) -> String {
    phone.replace("(0)", "").chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_may_be_the_beginning_of_one() {
        let terms = |text| {
            let query = SearchQuery::new(text, None, SearchFilter::EVERYTHING).unwrap();
            query.terms.into_iter().map(|term| (term.word, term.is_prefix)).collect::<Vec<_>>()
        };
        assert_eq!(terms("Late ord"), [("late".into(), false), ("ord".into(), true)]);
        assert_eq!(terms("late order "), [("late".into(), false), ("order".into(), false)]);
        assert_eq!(terms("漢字"), [("漢字".into(), true)]);
        assert_eq!(terms("漢字か"), [("漢字".into(), false), ("字か".into(), true)]);
        assert_eq!(terms("漢"), [("漢".into(), true)]);
        assert!(SearchQuery::new(" -!", None, SearchFilter::EVERYTHING).is_err());
        assert!(SearchQuery::new(&"x".repeat(257), None, SearchFilter::EVERYTHING).is_err());
    }

    #[test]
    fn a_phone_number_is_one_word_among_customers() {
        let terms = |text, kind| {
            let query = SearchQuery::new(text, kind, SearchFilter::EVERYTHING).unwrap();
            query.terms.into_iter().map(|term| term.word).collect::<Vec<_>>()
        };
        let among_customers = |text| terms(text, Some(SearchKind::Customer));
        for text in ["+49 170 123-4567", "0049 (0)170/1234567", "491701234567 "] {
            assert_eq!(among_customers(text), ["491701234567"], "{text}");
        }
        assert_eq!(among_customers("0170 1234567"), ["1701234567"]);
        assert_eq!(among_customers("2026-01-31"), ["2026", "01", "31"]);
        assert_eq!(among_customers("0170 1234567 b"), ["0170", "1234567", "b"]);
        assert_eq!(among_customers("000 000 000"), ["000", "000", "000"]);
        assert_eq!(terms("0170 1234567", None), ["0170", "1234567"]);
    }

    #[test]
    fn every_word_has_to_be_there() {
        let query = SearchQuery::new("red sho", None, SearchFilter::EVERYTHING).unwrap();
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert!(query.fits(&words("red shoes")) && query.fits(&words("shop red")));
        assert!(!query.fits(&words("redder shoes")) && !query.fits(&words("shoes")));
    }
}
