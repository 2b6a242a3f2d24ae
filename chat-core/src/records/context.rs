use crate::{LanguageTag, Origin, TimeZone, Timestamp, text::clean};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use url::Url;

/// What is known of a website visitor besides what it says: for the team, never for other visitors.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct VisitContext {
    /// Whether the website vouches for who it is.
    pub is_identified: bool,
    /// Its e-mail address, as far as the website vouches for that.
    pub email: Option<String>,
    /// Where it is; only while it consents to that being told.
    pub page: Option<VisitedPage>,
    /// Where it has been since it wrote first, the latest page last; only while it consents to that being told. At most
    /// [`VisitContext::TRAIL_MAX`]: of more, the latest.
    pub trail: Vec<TrailPage>,
    /// What it answered before the chat, by the fields' names. Nobody has checked that it is true.
    pub answers: BTreeMap<String, Value>,
    /// What the page says of it. Nobody has checked that it is true.
    pub attributes: BTreeMap<String, Value>,
}

impl VisitContext {
    /// The most attributes.
    pub const ATTRIBUTES_MAX: usize = 30;
    /// The longest name of an attribute in characters.
    pub const NAME_MAX: usize = 40;
    /// The longest text of an attribute or an answer in bytes.
    pub const TEXT_MAX: usize = 1000;
    /// The most pages of a trail.
    pub const TRAIL_MAX: usize = 30;

    /// Notes that the visitor is somewhere now, or that it does not tell any more: then what it told is forgotten. Tells whether that
    /// is new.
    pub(crate) fn come_to(&mut self, page: Option<&VisitedPage>, now: Timestamp) -> bool {
        if self.page.as_ref() == page {
            return false;
        }
        match (page, self.trail.last_mut()) {
            (None, _) => self.trail.clear(),
            // A page may change its title while it is looked at.
            (Some(page), Some(last)) if last.url == page.url => last.title.clone_from(&page.title),
            (Some(page), _) => {
                self.trail.push(TrailPage { url: page.url.clone(), title: page.title.clone(), came_at: now });
                let surplus = self.trail.len().saturating_sub(Self::TRAIL_MAX);
                self.trail.drain(..surplus);
            }
        }
        self.page = page.cloned();
        true
    }

    /// The attributes of a page that are kept: short texts, numbers, and what is true or false.
    pub(crate) fn attributes(told: &Map<String, Value>) -> BTreeMap<String, Value> {
        let is_name =
            |name: &str| (1..=Self::NAME_MAX).contains(&name.chars().count()) && !name.contains(char::is_control);
        let kept = told.iter().filter(|(name, _)| is_name(name));
        let kept = kept.filter_map(|(name, value)| Some((name.clone(), plain(value)?)));
        kept.take(Self::ATTRIBUTES_MAX).collect()
    }
}

/// A text that is not too long, a number, or a yes or no.
fn plain(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) => Some(Value::String(clean(text, VisitContext::TEXT_MAX))),
        Value::Number(_) | Value::Bool(_) => Some(value.clone()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A page that a visitor is on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct VisitedPage {
    /// Its address without query and fragment, which may hold what is nobody's business.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Where the visitor came from, likewise without query and fragment.
    pub referrer: Option<String>,
    /// The language of the visitor's browser.
    pub language: Option<String>,
    /// Where its clock says it is.
    pub time_zone: Option<String>,
}

/// A page that a visitor has come to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TrailPage {
    /// Its address without query and fragment.
    pub url: String,
    /// Its title.
    pub title: String,
    /// When the visitor came there.
    pub came_at: Timestamp,
}

/// What a visitor's browser says of the page that it is on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PageTold {
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Where the visitor came from; may be empty.
    pub referrer: String,
    /// The language of the browser.
    pub language: Option<String>,
    /// Its time zone.
    pub time_zone: Option<String>,
}

