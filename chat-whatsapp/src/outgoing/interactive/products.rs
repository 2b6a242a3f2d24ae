//! Products of a catalogue.

use super::{actions, lists};
use crate::outgoing::faults::Faults;
use serde::Deserialize;
use serde_json::{Map, Value, json};

const SECTIONS_MAX: usize = 10;
/// In all sections together.
const PRODUCTS_MAX: usize = 30;

#[derive(Deserialize)]
struct One {
    catalog_id: String,
    product_retailer_id: String,
}

#[derive(Deserialize)]
struct Many {
    catalog_id: String,
    sections: Vec<Section>,
}

#[derive(Deserialize)]
struct Section {
    #[serde(default)]
    title: String,
    product_items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    product_retailer_id: String,
}

/// One product.
pub(super) fn one(action: &Map<String, Value>, within: &str, faults: &mut Faults) {
    let Some(one) = faults.read::<One>(within, &json!(action)) else { return };
    actions::id(&format!("{within}.catalog_id"), &one.catalog_id, faults);
    actions::id(&format!("{within}.product_retailer_id"), &one.product_retailer_id, faults);
}

/// Products in sections.
pub(super) fn many(action: &Map<String, Value>, within: &str, faults: &mut Faults) {
    let Some(many) = faults.read::<Many>(within, &json!(action)) else { return };
    actions::id(&format!("{within}.catalog_id"), &many.catalog_id, faults);
    let field = format!("{within}.sections");
    faults.count(&field, many.sections.len(), 1, SECTIONS_MAX);
    let count = many.sections.iter().map(|section| section.product_items.len()).sum::<usize>();
    if !(1..=PRODUCTS_MAX).contains(&count) {
        faults.add(&field, format!("all sections together may have 1 to {PRODUCTS_MAX} products, and have {count}"));
    }
    for (place, section) in many.sections.iter().enumerate() {
        let field = format!("{field}[{place}]");
        lists::title(&section.title, many.sections.len(), &field, faults);
        for (place, item) in section.product_items.iter().enumerate() {
            let field = format!("{field}.product_items[{place}].product_retailer_id");
            actions::id(&field, &item.product_retailer_id, faults);
        }
    }
}
