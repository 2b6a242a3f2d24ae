//! The settings of a widget as the OpenAPI document tells them. The core reads and writes them; a test compares the two.

#![expect(dead_code, reason = "the fields stand for themselves in the document")]

use super::words;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How a widget looks and behaves. What is not given has its default.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct WidgetSettings {
    #[schema(schema_with = words::theme)]
    theme: String,
    #[schema(schema_with = words::side)]
    position: String,
    offset: WidgetOffset,
    /// The element that an embedded widget fills, as a CSS selector.
    #[schema(min_length = 1, max_length = 200, example = "#chat")]
    target: String,
    colors: WidgetColors,
    launcher: WidgetLauncher,
    /// The language to speak when the visitor's is not among those of `messages`, as BCP 47 writes it.
    #[schema(example = "en")]
    language: String,
    /// What it says, by language: at most 50.
    messages: BTreeMap<String, WidgetMessages>,
    /// Whether the agents' pictures are shown.
    avatars: bool,
    /// When somebody is there; null when that is always.
    business_hours: Option<WidgetBusinessHours>,
    pre_chat_form: WidgetPreChatForm,
    /// Whether visitors can send files.
    file_upload: bool,
    /// Whether a new message makes a sound.
    sound: bool,
    /// Whether only visitors can chat whose identity the page vouches for.
    require_identity: bool,
    /// Whether it works on a developer's own machine, while the server allows that too.
    allow_localhost: bool,
    popup: WidgetPopup,
}

/// How far the launcher is from the corner, in pixels.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
struct WidgetOffset {
    #[schema(maximum = 500)]
    x: u32,
    #[schema(maximum = 500)]
    y: u32,
}

/// The colours of the brand, written as `#1a73e8`.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
struct WidgetColors {
    #[schema(example = "#1f5fe0")]
    primary: String,
    /// The text on it; null for black or white, whichever is easier to read.
    text: Option<String>,
    /// The brand's colour in the dark theme; null for the same as in the light one.
    primary_dark: Option<String>,
    /// The text on that.
    text_dark: Option<String>,
}

/// The button that opens the chat.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
struct WidgetLauncher {
    #[schema(schema_with = words::launcher_icon)]
    icon: String,
}

/// What a widget says in one language; null for its own words.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
struct WidgetMessages {
    #[schema(max_length = 80)]
    title: Option<String>,
    /// The words beside the launcher's icon.
    #[schema(max_length = 80)]
    launcher: Option<String>,
    #[schema(max_length = 1000)]
    welcome: Option<String>,
    /// What is said outside of the business hours.
    #[schema(max_length = 1000)]
    away: Option<String>,
    /// What stands above the form that comes before the chat.
    #[schema(max_length = 1000)]
    pre_chat: Option<String>,
    #[schema(max_length = 80)]
    placeholder: Option<String>,
    /// What a popup says before it is opened.
    #[schema(max_length = 1000)]
    teaser: Option<String>,
}

/// When somebody is there to answer.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
struct WidgetBusinessHours {
    /// A name of the IANA database.
    #[schema(example = "Europe/Berlin")]
    time_zone: String,
    #[schema(max_items = 28)]
    week: Vec<WidgetOpening>,
    /// Days on which nobody comes in.
    #[schema(max_items = 100, example = json!(["2026-12-25"]))]
    closed_on: Vec<String>,
}

/// A stretch of time on some days. One that ends before it begins lasts into the next day.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
struct WidgetOpening {
    #[schema(schema_with = words::weekdays)]
    days: Vec<String>,
    #[schema(example = "09:00")]
    from: String,
    /// `24:00` is the end of the day.
    #[schema(example = "17:30")]
    to: String,
}

/// What a visitor is asked before the chat begins.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
struct WidgetPreChatForm {
    #[schema(max_items = 10)]
    fields: Vec<WidgetFormField>,
}

/// One field of a form.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
struct WidgetFormField {
    /// What programs call it.
    #[schema(max_length = 40, example = "orderNumber")]
    name: String,
    #[schema(rename = "type", schema_with = words::field_type)]
    kind: String,
    /// What people read, by language.
    #[schema(example = json!({ "en": "Your order's number" }))]
    label: BTreeMap<String, String>,
    required: bool,
    /// What can be chosen, for a select.
    #[schema(max_items = 30)]
    options: Vec<WidgetFormOption>,
    /// Where more is said about it, for a consent.
    #[schema(max_length = 500, example = "https://shop.example/privacy")]
    link: Option<String>,
}

/// Something that can be chosen.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
struct WidgetFormOption {
    #[schema(max_length = 40)]
    value: String,
    label: BTreeMap<String, String>,
}

/// When a popup shows itself: as soon as one of these happens.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
struct WidgetPopup {
    #[schema(maximum = 3600)]
    delay_seconds: Option<u32>,
    #[schema(minimum = 1, maximum = 100)]
    scroll_percent: Option<u32>,
    /// The pointer leaves the page upwards.
    exit_intent: bool,
    /// Paths of pages in which `*` stands for anything; none means every page.
    #[schema(max_items = 50, example = json!(["/pricing*"]))]
    urls: Vec<String>,
    /// An event that the page sends to the widget.
    #[schema(max_length = 64)]
    event: Option<String>,
    frequency: WidgetFrequency,
}

/// How often one visitor sees it at most.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
struct WidgetFrequency {
    #[schema(minimum = 1, maximum = 100)]
    times: u32,
    #[schema(minimum = 1, maximum = 8760)]
    hours: u32,
}
