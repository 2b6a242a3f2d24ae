//! How a widget looks and behaves: its settings, and what is wrong with those that somebody wants.

mod check;
mod color;
mod form;
mod hours;
mod language;
mod messages;
mod patch;
mod popup;
mod settings;

pub use color::{Color, Colors};
pub use form::{FieldType, FormField, FormOption, PreChatForm};
pub use hours::{BusinessHours, Opening, TimeOfDay, TimeZone, Weekday};
pub use language::LanguageTag;
pub use messages::Messages;
pub use patch::SettingsPatch;
pub use popup::{Frequency, Popup};
pub use settings::{Launcher, LauncherIcon, Offset, Side, Theme, WidgetSettings};
