//! Filling in a template part by part.

use super::{
    buttons,
    header::{self, Given},
    parameters::{CardParameters, TemplateParameters},
    parts::Parts,
    preview::{Preview, PreviewButton},
    texts::{self, Format},
};
use crate::outgoing::{Faults, Files};
use serde_json::{Value, json};

/// Where the parameters stand in what an agent sends.
pub(super) const FIELD: &str = "template.parameters";
/// The longest body in characters, values included.
pub(super) const BODY_MAX: usize = 1_024;
/// The longest body of a card.
const CARD_BODY_MAX: usize = 160;
/// The longest code of a template for authentication in characters.
const CODE_MAX: usize = 15;

/// What is known while a template is filled in.
#[derive(Debug)]
pub(super) struct Filling<'a> {
    pub(super) format: Format,
    pub(super) files: Files<'a>,
    pub(super) faults: Faults,
}

/// A template with everything in its place.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) preview: Preview,
    pub(super) components: Vec<Value>,
}

impl Filling<'_> {
    pub(super) fn template(&mut self, parts: &Parts, given: &TemplateParameters) -> Made {
        if given.code.is_some() {
            self.faults.add(format!("{FIELD}.code"), "only a template for authentication has one");
        }
        let above = Given {
            values: given.header.as_ref(),
            media: given.media.as_ref(),
            location: given.location.as_ref(),
            product: given.product.as_ref(),
        };
        let (header, sent) = header::fill(parts.header.as_ref(), &above, FIELD, self);
        let mut made = Made::default();
        made.preview.header = header;
        made.components.extend(sent);
        self.offer(parts, given, &mut made);
        let text = parts.body.as_deref().unwrap_or_default();
        let body =
            texts::fill(text, given.body.as_ref(), self.format, &format!("{FIELD}.body"), BODY_MAX, &mut self.faults);
        made.preview.body = parts.body.is_some().then_some(body.text);
        made.components.extend(sent_body(body.parameters));
        made.preview.footer = parts.footer.clone();
        let field = format!("{FIELD}.buttons");
        let (buttons, sent) = buttons::fill(&parts.buttons, &given.buttons, &field, &mut self.faults);
        made.preview.buttons = buttons;
        made.components.extend(sent);
        self.cards(parts, &given.cards, &mut made);
        made
    }

    /// A template for authentication shows its code and has a button that copies it.
    pub(super) fn authentication(&mut self, parts: &Parts, given: &TemplateParameters) -> Made {
        let alone = TemplateParameters { code: given.code.clone(), ..TemplateParameters::default() };
        if *given != alone {
            self.faults.add(FIELD, "a template for authentication takes its code and nothing else");
        }
        let field = format!("{FIELD}.code");
        let code = given.code.as_deref().unwrap_or_default();
        self.faults.words(&field, code, CODE_MAX);
        let text = parts.body.as_deref().unwrap_or("{{1}}");
        let parameter = json!({"type": "text", "text": code});
        let place = parts.buttons.iter().position(|button| matches!(button.kind.as_str(), "OTP" | "URL"));
        Made {
            preview: Preview {
                body: Some(super::variables::fill(text, |_| Some(code.to_owned()))),
                footer: parts.footer.clone(),
                buttons: parts.buttons.iter().map(PreviewButton::of).collect(),
                ..Preview::default()
            },
            components: vec![
                json!({"type": "body", "parameters": [parameter]}),
                buttons::component("url", place.unwrap_or(0), parameter),
            ],
        }
    }

    fn offer(&mut self, parts: &Parts, given: &TemplateParameters, made: &mut Made) {
        let field = format!("{FIELD}.limitedTimeOffer");
        let expires = parts.offer.as_ref().is_some_and(|offer| offer.has_expiration);
        match &given.limited_time_offer {
            Some(_) if parts.offer.is_none() => self.faults.add(field, "the template has no place for it"),
            None if expires => self.faults.add(field, "is missing: the offer of the template expires"),
            Some(offer) if offer.expiration_time_ms <= 0 => {
                self.faults.add(format!("{field}.expirationTimeMs"), "expected milliseconds since 1970");
            }
            Some(offer) => made.components.push(json!({"type": "limited_time_offer", "parameters": [
                {"type": "limited_time_offer", "limited_time_offer": {"expiration_time_ms": offer.expiration_time_ms}}]})),
            None => {}
        }
    }

    fn cards(&mut self, parts: &Parts, given: &[CardParameters], made: &mut Made) {
        let field = format!("{FIELD}.cards");
        if given.len() != parts.cards.len() {
            let problem = format!("expected {} entries, one for each card, and got {}", parts.cards.len(), given.len());
            return self.faults.add(field, problem);
        }
        let mut sent = Vec::new();
        for (place, (card, given)) in parts.cards.iter().zip(given).enumerate() {
            let one = self.card(card, given, &format!("{field}[{place}]"));
            made.preview.cards.push(one.preview);
            sent.push(json!({"card_index": place, "components": one.components}));
        }
        if !sent.is_empty() {
            made.components.push(json!({"type": "carousel", "cards": sent}));
        }
    }

    fn card(&mut self, card: &Parts, given: &CardParameters, field: &str) -> Made {
        let above = Given { media: given.media.as_ref(), product: given.product.as_ref(), ..Given::default() };
        let (header, sent) = header::fill(card.header.as_ref(), &above, field, self);
        let mut components = Vec::from_iter(sent);
        let text = card.body.as_deref().unwrap_or_default();
        let body = texts::fill(
            text,
            given.body.as_ref(),
            self.format,
            &format!("{field}.body"),
            CARD_BODY_MAX,
            &mut self.faults,
        );
        components.extend(sent_body(body.parameters));
        let (buttons, sent) =
            buttons::fill(&card.buttons, &given.buttons, &format!("{field}.buttons"), &mut self.faults);
        components.extend(sent);
        let body = card.body.is_some().then_some(body.text);
        Made { preview: Preview { header, body, buttons, ..Preview::default() }, components }
    }
}

fn sent_body(parameters: Vec<Value>) -> Option<Value> {
    (!parameters.is_empty()).then(|| json!({"type": "body", "parameters": parameters}))
}