impl VisitedPage {
    /// The longest address in bytes; one that is longer is not kept.
    pub const URL_MAX: usize = 1000;
    /// The longest title in bytes; a longer one is cut.
    pub const TITLE_MAX: usize = 300;

    /// What is kept of what a browser says; nothing unless the page is of the origin that shows the widget.
    pub(crate) fn read(told: &PageTold, origin: &Origin) -> Option<Self> {
        let (url, page) = bare(&told.url)?;
        let is_there = Origin::parse(&page.origin().ascii_serialization()).is_ok_and(|it| it == *origin);
        is_there.then(|| Self {
            url,
            title: clean(told.title.trim(), Self::TITLE_MAX),
            referrer: bare(&told.referrer).map(|(referrer, _)| referrer),
            language: word::<LanguageTag>(told.language.as_deref()),
            time_zone: word::<TimeZone>(told.time_zone.as_deref()),
        })
    }
}

/// An address of the web without what may be private in it.
fn bare(text: &str) -> Option<(String, Url)> {
    if text.len() > VisitedPage::URL_MAX * 4 {
        return None;
    }
    let mut url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    url.set_query(None);
    url.set_fragment(None);
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    let bare = url.to_string();
    (bare.len() <= VisitedPage::URL_MAX).then_some((bare, url))
}

/// The usual spelling of a word of a known kind.
fn word<T: std::str::FromStr + ToString>(text: Option<&str>) -> Option<String> {
    text?.parse::<T>().ok().map(|word| word.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(url: &str) -> PageTold {
        PageTold {
            url: url.into(),
            title: " Shoes\0 ".into(),
            referrer: "https://search.test/?q=secret#there".into(),
            language: Some("PT-br".into()),
            time_zone: Some("Europe/Berlin".into()),
        }
    }

    #[test]
    fn only_the_path_of_a_page_is_kept() {
        let origin = Origin::parse("https://shop.test").unwrap();
        let page = VisitedPage::read(&told("https://ann:pw@shop.test/shoes/1?token=secret#top"), &origin).unwrap();
        let expected = VisitedPage {
            url: "https://shop.test/shoes/1".into(),
            title: "Shoes".into(),
            referrer: Some("https://search.test/".into()),
            language: Some("pt-BR".into()),
            time_zone: Some("Europe/Berlin".into()),
        };
        assert_eq!(page, expected);
        let vague = PageTold {
            referrer: "about:blank".into(),
            language: Some("no language".into()),
            time_zone: Some("Mars/Olympus".into()),
            ..told("https://shop.test/")
        };
        let page = VisitedPage::read(&vague, &origin).unwrap();
        assert_eq!((page.referrer, page.language, page.time_zone), (None, None, None));
    }

    #[test]
    fn pages_of_other_origins_and_of_no_site_are_not_kept() {
        let origin = Origin::parse("https://shop.test").unwrap();
        for url in
            ["", "x", "https://other.test/", "http://shop.test/", "javascript:alert(1)", "https://shop.test:8443/"]
        {
            assert_eq!(VisitedPage::read(&told(url), &origin), None, "{url}");
        }
        let long = format!("https://shop.test/{}", "x".repeat(VisitedPage::URL_MAX));
        assert_eq!(VisitedPage::read(&told(&long), &origin), None);
    }

    #[test]
    fn attributes_are_few_and_plain() {
        let told = json!({ "plan": "pro\0", "age": 42, "isNew": true, "list": [1], "nothing": null, "": 1, "a\nb": 1 });
        let kept = VisitContext::attributes(told.as_object().unwrap());
        assert_eq!(json!(kept), json!({ "plan": "pro", "age": 42, "isNew": true }));
        let many: Map<String, Value> = (0..100).map(|n| (n.to_string(), json!("x".repeat(2000)))).collect();
        let kept = VisitContext::attributes(&many);
        assert_eq!(kept.len(), VisitContext::ATTRIBUTES_MAX);
        assert!(kept.values().all(|text| text.as_str().unwrap().len() == VisitContext::TEXT_MAX));
    }
}
