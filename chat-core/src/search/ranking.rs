//! Which of what was found comes first.
//!
//! A store tells what it finds with the latest first, and nothing else: how well a text fits is said here, so that it is the same in
//! all of them. What fits best of a client's whole history cannot be told without reading all of it, so that what was found is sorted
//! a stretch at a time: the latest so many first, then those before them. What hardly any text has is one stretch.

use super::{Hit, Placed, SearchKind, SearchTerm, query::SearchQuery, words::words};
use crate::{Cursor, Page, PageQuery, text_enum::text_enum};
use serde::{Deserialize, Deserializer, Serialize, de};
use std::{cmp::Reverse, fmt, str::FromStr};

text_enum! {
    /// What comes first of what was found.
    #[derive(Default)]
    pub enum SearchOrder {
        /// What fits best among the latest.
        #[default]
        Relevance = "relevance",
        /// What was kept last.
        Latest = "latest",
    }
}

/// Where a page of a search ended. Opaque to clients, who hand back what they were given.
///
/// Written as the place where a stretch begins; after an `_`, where in it a page has ended, the relevance and the place of its last hit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SearchCursor {
    /// Nothing at this place or before it in the list of the latest belongs to the stretch.
    stretch: Cursor,
    last: Option<Rank>,
}

/// How well something fits, the later of two that fit alike being greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Rank {
    relevance: u32,
    place: Cursor,
}

impl SearchQuery {
    /// How many of the latest that were found are sorted at once.
    pub const STRETCH: usize = PageQuery::LIMIT_MAX;

    /// What a store has to be asked for, so that [`SearchQuery::sorted`] makes a page of it.
    pub fn stretch(order: SearchOrder, page: PageQuery<SearchCursor>) -> PageQuery {
        let after = page.after.map(|cursor| cursor.stretch);
        match order {
            SearchOrder::Relevance => PageQuery { limit: Self::STRETCH, after },
            SearchOrder::Latest => PageQuery { limit: page.limit, after },
        }
    }

    /// A page of what a store has found.
    pub fn sorted(
        &self,
        order: SearchOrder,
        page: PageQuery<SearchCursor>,
        found: Page<Placed>,
    ) -> Page<Hit, SearchCursor> {
        let rest = found.next.map(|stretch| SearchCursor { stretch, last: None });
        if order == SearchOrder::Latest {
            return Page { items: found.items.into_iter().map(|it| it.hit).collect(), next: rest };
        }
        let Some(first) = found.items.first().map(|it| it.place) else { return Page { items: Vec::new(), next: rest } };
        let told = page.after.and_then(|cursor| cursor.last);
        let mut ranked: Vec<(Rank, Hit)> = found.items.into_iter().map(|it| self.ranked(it)).collect();
        ranked.retain(|(rank, _)| told.is_none_or(|told| *rank < told));
        ranked.sort_unstable_by_key(|(rank, _)| Reverse(*rank));
        let limit = page.limit.clamp(1, PageQuery::LIMIT_MAX);
        let next = match ranked.get(limit - 1) {
            Some((last, _)) if ranked.len() > limit => {
                // A stretch goes on where it began, whatever is kept in the meantime.
                let stretch = page.after.map(|cursor| cursor.stretch).unwrap_or(above(first));
                Some(SearchCursor { stretch, last: Some(*last) })
            }
            _ => rest,
        };
        Page { items: ranked.into_iter().take(limit).map(|(_, hit)| hit).collect(), next }
    }

    fn ranked(&self, Placed { place, hit }: Placed) -> (Rank, Hit) {
        let relevance = match &hit {
            Hit::Message(message, _) => {
                let files = message.attachments.iter().map(|file| file.name.as_str());
                self.relevance(SearchKind::Message, [message.content.as_str()].into_iter().chain(files))
            }
            Hit::Customer(customer) => {
                let texts = [&customer.name, &customer.email, &customer.phone];
                Self::WHO + self.relevance(SearchKind::Customer, texts.into_iter().flatten().map(String::as_str))
            }
        };
        (Rank { relevance, place }, hit)
    }

    /// What whoever is looked for is ahead of what was said.
    const WHO: u32 = 30;

    /// How well texts fit, from 0 to 270: 100 for the words as they were typed rather than as beginnings of others, 100 for all of
    /// them one after the other, 50 for nothing else beside them, and 20 for standing there several times.
    fn relevance<'a>(&self, kind: SearchKind, texts: impl Iterator<Item = &'a str>) -> u32 {
        let of_texts: Vec<_> = texts.map(words).collect();
        let all: Vec<&str> = of_texts.iter().flatten().map(|found| found.word.as_str()).collect();
        if all.is_empty() {
            return 0;
        }
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let terms = count(self.terms.len());
        let share = |term: &SearchTerm| {
            let fitting = all.iter().filter(|word| term.fits_in(kind, word));
            // A beginning is worth less than the word, however much of it there is, and what is within a word less than its beginning.
            let worth = fitting.map(|word| match (word.len() == term.word.len(), word.starts_with(&term.word)) {
                (true, _) => 100,
                (false, true) => count(80 * term.word.len() / word.len()),
                (false, false) => count(40 * term.word.len() / word.len()),
            });
            worth.max().unwrap_or(0)
        };
        let whole = self.terms.iter().map(share).sum::<u32>() / terms;
        let fits = |term: &SearchTerm, word: &str| term.fits_in(kind, word);
        let follow = |pair: &[SearchTerm]| all.windows(2).any(|at| fits(&pair[0], at[0]) && fits(&pair[1], at[1]));
        let pairs = self.terms.windows(2).filter(|pair| follow(pair)).count();
        let together = if terms > 1 { count(100 * pairs) / (terms - 1) } else { 0 };
        let fitting = all.iter().filter(|word| self.terms.iter().any(|term| fits(term, word))).count();
        let dense = count(50 * fitting / all.len());
        let often = count(fitting).saturating_sub(terms).min(4) * 5;
        whole + together + dense + often
    }
}

