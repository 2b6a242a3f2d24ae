use super::{BusinessHours, Colors, LanguageTag, Messages, Popup, PreChatForm, check::Checker};
use crate::{FieldError, text_enum::text_enum};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

text_enum! {
    /// Light or dark.
    pub enum Theme {
        /// Always light.
        Light = "light",
        /// Always dark.
        Dark = "dark",
        /// As the visitor's system has it.
        Auto = "auto",
        /// As the page around it has it.
        Host = "host",
    }
}

text_enum! {
    /// At which edge of the window the launcher is.
    pub enum Side {
        /// The left one.
        Left = "left",
        /// The right one.
        Right = "right",
    }
}

text_enum! {
    /// What is drawn on the launcher.
    pub enum LauncherIcon {
        /// A speech bubble.
        Chat = "chat",
        /// Two of them.
        Talk = "talk",
        /// An envelope.
        Mail = "mail",
        /// A question mark.
        Help = "help",
        /// A headset.
        Headset = "headset",
        /// A waving hand.
        Wave = "wave",
    }
}

/// How far the launcher is from the corner, in pixels.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Offset {
    /// From the side.
    pub x: u32,
    /// From below.
    pub y: u32,
}

impl Default for Offset {
    fn default() -> Self {
        Self { x: 20, y: 20 }
    }
}

/// The button that opens the chat.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Launcher {
    /// What is drawn on it. The words beside it are those of [`Messages::launcher`].
    pub icon: LauncherIcon,
}

impl Default for Launcher {
    fn default() -> Self {
        Self { icon: LauncherIcon::Chat }
    }
}

/// How a widget looks and behaves.
///
/// Written as JSON in camelCase; what is not given has the value of [`WidgetSettings::default`], and what is not known is refused.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct WidgetSettings {
    /// Light or dark.
    pub theme: Theme,
    /// At which edge the launcher is.
    pub position: Side,
    /// How far it is from the corner.
    pub offset: Offset,
    /// The element that an embedded widget fills, as a CSS selector.
    pub target: String,
    /// The brand's colours.
    pub colors: Colors,
    /// The launcher.
    pub launcher: Launcher,
    /// The language to speak when the visitor's is not among those of the texts.
    pub language: LanguageTag,
    /// What it says, by language.
    pub messages: BTreeMap<LanguageTag, Messages>,
    /// Whether the agents' pictures are shown.
    pub avatars: bool,
    /// When somebody is there; always, when it is not given.
    pub business_hours: Option<BusinessHours>,
    /// What a visitor is asked first.
    pub pre_chat_form: PreChatForm,
    /// Whether visitors can send files.
    pub file_upload: bool,
    /// Whether a new message makes a sound.
    pub sound: bool,
    /// Whether only visitors can chat whose identity the page vouches for.
    pub require_identity: bool,
    /// Whether it works on pages of a developer's own machine, while the server allows that too.
    pub allow_localhost: bool,
    /// When a popup shows itself.
    pub popup: Popup,
}

impl Default for WidgetSettings {
    fn default() -> Self {
        Self {
            theme: Theme::Auto,
            position: Side::Right,
            offset: Offset::default(),
            target: "#chat".into(),
            colors: Colors::default(),
            launcher: Launcher::default(),
            language: "en".parse().expect("English is a language"),
            messages: BTreeMap::new(),
            avatars: true,
            business_hours: None,
            pre_chat_form: PreChatForm::default(),
            file_upload: true,
            sound: true,
            require_identity: false,
            allow_localhost: false,
            popup: Popup::default(),
        }
    }
}

impl WidgetSettings {
    /// The largest offset in pixels.
    pub const OFFSET_MAX_PX: u32 = 500;
    /// The longest selector in characters.
    pub const TARGET_MAX: usize = 200;
    /// The most that all settings together may take, in bytes of JSON.
    pub const BYTES_MAX: usize = 65_536;

    /// What is wrong with them.
    pub(super) fn check(&self) -> Vec<FieldError> {
        let mut checker = Checker::default();
        checker.number("settings.offset.x", self.offset.x, 0, Self::OFFSET_MAX_PX);
        checker.number("settings.offset.y", self.offset.y, 0, Self::OFFSET_MAX_PX);
        checker.text("settings.target", &self.target, 1, Self::TARGET_MAX);
        Messages::check(&self.messages, &mut checker);
        if let Some(hours) = &self.business_hours {
            hours.check(&mut checker);
        }
        self.pre_chat_form.check(&mut checker);
        self.popup.check(&mut checker);
        let bytes = serde_json::to_string(self).map_or(usize::MAX, |text| text.len());
        if bytes > Self::BYTES_MAX {
            checker.say("settings", format!("all of them together may have {} bytes", Self::BYTES_MAX));
        }
        checker.into_wrong()
    }

    /// What works and is not good: colours that are hard to see.
    pub fn warnings(&self) -> Vec<FieldError> {
        self.colors.warnings()
    }
}
