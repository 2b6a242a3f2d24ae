//! The actions of interactive messages that are lists: of rows to choose from, and of products.

use super::parts::{Part, unique};
use crate::emulator::graph::errors::GraphError;

/// How many there may be of each.
const SECTIONS_MAX: usize = 10;
const ROWS_MAX: usize = 10;
const PRODUCTS_MAX: usize = 30;
/// The longest texts, in characters.
const BUTTON_MAX: usize = 20;
const TITLE_MAX: usize = 24;
const ROW_ID_MAX: usize = 200;
const ROW_TITLE_MAX: usize = 24;
const ROW_DESCRIPTION_MAX: usize = 72;
const CATALOG_ID_MAX: usize = 128;

/// Rows in sections, ten in all.
pub(crate) fn rows(action: &Part<'_>) -> Result<(), GraphError> {
    action.at("button").words(BUTTON_MAX)?;
    let sections = action.at("sections");
    let mut ids = Vec::new();
    for section in titled(&sections)? {
        for row in section.at("rows").items(1, ROWS_MAX)? {
            ids.push(row.at("id").words(ROW_ID_MAX)?);
            row.at("title").words(ROW_TITLE_MAX)?;
            row.at("description").optional_words(ROW_DESCRIPTION_MAX)?;
        }
    }
    if ids.len() > ROWS_MAX {
        return Err(sections.refused("must have at most 10 rows in all."));
    }
    unique(&sections, "id", &ids)
}

/// One product of a catalogue.
pub(crate) fn product(action: &Part<'_>) -> Result<(), GraphError> {
    action.at("catalog_id").words(CATALOG_ID_MAX)?;
    action.at("product_retailer_id").words(CATALOG_ID_MAX).map(|_| ())
}

/// Products in sections, 30 in all.
pub(crate) fn products(action: &Part<'_>) -> Result<(), GraphError> {
    action.at("catalog_id").words(CATALOG_ID_MAX)?;
    let sections = action.at("sections");
    let mut count = 0;
    for section in titled(&sections)? {
        for product in section.at("product_items").items(1, PRODUCTS_MAX)? {
            product.at("product_retailer_id").words(CATALOG_ID_MAX)?;
            count += 1;
        }
    }
    match count <= PRODUCTS_MAX {
        true => Ok(()),
        false => Err(sections.refused("must have at most 30 products in all.")),
    }
}

/// The sections of a list, which have titles if they are several.
fn titled<'a>(sections: &Part<'a>) -> Result<Vec<Part<'a>>, GraphError> {
    let items = sections.items(1, SECTIONS_MAX)?;
    for section in &items {
        match items.len() {
            1 => section.at("title").optional_words(TITLE_MAX)?,
            _ => Some(section.at("title").words(TITLE_MAX)?),
        };
    }
    Ok(items)
}
