use chat_core::LanguageTag;
use http::{HeaderMap, header};

/// The languages that a visitor reads, the dearest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Wanted(Vec<LanguageTag>);

impl Wanted {
    /// More than so many, nobody has set.
    const COUNT_MAX: usize = 10;

    /// What the page or the visitor has chosen, before what the browser asks for.
    pub(crate) fn of(chosen: Option<&str>, headers: &HeaderMap) -> Self {
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok()).unwrap_or_default();
        let mut offers: Vec<_> = accepted.split(',').take(Self::COUNT_MAX).filter_map(offer).collect();
        // Equal ones stay in their order.
        offers.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        let chosen = chosen.and_then(|it| it.parse().ok());
        Self(chosen.into_iter().chain(offers.into_iter().map(|(tag, _)| tag)).collect())
    }

    /// The first of them that is spoken: exactly, as the same language without a region, or of another region.
    pub(crate) fn among<'a>(&self, spoken: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
        self.0.iter().find_map(|wanted| {
            let wanted = wanted.as_str();
            let base = base(wanted);
            let with = |is_right: &dyn Fn(&str) -> bool| spoken.clone().find(|tag| is_right(tag));
            with(&|tag| tag == wanted)
                .or_else(|| with(&|tag| tag == base))
                .or_else(|| with(&|tag| self::base(tag) == base))
        })
    }
}

/// The language itself, without script and region.
pub(crate) fn base(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// Whether it is written from right to left.
pub(crate) fn is_rtl(tag: &str) -> bool {
    matches!(base(tag), "ar" | "ckb" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi")
}

/// One of `Accept-Language`, with how dear it is.
fn offer(text: &str) -> Option<(LanguageTag, f32)> {
    let (tag, quality) = text.split_once(';').unwrap_or((text, ""));
    let quality = quality.trim().strip_prefix("q=").map_or(Some(1.0), |it| it.parse().ok())?;
    let tag = tag.trim().parse().ok()?;
    (quality > 0.0).then_some((tag, quality))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn among(chosen: Option<&str>, accepted: &str, spoken: &[&'static str]) -> Option<&'static str> {
        let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, accepted.parse().unwrap())]);
        Wanted::of(chosen, &headers).among(spoken.iter().copied())
    }

    #[test]
    fn the_dearest_language_that_is_spoken_is_chosen() {
        let spoken = ["de", "en", "pt-BR", "zh"];
        for (chosen, accepted, expected) in [
            (None, "de", Some("de")),
            (None, "de-CH, en;q=0.9", Some("de")),
            (None, "en;q=0.5, de;q=0.8", Some("de")),
            (None, "sv, fi;q=0.9, en;q=0.1", Some("en")),
            (None, "pt-PT", Some("pt-BR")),
            (None, "zh-Hant-TW", Some("zh")),
            (None, "de;q=0, en", Some("en")),
            (None, "*", None),
            (None, "sv", None),
            (None, "", None),
            (None, "nonsense!;q=high", None),
            (Some("zh-CN"), "de", Some("zh")),
            (Some("sv"), "de", Some("de")),
            (Some("not a language"), "de", Some("de")),
        ] {
            assert_eq!(among(chosen, accepted, &spoken), expected, "{chosen:?} {accepted}");
        }
    }

    #[test]
    fn a_script_from_right_to_left_is_known() {
        assert!(is_rtl("ar") && is_rtl("he-IL") && is_rtl("fa"));
        assert!(!is_rtl("de") && !is_rtl("ja"));
    }
}
