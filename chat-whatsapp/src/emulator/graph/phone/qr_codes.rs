//! `/{phone}/message_qrdls`: texts that users get into their chat by a code.

use super::{of, of_mut, success};
use crate::emulator::{
    graph::{call::Call, errors::GraphError, paging},
    world::{QrCode, World},
};
use serde_json::{Map, Value, json};

/// The longest text, in characters.
const TEXT_MAX: usize = 140;
/// How many codes a number has.
const CODES_MAX: usize = 2_000;

/// Shows one code, or lists all.
pub(crate) fn qr_codes(world: &World, call: &Call) -> Result<Value, GraphError> {
    let phone = of(world, call)?;
    let show = |code: &str, qr: &QrCode| {
        let mut fields = fields(code, qr);
        // They have no id of their own.
        match call.text("fields") {
            Some(asked) => {
                fields.retain(|name, _| asked.split(',').any(|field| field.trim().split('.').next() == Some(name)));
            }
            None => drop(fields.remove("qr_image_url")),
        }
        Value::Object(fields)
    };
    if !call.item.is_empty() {
        let qr = phone.qr_codes.get(&call.item).ok_or_else(|| no_code(call))?;
        return Ok(json!({"data": [show(&call.item, qr)]}));
    }
    let mut codes: Vec<(u64, Value)> = phone.qr_codes.iter().map(|(code, qr)| (qr.place, show(code, qr))).collect();
    codes.sort_by_key(|(place, _)| *place);
    paging::page(world, call, codes)
}

/// Makes a code, or changes the text of the one that the call names.
pub(crate) fn put_qr_code(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let text = call.text("prefilled_message").filter(|text| text.chars().count() <= TEXT_MAX);
    let text =
        text.ok_or_else(|| GraphError::malformed("Param prefilled_message must be 1 to 140 characters long."))?;
    let image = call.text("generate_qr_image").map(|image| image.to_ascii_uppercase());
    if image.as_deref().is_some_and(|image| !matches!(image, "PNG" | "SVG")) {
        return Err(GraphError::malformed("Param generate_qr_image must be one of {PNG, SVG}"));
    }
    if let Some(code) = call.text("code") {
        let qr = of_mut(world, call)?.qr_codes.get_mut(&code).ok_or_else(|| no_code(call))?;
        qr.text = text;
        return Ok(Value::Object(fields(&code, qr)));
    }
    let code = world.random.code(14);
    let codes = &mut of_mut(world, call)?.qr_codes;
    if codes.len() >= CODES_MAX {
        return Err(GraphError::malformed("The phone number has as many codes as it may have."));
    }
    let place = codes.values().map(|qr| qr.place).max().unwrap_or_default() + 1;
    let qr = QrCode { place, text, image };
    let shown = fields(&code, &qr);
    codes.insert(code, qr);
    Ok(Value::Object(shown))
}

/// Deletes a code.
pub(crate) fn delete_qr_code(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    let code = if call.item.is_empty() { call.text("code").unwrap_or_default() } else { call.item.clone() };
    match of_mut(world, call)?.qr_codes.remove(&code) {
        Some(_) => Ok(success()),
        None => Err(no_code(call)),
    }
}

fn fields(code: &str, qr: &QrCode) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert("code".to_owned(), json!(code));
    fields.insert("prefilled_message".to_owned(), json!(qr.text));
    fields.insert("deep_link_url".to_owned(), json!(format!("https://wa.me/message/{code}")));
    if let Some(image) = &qr.image {
        let url = format!("https://scontent.xx.fbcdn.net/{code}.{}", image.to_ascii_lowercase());
        fields.insert("qr_image_url".to_owned(), json!(url));
    }
    fields
}

fn no_code(call: &Call) -> GraphError {
    GraphError::no_object(call.method.as_str(), &call.item)
}
