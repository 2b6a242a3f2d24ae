//! Buttons and lists to choose from.

use crate::outgoing::faults::Faults;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

const BUTTONS_MAX: usize = 3;
const BUTTON_ID_MAX: usize = 256;
const BUTTON_TITLE_MAX: usize = 20;
const SECTIONS_MAX: usize = 10;
const SECTION_TITLE_MAX: usize = 24;
/// In all sections together.
const ROWS_MAX: usize = 10;
const ROW_ID_MAX: usize = 200;
const ROW_TITLE_MAX: usize = 24;
const ROW_DESCRIPTION_MAX: usize = 72;

#[derive(Deserialize, Serialize)]
struct Button {
    #[serde(rename = "type", default = "reply")]
    kind: String,
    reply: Reply,
}

#[derive(Deserialize, Serialize)]
struct Reply {
    id: String,
    title: String,
}

fn reply() -> String {
    "reply".to_owned()
}

/// Buttons that answer with what they are called.
pub(super) fn buttons(action: &mut Map<String, Value>, within: &str, faults: &mut Faults) {
    let field = format!("{within}.buttons");
    let Some(given) = action.get("buttons") else { return faults.add(field, "is missing") };
    let Some(buttons) = faults.read::<Vec<Button>>(&field, given) else { return };
    faults.count(&field, buttons.len(), 1, BUTTONS_MAX);
    for (place, button) in buttons.iter().enumerate() {
        let field = format!("{field}[{place}]");
        if button.kind != "reply" {
            faults.add(format!("{field}.type"), "expected reply");
        }
        faults.words(&format!("{field}.reply.id"), &button.reply.id, BUTTON_ID_MAX);
        faults.words(&format!("{field}.reply.title"), &button.reply.title, BUTTON_TITLE_MAX);
    }
    let each = |name: &'static str, of: fn(&Reply) -> &str| {
        let named =
            buttons.iter().enumerate().map(|(place, it)| (format!("{field}[{place}].reply.{name}"), of(&it.reply)));
        named.collect::<Vec<_>>()
    };
    faults.unique(each("id", |reply| &reply.id));
    faults.unique(each("title", |reply| &reply.title));
    action.insert("buttons".to_owned(), json!(buttons));
}

#[derive(Deserialize)]
struct List {
    button: String,
    sections: Vec<Section>,
}

#[derive(Deserialize)]
struct Section {
    #[serde(default)]
    title: String,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    title: String,
    #[serde(default)]
    description: String,
}

/// A list of rows in sections, one of which is chosen.
pub(super) fn rows(action: &Map<String, Value>, within: &str, faults: &mut Faults) {
    let Some(list) = faults.read::<List>(within, &json!(action)) else { return };
    faults.words(&format!("{within}.button"), &list.button, BUTTON_TITLE_MAX);
    let field = format!("{within}.sections");
    faults.count(&field, list.sections.len(), 1, SECTIONS_MAX);
    let count = list.sections.iter().map(|section| section.rows.len()).sum::<usize>();
    if count > ROWS_MAX {
        faults.add(&field, format!("all sections together may have at most {ROWS_MAX} rows, and have {count}"));
    }
    let mut ids = Vec::new();
    for (place, section) in list.sections.iter().enumerate() {
        let field = format!("{field}[{place}]");
        title(&section.title, list.sections.len(), &field, faults);
        if section.rows.is_empty() {
            faults.add(format!("{field}.rows"), "a section needs a row");
        }
        for (place, row) in section.rows.iter().enumerate() {
            let field = format!("{field}.rows[{place}]");
            faults.words(&format!("{field}.id"), &row.id, ROW_ID_MAX);
            faults.words(&format!("{field}.title"), &row.title, ROW_TITLE_MAX);
            faults.length(&format!("{field}.description"), &row.description, ROW_DESCRIPTION_MAX);
            ids.push((format!("{field}.id"), row.id.as_str()));
        }
    }
    faults.unique(ids);
}

/// The title of one of so many sections: several have to be told apart.
pub(super) fn title(title: &str, sections: usize, field: &str, faults: &mut Faults) {
    let field = format!("{field}.title");
    if sections > 1 {
        faults.words(&field, title, SECTION_TITLE_MAX);
    } else {
        faults.length(&field, title, SECTION_TITLE_MAX);
    }
}
