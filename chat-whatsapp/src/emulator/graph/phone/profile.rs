//! `/{phone}/whatsapp_business_profile`: what users see of a business.

use super::{of, of_mut, success};
use crate::emulator::{
    graph::{call::Call, errors::GraphError, send},
    world::World,
};
use serde_json::{Map, Value, json};

/// The texts with the most characters each may have.
const TEXTS: [(&str, usize); 4] = [("about", 139), ("address", 256), ("description", 512), ("email", 128)];
const WEBSITES_MAX: usize = 2;
const WEBSITE_MAX: usize = 256;
const VERTICALS: [&str; 22] = [
    "UNDEFINED",
    "OTHER",
    "AUTO",
    "BEAUTY",
    "APPAREL",
    "EDU",
    "ENTERTAIN",
    "EVENT_PLAN",
    "FINANCE",
    "GROCERY",
    "GOVT",
    "HOTEL",
    "HEALTH",
    "NONPROFIT",
    "PROF_SERVICES",
    "RETAIL",
    "TRAVEL",
    "RESTAURANT",
    "NOT_A_BIZ",
    "ALCOHOL",
    "ONLINE_GAMBLING",
    "PHYSICAL_GAMBLING",
];

/// Shows the profile.
pub(crate) fn profile(world: &World, call: &Call) -> Result<Value, GraphError> {
    const DEFAULT: [&str; 8] = [
        "messaging_product",
        "about",
        "address",
        "description",
        "email",
        "profile_picture_url",
        "websites",
        "vertical",
    ];
    let mut fields = of(world, call)?.profile.clone();
    fields.insert("messaging_product".to_owned(), json!("whatsapp"));
    let mut shown = call.fields(fields, &DEFAULT);
    shown["messaging_product"] = json!("whatsapp");
    Ok(json!({"data": [shown]}))
}

/// Changes what the call names; an empty text removes.
pub(crate) fn set_profile(world: &mut World, call: &Call) -> Result<Value, GraphError> {
    send::check_product(call)?;
    let mut changed = Map::new();
    for (name, max) in TEXTS {
        match call.parameters.get(name) {
            None => {}
            Some(Value::String(text)) if text.chars().count() <= max => {
                changed.insert(name.to_owned(), json!(text));
            }
            Some(_) => {
                return Err(GraphError::malformed(&format!("Param {name} must be at most {max} characters long.")));
            }
        }
    }
    if let Some(websites) = call.parameters.get("websites") {
        changed.insert("websites".to_owned(), json!(checked_websites(websites)?));
    }
    if let Some(vertical) = call.text("vertical") {
        if !VERTICALS.contains(&vertical.as_str()) {
            return Err(GraphError::malformed("Param vertical is not one that is known"));
        }
        changed.insert("vertical".to_owned(), json!(vertical));
    }
    if let Some(handle) = call.text("profile_picture_handle") {
        if !world.uploads.is_handle(&handle) {
            return Err(GraphError::malformed("Param profile_picture_handle is no handle of an upload"));
        }
        let url = format!("https://pps.whatsapp.net/v/{}", world.random.digits(16));
        changed.insert("profile_picture_url".to_owned(), json!(url));
    }
    let profile = &mut of_mut(world, call)?.profile;
    for (name, value) in changed {
        match value == "" {
            true => drop(profile.remove(&name)),
            false => drop(profile.insert(name, value)),
        }
    }
    Ok(success())
}

fn checked_websites(given: &Value) -> Result<Vec<&str>, GraphError> {
    let websites: Option<Vec<&str>> =
        given.as_array().and_then(|websites| websites.iter().map(Value::as_str).collect());
    let websites = websites.filter(|websites| {
        websites.len() <= WEBSITES_MAX
            && websites.iter().all(|site| {
                (site.starts_with("http://") || site.starts_with("https://")) && site.chars().count() <= WEBSITE_MAX
            })
    });
    websites.ok_or_else(|| GraphError::malformed("Param websites must be at most 2 URLs of at most 256 characters"))
}
