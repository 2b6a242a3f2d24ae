//! What a send gives for the places of a template.

use super::super::parts::Part;
use crate::emulator::graph::errors::GraphError;
use serde_json::Value;

/// How many components and parameters there may be.
const LIST_MAX: usize = 64;

/// The parameters by what they are for.
#[derive(Debug, Default)]
pub(super) struct Given<'a> {
    pub(super) header: Vec<Part<'a>>,
    pub(super) body: Vec<Part<'a>>,
    pub(super) offer: Vec<Part<'a>>,
    pub(super) buttons: Vec<Button<'a>>,
    pub(super) cards: Vec<Given<'a>>,
}

/// What is given for a button.
#[derive(Debug)]
pub(super) struct Button<'a> {
    pub(super) index: usize,
    /// In lower case.
    pub(super) kind: String,
    pub(super) parameters: Vec<Part<'a>>,
}

impl<'a> Given<'a> {
    /// Sorts the components of a template or of a card. Their types may be written in capitals, their indices as text.
    pub(super) fn of(part: &Part<'a>) -> Result<Self, GraphError> {
        let mut given = Self::default();
        let Some(components) = part.given("components") else {
            return Ok(given);
        };
        for component in components.items(0, LIST_MAX)? {
            let kind = component.at("type");
            let parameters = match component.given("parameters") {
                Some(parameters) => parameters.items(0, LIST_MAX)?,
                None => Vec::new(),
            };
            match kind.words(usize::MAX)?.to_ascii_lowercase().as_str() {
                "header" => given.header = parameters,
                "body" => given.body = parameters,
                "limited_time_offer" => given.offer = parameters,
                "button" => given.buttons.push(Button {
                    index: index(&component.at("index"))?,
                    kind: component.at("sub_type").words(usize::MAX)?.to_ascii_lowercase(),
                    parameters,
                }),
                "carousel" => {
                    for card in component.at("cards").items(1, LIST_MAX)? {
                        given.cards.push(Self::of(&card)?);
                    }
                }
                // What a template of today may have and this emulator does not show.
                "footer" | "tap_target_configuration" => {}
                _ => return Err(kind.refused("must be one of header, body, button, carousel, limited_time_offer.")),
            }
        }
        Ok(given)
    }
}

fn index(part: &Part<'_>) -> Result<usize, GraphError> {
    let index = match part.value {
        Value::Null => return Err(part.missing()),
        Value::Number(index) => index.as_u64(),
        Value::String(index) => index.parse().ok(),
        _ => None,
    };
    index.and_then(|index| index.try_into().ok()).ok_or_else(|| part.refused("must be the place of a button."))
}
