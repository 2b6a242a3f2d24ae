use super::check::Checker;
use serde::{Deserialize, Serialize};

/// When a popup shows itself: as soon as one of these happens.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Popup {
    /// Seconds after the page was loaded, at most [`Popup::DELAY_MAX_S`].
    pub delay_seconds: Option<u32>,
    /// How much of the page was scrolled through, 1 to 100.
    pub scroll_percent: Option<u32>,
    /// The pointer leaves the page upwards.
    pub exit_intent: bool,
    /// The page's path matches one of these, in which `*` stands for anything: `/pricing*`. None means every page.
    pub urls: Vec<String>,
    /// The page sends this event of its own to the widget.
    pub event: Option<String>,
    /// How often one visitor sees it.
    pub frequency: Frequency,
}

/// How often something is shown at most: so many times in so many hours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Frequency {
    /// How many times, 1 to 100.
    pub times: u32,
    /// In how many hours, 1 to 8,760: a year.
    pub hours: u32,
}

impl Default for Frequency {
    /// Once a day.
    fn default() -> Self {
        Self { times: 1, hours: 24 }
    }
}

impl Popup {
    /// The longest delay in seconds: an hour.
    pub const DELAY_MAX_S: u32 = 3600;
    /// The most patterns of paths.
    pub const URLS_MAX: usize = 50;
    /// The longest pattern in characters.
    pub const URL_MAX: usize = 200;
    /// The longest name of an event in characters.
    pub const EVENT_MAX: usize = 64;

    pub(super) fn check(&self, checker: &mut Checker) {
        if let Some(delay) = self.delay_seconds {
            checker.number("settings.popup.delaySeconds", delay, 0, Self::DELAY_MAX_S);
        }
        if let Some(percent) = self.scroll_percent {
            checker.number("settings.popup.scrollPercent", percent, 1, 100);
        }
        checker.count("settings.popup.urls", self.urls.len(), Self::URLS_MAX);
        for (at, url) in self.urls.iter().enumerate() {
            let field = format!("settings.popup.urls[{at}]");
            if !url.starts_with(['/', '*']) {
                checker.say(field, "begin with / or *, as in /pricing*");
            } else {
                checker.text(field, url, 1, Self::URL_MAX);
            }
        }
        if let Some(event) = &self.event {
            let is_name = !event.is_empty() && event.chars().all(|c| c.is_ascii_alphanumeric() || "-_:.".contains(c));
            if !is_name || event.len() > Self::EVENT_MAX {
                let problem = format!("1 to {} letters, digits, hyphens, dots and colons, please", Self::EVENT_MAX);
                checker.say("settings.popup.event", problem);
            }
        }
        checker.number("settings.popup.frequency.times", self.frequency.times, 1, 100);
        checker.number("settings.popup.frequency.hours", self.frequency.hours, 1, 8760);
    }
}
