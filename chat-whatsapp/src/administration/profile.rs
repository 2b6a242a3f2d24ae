//! How a business presents itself.

use super::{not_done, text, upload};
use crate::{
    graph::{Graph, Request},
    outgoing::Faults,
};
use chat_core::{Account, NotDone, Profile, SentFile};
use serde_json::{Map, Value, json};

const FIELDS: [(&str, &str); 1] = [("fields", "about,address,description,email,profile_picture_url,websites,vertical")];
/// The longest texts in characters.
const ABOUT_MAX: usize = 139;
const ADDRESS_MAX: usize = 256;
const DESCRIPTION_MAX: usize = 512;
const EMAIL_MAX: usize = 128;
const WEBSITE_MAX: usize = 256;
const WEBSITES_MAX: usize = 2;
/// The largest picture in bytes.
const PICTURE_MAX: u64 = 5 << 20;

pub(super) async fn read(graph: &Graph, account: &Account, address: &str) -> Result<Profile, NotDone> {
    let path = [address, "whatsapp_business_profile"];
    let answer = graph.ask(account, Request::get(&path).with(&FIELDS)).await.map_err(not_done)?;
    // One that was never written is an empty list.
    let profile = answer.pointer("/data/0").unwrap_or(&Value::Null);
    let websites = profile.get("websites").and_then(Value::as_array);
    Ok(Profile {
        about: text(profile, "about"),
        address: text(profile, "address"),
        description: text(profile, "description"),
        email: text(profile, "email"),
        websites: websites.map(|list| list.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
        vertical: text(profile, "vertical"),
        picture_url: text(profile, "profile_picture_url"),
    })
}

/// The body of a change, with the handle of the picture, which is uploaded first.
pub(super) async fn body(
    graph: &Graph,
    account: &Account,
    profile: &Profile,
    picture: Option<&SentFile>,
) -> Result<Value, NotDone> {
    check(profile, picture).or(()).map_err(NotDone::Invalid)?;
    let mut body = Map::new();
    body.insert("messaging_product".to_owned(), json!("whatsapp"));
    for (key, value) in [
        ("about", &profile.about),
        ("address", &profile.address),
        ("description", &profile.description),
        ("email", &profile.email),
        ("vertical", &profile.vertical),
    ] {
        body.extend(value.as_ref().map(|value| (key.to_owned(), json!(value))));
    }
    body.extend(profile.websites.as_ref().map(|websites| ("websites".to_owned(), json!(websites))));
    if let Some(picture) = picture {
        let handle = upload::sample(graph, account, picture).await?;
        body.insert("profile_picture_handle".to_owned(), json!(handle));
    }
    Ok(Value::Object(body))
}

fn check(profile: &Profile, picture: Option<&SentFile>) -> Faults {
    let mut faults = Faults::default();
    for (field, value, max) in [
        ("about", &profile.about, ABOUT_MAX),
        ("address", &profile.address, ADDRESS_MAX),
        ("description", &profile.description, DESCRIPTION_MAX),
        ("email", &profile.email, EMAIL_MAX),
    ] {
        faults.length(field, value.as_deref().unwrap_or_default(), max);
    }
    if profile.about.as_deref() == Some("") {
        faults.add("about", "may be changed, and not taken away");
    }
    if profile.picture_url.is_some() {
        faults.add("pictureUrl", "cannot be set; hand in a picture");
    }
    let websites = profile.websites.as_deref().unwrap_or_default();
    faults.count("websites", websites.len(), 0, WEBSITES_MAX);
    for (place, website) in websites.iter().enumerate() {
        let field = format!("websites[{place}]");
        faults.url(&field, website);
        faults.length(&field, website, WEBSITE_MAX);
    }
    if let Some(picture) = picture {
        if !matches!(picture.facts.media_type.as_str(), "image/jpeg" | "image/png") {
            faults.add("pictureId", "expected a JPEG or PNG");
        }
        if picture.media.size() > PICTURE_MAX {
            faults.add("pictureId", "may have at most 5 MB");
        }
    }
    faults
}
