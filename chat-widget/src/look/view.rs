use super::{
    language::{Wanted, base, is_rtl},
    words::Words,
};
use chat_core::{Color, LanguageTag, Messages, Widget};
use serde::Serialize;
use std::collections::BTreeMap;

/// A widget and the language that one visitor gets it in.
#[derive(Clone, Debug)]
pub(crate) struct View<'a> {
    pub(crate) widget: &'a Widget,
    pub(crate) lang: &'a str,
}

/// A brand's colour and what is legible on it.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Brand {
    pub(crate) brand: Color,
    pub(crate) on_brand: Color,
}

impl<'a> View<'a> {
    /// An owner who has written texts is heard in one of their languages, so that nothing is half translated; the widget's own
    /// words come in all of theirs.
    pub(crate) fn of(widget: &'a Widget, wanted: &Wanted) -> Self {
        let settings = &widget.settings;
        let fallback = settings.language.as_str();
        let texts = settings.messages.keys().map(LanguageTag::as_str);
        let lang = if settings.messages.is_empty() {
            wanted.among(Words::languages()).unwrap_or(fallback)
        } else {
            wanted.among(texts.chain([fallback])).unwrap_or(fallback)
        };
        Self { widget, lang }
    }

    pub(crate) fn is_rtl(&self) -> bool {
        is_rtl(self.lang)
    }

    pub(crate) fn words(&self) -> &'static Words {
        Words::of(self.lang)
    }

    /// One of the owner's texts in this language.
    pub(crate) fn text(&self, which: impl Fn(&'a Messages) -> &'a Option<String>) -> Option<&'a str> {
        let all = &self.widget.settings.messages;
        all.iter().find(|(tag, _)| tag.as_str() == self.lang).and_then(|(_, said)| which(said).as_deref())
    }

    /// What the panel is headed with.
    pub(crate) fn title(&self) -> &'a str {
        self.text(|said| &said.title).unwrap_or_else(|| &self.words().title)
    }

    /// A label in this language; in the widget's own, or in any, where it has none.
    pub(crate) fn label(&self, label: &'a BTreeMap<LanguageTag, String>) -> &'a str {
        let with = |is_right: &dyn Fn(&str) -> bool| label.iter().find(|(tag, _)| is_right(tag.as_str()));
        let found = with(&|tag| tag == self.lang)
            .or_else(|| with(&|tag| base(tag) == base(self.lang)))
            .or_else(|| with(&|tag| tag == self.widget.settings.language.as_str()))
            .or_else(|| label.iter().next());
        found.map_or("", |(_, text)| text)
    }

    /// The brand in the light theme and in the dark one.
    pub(crate) fn brands(&self) -> [Brand; 2] {
        let colors = &self.widget.settings.colors;
        let dark = colors.primary_dark.unwrap_or(colors.primary);
        [(colors.primary, colors.text), (dark, colors.text_dark.or(colors.text))]
            .map(|(brand, text)| Brand { brand, on_brand: text.unwrap_or_else(|| brand.readable()) })
    }
}
