use super::{LanguageTag, check::Checker};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a widget says in one language. What is not given is said in the widget's own words.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Messages {
    /// The head of the panel.
    pub title: Option<String>,
    /// The words beside the launcher's icon; without them there is the icon alone.
    pub launcher: Option<String>,
    /// What greets a visitor.
    pub welcome: Option<String>,
    /// What is said outside of the business hours.
    pub away: Option<String>,
    /// What stands above the form that comes before the chat.
    pub pre_chat: Option<String>,
    /// What stands in the empty message field.
    pub placeholder: Option<String>,
    /// What a popup says before it is opened.
    pub teaser: Option<String>,
}

impl Messages {
    /// The longest welcome, away, pre-chat and teaser text in characters.
    pub const TEXT_MAX: usize = 1000;
    /// The longest title, launcher text and placeholder in characters.
    pub const LINE_MAX: usize = 80;
    /// The most languages.
    pub const LANGUAGES_MAX: usize = 50;

    pub(super) fn check(all: &BTreeMap<LanguageTag, Self>, checker: &mut Checker) {
        checker.count("settings.messages", all.len(), Self::LANGUAGES_MAX);
        for (language, messages) in all {
            let Self { title, launcher, welcome, away, pre_chat, placeholder, teaser } = messages;
            for (name, text, max) in [
                ("title", title, Self::LINE_MAX),
                ("launcher", launcher, Self::LINE_MAX),
                ("welcome", welcome, Self::TEXT_MAX),
                ("away", away, Self::TEXT_MAX),
                ("preChat", pre_chat, Self::TEXT_MAX),
                ("placeholder", placeholder, Self::LINE_MAX),
                ("teaser", teaser, Self::TEXT_MAX),
            ] {
                if let Some(text) = text {
                    checker.text(format!("settings.messages.{language}.{name}"), text, 1, max);
                }
            }
        }
    }
}
