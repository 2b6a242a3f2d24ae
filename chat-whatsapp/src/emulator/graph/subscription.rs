//! Who hears of a business account: `/{waba}/subscribed_apps`, and a number's own webhook URL.

use super::{call::Call, errors::GraphError};
use crate::emulator::{
    machine::Shared,
    world::{Subscription, World},
};
use reqwest::Url;
use serde_json::{Value, json};

/// The longest override URL, in characters.
const OVERRIDE_MAX: usize = 200;

/// Subscribes the token's app; with an override URL only after its handshake.
pub(crate) async fn subscribe(shared: &Shared, call: &Call, app: &str) -> Result<Value, GraphError> {
    let override_url = call.text("override_callback_uri");
    if let Some(url) = &override_url {
        let token = call.text("verify_token").ok_or_else(|| GraphError::missing("verify_token"))?;
        handshake(shared, url, &token).await?;
    }
    let mut world = shared.world();
    if let Some(waba) = world.wabas.get_mut(&call.object) {
        waba.subscriptions.insert(app.to_owned(), Subscription { override_url });
    }
    Ok(json!({"success": true}))
}

/// Lists the subscribed apps.
pub(crate) fn list(world: &World, call: &Call) -> Value {
    let waba = world.wabas.get(&call.object);
    let apps: Vec<Value> = waba
        .iter()
        .flat_map(|waba| &waba.subscriptions)
        .map(|(app, subscription)| {
            let link = format!("https://www.facebook.com/games/?app_id={app}");
            let mut entry = json!({"whatsapp_business_api_data": {"id": app, "name": "Emulated app", "link": link}});
            if let Some(url) = &subscription.override_url {
                entry["override_callback_uri"] = json!(url);
            }
            entry
        })
        .collect();
    json!({"data": apps})
}

/// Ends the app's subscription.
pub(crate) fn unsubscribe(world: &mut World, call: &Call, app: &str) -> Value {
    if let Some(waba) = world.wabas.get_mut(&call.object) {
        waba.subscriptions.remove(app);
    }
    json!({"success": true})
}

/// `POST /{phone}` with `webhook_configuration`: sets the number's own URL, or removes it when it is empty.
pub(crate) async fn of_phone(shared: &Shared, call: &Call, app: &str) -> Result<Value, GraphError> {
    let Some(wanted) = call.parameters.get("webhook_configuration") else {
        return Err(GraphError::missing("webhook_configuration"));
    };
    let url = wanted["override_callback_uri"].as_str().unwrap_or_default();
    if !url.is_empty() {
        let token = wanted["verify_token"].as_str();
        let token = token.ok_or_else(|| GraphError::missing("webhook_configuration['verify_token']"))?;
        handshake(shared, url, token).await?;
    }
    let mut world = shared.world();
    if let Some(phone) = world.phones.get_mut(&call.object) {
        match url.is_empty() {
            true => phone.override_urls.remove(app),
            false => phone.override_urls.insert(app.to_owned(), url.to_owned()),
        };
    }
    Ok(json!({"success": true}))
}

/// Asks a receiver to prove that it knows the verify token, as Meta does before it uses a URL.
///
/// # Errors
/// Code 2200 unless the receiver answers 200 with exactly the challenge.
pub(crate) async fn handshake(shared: &Shared, url: &str, token: &str) -> Result<(), GraphError> {
    if url.chars().count() > OVERRIDE_MAX {
        return Err(GraphError::unverified_callback("the URL is longer than 200 characters"));
    }
    let mut target = Url::parse(url).map_err(|_| GraphError::unverified_callback("the URL is not valid"))?;
    let challenge = shared.world().random.challenge();
    target
        .query_pairs_mut()
        .append_pair("hub.mode", "subscribe")
        .append_pair("hub.challenge", &challenge)
        .append_pair("hub.verify_token", token);
    let unreachable = |_| GraphError::unverified_callback("the receiver did not answer");
    let answer = shared.client.get(target).send().await.map_err(unreachable)?;
    let status = answer.status().as_u16();
    if status != 200 {
        return Err(GraphError::unverified_callback(&format!("HTTP Status Code = {status}")));
    }
    match answer.text().await.map_err(unreachable)? == challenge {
        true => Ok(()),
        false => Err(GraphError::unverified_callback("the answer is not the challenge")),
    }
}
