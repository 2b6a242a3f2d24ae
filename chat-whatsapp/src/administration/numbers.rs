//! Numbers at Meta.

use super::{invalid, not_done, pages, text, unclear};
use crate::graph::{Graph, Request};
use chat_core::{Account, NewNumber, NotDone, NumberFacts};
use serde_json::{Value, json};
use std::ops::RangeInclusive;

const FIELDS: &str = "id,display_phone_number,verified_name,name_status,status,quality_rating,code_verification_status,\
    whatsapp_business_manager_messaging_limit,throughput,is_pin_enabled";
const EDGE: &str = "phone_numbers";
/// How long a name that customers see is, in characters.
const NAME: RangeInclusive<usize> = 3..=128;

pub(super) async fn all(graph: &Graph, account: &Account) -> Result<Vec<NumberFacts>, NotDone> {
    let entries = pages::all(graph, account, &[&account.business_id, EDGE], FIELDS).await?;
    Ok(entries.iter().filter_map(facts).collect())
}

pub(super) async fn one(graph: &Graph, account: &Account, address: &str) -> Result<NumberFacts, NotDone> {
    let fields = format!("{FIELDS},health_status");
    let query = [("fields", fields.as_str())];
    let answer = graph.ask(account, Request::get(&[address]).with(&query)).await.map_err(not_done)?;
    facts(&answer).ok_or_else(|| unclear("WhatsApp did not say what the number is"))
}

pub(super) async fn add(graph: &Graph, account: &Account, number: &NewNumber) -> Result<String, NotDone> {
    let is_digits = |text: &str, length: RangeInclusive<usize>| {
        length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_digits(&number.country_code, 1..=3) {
        return Err(invalid("countryCode", "expected one to three digits"));
    }
    if !is_digits(&number.number, 4..=14) {
        return Err(invalid("number", "expected 4 to 14 digits, without the code of the country"));
    }
    check_name(&number.name)?;
    let body = json!({"cc": number.country_code, "phone_number": number.number, "verified_name": number.name});
    let path = [account.business_id.as_str(), EDGE];
    let answer = graph.ask(account, Request::post(&path, &body)).await.map_err(not_done)?;
    text(&answer, "id").ok_or_else(|| unclear("WhatsApp did not name the number"))
}

/// Whether customers can be shown a name.
pub(super) fn check_name(name: &str) -> Result<(), NotDone> {
    let is_right = NAME.contains(&name.chars().count()) && !name.trim().is_empty();
    if is_right { Ok(()) } else { Err(invalid("name", "expected 3 to 128 characters")) }
}

fn facts(entry: &Value) -> Option<NumberFacts> {
    Some(NumberFacts {
        address: text(entry, "id")?,
        display_number: text(entry, "display_phone_number"),
        name: text(entry, "verified_name"),
        name_status: text(entry, "name_status"),
        status: text(entry, "status"),
        quality: text(entry, "quality_rating"),
        verification: text(entry, "code_verification_status"),
        limit: text(entry, "whatsapp_business_manager_messaging_limit"),
        throughput: entry.get("throughput").and_then(|throughput| text(throughput, "level")),
        has_pin: entry.get("is_pin_enabled").and_then(Value::as_bool),
        health: entry.get("health_status").map(health).unwrap_or_default(),
    })
}

/// What is in the way of sending: of each thing that has a part in it, and what Meta advises. Nothing when all is well.
fn health(status: &Value) -> Vec<String> {
    let hindered = |of: &Value| text(of, "can_send_message").filter(|word| word != "AVAILABLE");
    let mut told: Vec<String> = hindered(status).map(|word| format!("Sending: {word}")).into_iter().collect();
    let entities = status.get("entities").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for entity in entities {
        let name = text(entity, "entity_type").unwrap_or_default();
        told.extend(hindered(entity).map(|word| format!("{name}: {word}")));
        let errors = entity.get("errors").and_then(Value::as_array).into_iter().flatten();
        told.extend(errors.filter_map(|error| {
            let parts = [text(error, "error_description"), text(error, "possible_solution")];
            let words: Vec<String> = parts.into_iter().flatten().collect();
            (!words.is_empty()).then(|| format!("{name}: {}", words.join(" ")))
        }));
        let notes = entity.get("additional_info").and_then(Value::as_array).into_iter().flatten();
        told.extend(notes.filter_map(Value::as_str).map(|note| format!("{name}: {note}")));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_good_health_has_nothing_to_tell() {
        let well = json!({"can_send_message": "AVAILABLE", "entities": [
            {"entity_type": "PHONE_NUMBER", "id": "1", "can_send_message": "AVAILABLE"}]});
        assert_eq!(health(&well), Vec::<String>::new());
    }

    #[test]
    fn health_is_told_in_words_with_what_meta_advises() {
        let entry = json!({"id": "1", "throughput": {"level": "HIGH"}, "is_pin_enabled": true, "health_status": {
            "can_send_message": "BLOCKED", "entities": [
                {"entity_type": "PHONE_NUMBER", "id": "1", "can_send_message": "AVAILABLE"},
                {"entity_type": "WABA", "id": "2", "can_send_message": "BLOCKED", "errors": [
                    {"error_code": 141006, "error_description": "There is a problem with the payment.",
                     "possible_solution": "Add a payment method."}]},
                {"entity_type": "BUSINESS", "id": "3", "can_send_message": "LIMITED", "additional_info": ["Not verified."]}]}});

        let facts = facts(&entry).unwrap();

        assert_eq!((facts.throughput.as_deref(), facts.has_pin), (Some("HIGH"), Some(true)));
        assert_eq!(
            facts.health,
            [
                "Sending: BLOCKED",
                "WABA: BLOCKED",
                "WABA: There is a problem with the payment. Add a payment method.",
                "BUSINESS: LIMITED",
                "BUSINESS: Not verified.",
            ]
        );
    }
}
