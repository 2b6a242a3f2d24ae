use super::view::{Brand, View};
use chat_core::{FieldType, FormField, FormOption, MediaType, Timestamp, UploadRules};
use serde::Serialize;

/// What the application in the frame has to know of a widget. `visitor.ts` of the browser side reads it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FrameLook<'a> {
    lang: &'a str,
    is_rtl: bool,
    settings: Settings<'a>,
    /// Whether somebody answers at this hour.
    is_open: bool,
    opens_at: Option<Timestamp>,
    /// Nothing where visitors cannot send files.
    uploads: Option<Uploads<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Uploads<'a> {
    max_bytes: u64,
    types: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Settings<'a> {
    name: &'a str,
    welcome: &'a str,
    away: &'a str,
    placeholder: &'a str,
    pre_chat: Option<PreChat<'a>>,
    has_avatars: bool,
    has_sound: bool,
    needs_identity: bool,
    colors: Colors,
}

#[derive(Debug, Serialize)]
struct Colors {
    light: Brand,
    dark: Brand,
}

#[derive(Debug, Serialize)]
struct PreChat<'a> {
    text: &'a str,
    fields: Vec<Field<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Field<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: FieldType,
    label: &'a str,
    is_required: bool,
    options: Vec<Choice<'a>>,
    url: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Choice<'a> {
    value: &'a str,
    label: &'a str,
}

impl<'a> FrameLook<'a> {
    pub(crate) fn of(view: &View<'a>, uploads: Option<UploadRules<'a>>, now: Timestamp) -> Self {
        let settings = &view.widget.settings;
        let hours = settings.business_hours.as_ref();
        let is_open = hours.is_none_or(|hours| hours.is_open(now));
        let [light, dark] = view.brands();
        let fields = &settings.pre_chat_form.fields;
        Self {
            lang: view.lang,
            is_rtl: view.is_rtl(),
            settings: Settings {
                name: view.title(),
                welcome: view.text(|said| &said.welcome).unwrap_or_default(),
                away: view.text(|said| &said.away).unwrap_or_default(),
                placeholder: view.text(|said| &said.placeholder).unwrap_or_default(),
                pre_chat: (!fields.is_empty()).then(|| PreChat {
                    text: view.text(|said| &said.pre_chat).unwrap_or_default(),
                    fields: fields.iter().map(|field| Field::of(field, view)).collect(),
                }),
                has_avatars: settings.avatars,
                has_sound: settings.sound,
                needs_identity: settings.require_identity,
                colors: Colors { light, dark },
            },
            is_open,
            opens_at: hours.filter(|_| !is_open).and_then(|hours| hours.next_opening(now)),
            uploads: uploads.map(|rules| Uploads {
                max_bytes: rules.bytes_max,
                types: rules.types.iter().map(MediaType::as_str).collect(),
            }),
        }
    }
}

impl<'a> Field<'a> {
    fn of(field: &'a FormField, view: &View<'a>) -> Self {
        let choice = |FormOption { value, label }: &'a FormOption| Choice { value, label: view.label(label) };
        Self {
            name: &field.name,
            kind: field.kind,
            label: view.label(&field.label),
            is_required: field.required,
            options: field.options.iter().map(choice).collect(),
            url: field.link.as_deref(),
        }
    }
}
