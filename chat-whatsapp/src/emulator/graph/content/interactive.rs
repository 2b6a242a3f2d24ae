//! `interactive`: what has buttons, lists and the like.

use super::{
    Checked, file, list,
    parts::{Part, unique},
};
use crate::emulator::{course::Course, graph::errors::GraphError, kinds::Kind, world::World};
use serde_json::Value;

/// The longest texts, in characters.
const HEADER_MAX: usize = 60;
const BODY_MAX: usize = 1_024;
const CARD_BODY_MAX: usize = 160;
const FOOTER_MAX: usize = 60;
const BUTTON_ID_MAX: usize = 256;
const BUTTON_TITLE_MAX: usize = 20;
const URL_MAX: usize = 2_000;
/// How many buttons and cards there may be.
const BUTTONS_MAX: usize = 3;
const CARDS_MIN: usize = 2;
const CARDS_MAX: usize = 10;

/// Where an interactive message stands: its parts have files of that number.
struct Scene<'a> {
    world: &'a World,
    phone_id: &'a str,
    /// How the message goes on: with the file that its header shows.
    course: Course,
}

pub(crate) fn check(world: &World, phone_id: &str, body: &Value) -> Result<Checked, GraphError> {
    let part = Part::root("interactive", body);
    part.object()?;
    let mut scene = Scene { world, phone_id, course: Course::default() };
    scene.message(&part)?;
    Ok(Checked { course: scene.course, ..Checked::default() })
}

impl Scene<'_> {
    fn message(&mut self, part: &Part<'_>) -> Result<(), GraphError> {
        let kind = part.at("type");
        let name = kind.words(usize::MAX)?;
        let action = part.at("action");
        action.object()?;
        match name {
            "product" => drop(part.given("body").map(|body| body.at("text").words(BODY_MAX)).transpose()?),
            _ => drop(part.at("body").at("text").words(BODY_MAX)?),
        }
        if let Some(footer) = part.given("footer") {
            footer.at("text").words(FOOTER_MAX)?;
        }
        self.header(name, part)?;
        match name {
            "button" => buttons(&action),
            "list" => list::rows(&action),
            "cta_url" => named(&action, "cta_url").and_then(|()| link(&action.at("parameters"))),
            "flow" => named(&action, "flow").and_then(|()| flow(&action.at("parameters"))),
            "location_request_message" => named(&action, "send_location"),
            "request_contact_info" => named(&action, "request_contact_info"),
            "catalog_message" => named(&action, "catalog_message"),
            "address_message" => named(&action, "address_message").and_then(|()| country(&action.at("parameters"))),
            "call_permission_request" => named(&action, "call_permission_request"),
            "voice_call" => named(&action, "voice_call"),
            "order_details" => named(&action, "review_and_pay").and_then(|()| action.at("parameters").object()),
            "order_status" => named(&action, "review_order").and_then(|()| action.at("parameters").object()),
            "product" => list::product(&action),
            "product_list" => list::products(&action),
            "carousel" => self.cards(&action),
            other => Err(kind.refused(&format!("is unknown: {other}."))),
        }
    }

    fn header(&mut self, of: &str, part: &Part<'_>) -> Result<(), GraphError> {
        let Some(header) = part.given("header") else {
            return match of {
                "product_list" => Err(part.at("header").missing()),
                _ => Ok(()),
            };
        };
        let kind = header.at("type");
        let name = kind.words(usize::MAX)?;
        if matches!(of, "list" | "product_list") && name != "text" {
            return Err(kind.refused("must be text for this type of interactive message."));
        }
        match name {
            "text" => drop(header.at("text").words(HEADER_MAX)?),
            "image" | "video" | "document" => {
                let file = header.at(name);
                file.object()?;
                let wanted = Kind::named(name).ok_or_else(|| kind.missing())?;
                self.course = file::course(self.world, self.phone_id, wanted, &file)?;
            }
            _ => return Err(kind.refused("must be one of text, image, video, document.")),
        }
        Ok(())
    }

    /// The cards of a carousel: messages of their own, with links or products.
    fn cards(&mut self, action: &Part<'_>) -> Result<(), GraphError> {
        for (index, card) in action.at("cards").items(CARDS_MIN, CARDS_MAX)?.iter().enumerate() {
            let place = card.at("card_index");
            if place.value.as_u64() != Some(index as u64) {
                return Err(place.refused("must count from 0."));
            }
            let name = card.at("type").words(usize::MAX)?;
            if let Some(body) = card.given("body") {
                body.at("text").words(CARD_BODY_MAX)?;
            }
            self.header(name, card)?;
            let action = card.at("action");
            action.object()?;
            // What a card does is told by its action: its type is written as cta_url for quick replies as well.
            if action.given("buttons").is_some() {
                buttons(&action)?;
            } else if action.given("name").is_some() {
                named(&action, "cta_url").and_then(|()| link(&action.at("parameters")))?;
            } else {
                list::product(&action)?;
            }
        }
        Ok(())
    }
}

fn buttons(action: &Part<'_>) -> Result<(), GraphError> {
    let buttons = action.at("buttons");
    let (mut ids, mut titles) = (Vec::new(), Vec::new());
    for button in buttons.items(1, BUTTONS_MAX)? {
        if !matches!(button.value["type"].as_str(), Some("reply" | "quick_reply")) {
            return Err(button.at("type").refused("must be reply."));
        }
        let reply = match button.given("reply") {
            Some(reply) => reply,
            None => button.given("quick_reply").ok_or_else(|| button.at("reply").missing())?,
        };
        ids.push(reply.at("id").words(BUTTON_ID_MAX)?);
        titles.push(reply.at("title").words(BUTTON_TITLE_MAX)?);
    }
    unique(&buttons, "id", &ids)?;
    unique(&buttons, "title", &titles)
}

fn named(action: &Part<'_>, name: &str) -> Result<(), GraphError> {
    match action.at("name").words(usize::MAX)? == name {
        true => Ok(()),
        false => Err(action.at("name").refused(&format!("must be {name}."))),
    }
}

fn link(parameters: &Part<'_>) -> Result<(), GraphError> {
    parameters.object()?;
    parameters.at("display_text").words(BUTTON_TITLE_MAX)?;
    let url = parameters.at("url");
    match url.words(URL_MAX)? {
        text if text.starts_with("http://") || text.starts_with("https://") => Ok(()),
        _ => Err(url.refused("must be an http or https URL.")),
    }
}

fn flow(parameters: &Part<'_>) -> Result<(), GraphError> {
    parameters.object()?;
    parameters.at("flow_message_version").words(usize::MAX)?;
    parameters.at("flow_cta").words(BUTTON_TITLE_MAX)?;
    // No flow can be made here, so that none is there to be sent.
    Err(GraphError::invalid("the flow does not exist"))
}

fn country(parameters: &Part<'_>) -> Result<(), GraphError> {
    let country = parameters.at("country");
    match country.words(2)? {
        "IN" | "SG" => Ok(()),
        _ => Err(country.refused("must be IN or SG.")),
    }
}
