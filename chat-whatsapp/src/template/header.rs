//! What stands above the body of a template.

use super::{
    filling::Filling,
    parameters::{Product, Values},
    parts::Header,
    texts,
};
use crate::{
    kinds::Kind,
    outgoing::{Location, MediaSource},
};
use serde_json::{Value, json};

/// The longest header in characters.
pub(super) const HEADER_MAX: usize = 60;

/// What was given for a header, of whatever kind it is.
#[derive(Debug, Default)]
pub(super) struct Given<'a> {
    pub(super) values: Option<&'a Values>,
    pub(super) media: Option<&'a MediaSource>,
    pub(super) location: Option<&'a Location>,
    pub(super) product: Option<&'a Product>,
}

impl Given<'_> {
    /// Which of them has a place.
    fn check(&self, field: &str, wanted: &str, filling: &mut Filling<'_>) {
        let is_given = [
            ("header", self.values.is_some_and(|values| !values.is_empty())),
            ("media", self.media.is_some()),
            ("location", self.location.is_some()),
            ("product", self.product.is_some()),
        ];
        for (name, _) in is_given.into_iter().filter(|(name, is_given)| *is_given && *name != wanted) {
            filling.faults.add(format!("{field}.{name}"), "the template has no place for it");
        }
    }
}

/// Fills in a header. Gives what is read of it, and what is sent for it.
pub(super) fn fill(
    header: Option<&Header>,
    given: &Given<'_>,
    field: &str,
    filling: &mut Filling<'_>,
) -> (Option<String>, Option<Value>) {
    let format = header.map_or("", |header| header.format.as_str());
    let (wanted, kind) = match format {
        "TEXT" => ("header", None),
        "IMAGE" => ("media", Some(Kind::Image)),
        "VIDEO" | "GIF" => ("media", Some(Kind::Video)),
        "DOCUMENT" => ("media", Some(Kind::Document)),
        "LOCATION" => ("location", None),
        "PRODUCT" => ("product", None),
        _ => ("", None),
    };
    given.check(field, wanted, filling);
    let (words, parameters) = match (wanted, kind) {
        ("header", _) => {
            let text = header.map_or("", |header| header.text.as_str());
            let field = format!("{field}.header");
            let filled = texts::fill(text, given.values, filling.format, &field, HEADER_MAX, &mut filling.faults);
            (Some(filled.text), filled.parameters)
        }
        ("media", Some(kind)) => (None, media(format, kind, given.media, field, filling).into_iter().collect()),
        ("location", _) => match given.location {
            Some(location) => {
                location.check(&format!("{field}.location"), &mut filling.faults);
                (Some(location.words()), vec![json!({"type": "location", "location": location})])
            }
            None => (None, missing(field, "location", filling)),
        },
        ("product", _) => match given.product {
            Some(product) => (
                None,
                vec![json!({"type": "product", "product": {
                "catalog_id": product.catalog_id, "product_retailer_id": product.product_retailer_id}})],
            ),
            None => (None, missing(field, "product", filling)),
        },
        _ => (None, Vec::new()),
    };
    let sent = (!parameters.is_empty()).then(|| json!({"type": "header", "parameters": parameters}));
    (words, sent)
}

fn media(
    format: &str,
    kind: Kind,
    given: Option<&MediaSource>,
    field: &str,
    filling: &mut Filling<'_>,
) -> Option<Value> {
    let field = format!("{field}.media");
    let Some(source) = given.cloned().or_else(|| filling.files.only()) else {
        filling.faults.add(field, format!("is missing: the template shows a file of the kind {}", kind.name()));
        return None;
    };
    source.check(&field, kind, &mut filling.files, &mut filling.faults);
    let name = format.to_ascii_lowercase();
    Some(json!({"type": name, name: source}))
}

fn missing(field: &str, name: &str, filling: &mut Filling<'_>) -> Vec<Value> {
    filling.faults.add(format!("{field}.{name}"), "is missing: the header of the template shows it");
    Vec::new()
}