/// The place right above another, where nothing is.
fn above(place: Cursor) -> Cursor {
    Cursor { key: place.key.saturating_add(1), id: uuid::Uuid::nil() }
}

impl fmt::Display for SearchCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.stretch)?;
        self.last.map_or(Ok(()), |Rank { relevance, place }| write!(f, "_{relevance}_{place}"))
    }
}

impl FromStr for SearchCursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('_');
        let stretch = parts.next().unwrap_or_default().parse()?;
        let last = match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => None,
            (Some(relevance), Some(place), None) => {
                Some(Rank { relevance: relevance.parse().map_err(|_| Cursor::WRONG)?, place: place.parse()? })
            }
            _ => return Err(Cursor::WRONG),
        };
        Ok(Self { stretch, last })
    }
}

impl Serialize for SearchCursor {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SearchCursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ClientId, Customer, CustomerId, SearchFilter, Timestamp};
    use proptest::prelude::*;

    fn query(text: &str) -> SearchQuery {
        SearchQuery::new(text, None, SearchFilter::EVERYTHING).unwrap()
    }

    #[test]
    fn what_fits_better_comes_first() {
        let sorted = |kind, text: &str, texts: &[&str]| {
            let query = query(text);
            let worth: Vec<u32> = texts.iter().map(|text| query.relevance(kind, [*text].into_iter())).collect();
            assert!(worth.is_sorted_by(|better, worse| better > worse), "for {text:?}: {worth:?}");
        };
        sorted(SearchKind::Customer, "anna", &["Anna", "Annabel", "Hanna", "Johanna", "Jo"]);
        let sorted = |text, texts| sorted(SearchKind::Message, text, texts);
        sorted("ship", &["ship", "Your ship, my ship", "when does it ship?", "shipping", "is shipmentation included"]);
        sorted(
            "late order",
            &["Late order!", "my late order is here", "my order is late, I think", "orderly but late"],
        );
        sorted("漢字", &["漢字", "漢字とかな"]);
        sorted("x", &["x", ""]);
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_nothing_else_is() {
        let place = |key| Cursor { key, id: uuid::Uuid::from_u128(7) };
        for last in [None, Some(Rank { relevance: 130, place: place(-4) })] {
            let cursor = SearchCursor { stretch: place(9), last };
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
        let whole = place(9).to_string();
        for text in ["", "_", "9", &format!("{whole}_"), &format!("{whole}_1"), &format!("{whole}_1_{whole}_1")] {
            assert!(text.parse::<SearchCursor>().is_err(), "{text}");
        }
    }

    fn named(key: i64, name: &str) -> Placed {
        let id = CustomerId::from_uuid(uuid::Uuid::from_u128(key.unsigned_abs().into()));
        let client = ClientId::from_uuid(uuid::Uuid::nil());
        let customer = Customer { name: Some(name.to_owned()), ..Customer::new(id, client, Timestamp::from_millis(0)) };
        Placed { place: Cursor { key, id: customer.id.uuid() }, hit: Hit::Customer(customer) }
    }

    /// What a store does.
    fn page_of(kept: &[Placed], page: PageQuery) -> Page<Placed> {
        let left = kept.iter().rev().filter(|it| page.after.is_none_or(|after| it.place < after));
        let mut items: Vec<Placed> = left.take(page.limit + 1).cloned().collect();
        let has_more = items.len() > page.limit;
        items.truncate(page.limit);
        Page { next: items.last().filter(|_| has_more).map(|it| it.place), items }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Everything is told once, whatever is kept between two pages, and what fits better first within a stretch.
        #[test]
        fn pages_meet(names in prop::collection::vec("(hay ){0,2}needle(s| s)?( hay){0,2}", 0..450), limit in 1usize..=200) {
            let query = query("needle");
            let mut kept: Vec<Placed> = (1..).zip(&names).map(|(key, name)| named(key, name)).collect();
            let there = kept.len();
            let (mut read, mut after) = (Vec::new(), None);
            loop {
                let page = PageQuery { limit, after };
                let found = page_of(&kept, SearchQuery::stretch(SearchOrder::Relevance, page));
                let Page { items, next } = query.sorted(SearchOrder::Relevance, page, found);
                prop_assert!(items.len() <= limit && (next.is_none() || !items.is_empty()));
                read.extend(items);
                let Some(next) = next else { break };
                after = Some(next.to_string().parse().unwrap());
                kept.push(named(i64::try_from(kept.len()).unwrap() + 1, "a needle"));
            }
            let rank = |hit: &Hit| match hit {
                Hit::Customer(customer) => {
                    let place = Cursor { key: i64::try_from(customer.id.uuid().as_u128()).unwrap(), id: customer.id.uuid() };
                    query.ranked(Placed { place, hit: hit.clone() }).0
                }
                Hit::Message(..) => unreachable!(),
            };
            let ranks: Vec<Rank> = read.iter().map(rank).collect();
            for (n, stretch) in ranks.chunks(SearchQuery::STRETCH).enumerate() {
                prop_assert!(stretch.is_sorted_by(|one, then| one > then));
                let latest = i64::try_from(there - n * SearchQuery::STRETCH).unwrap();
                prop_assert!(stretch.iter().all(|rank| rank.place.key <= latest));
            }
            let mut keys: Vec<i64> = ranks.iter().map(|rank| rank.place.key).collect();
            keys.sort_unstable();
            prop_assert_eq!(keys, (1..=i64::try_from(there).unwrap()).collect::<Vec<_>>());
        }
    }
}
