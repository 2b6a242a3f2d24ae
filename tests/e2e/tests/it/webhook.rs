//! What WhatsApp calls, signed, for tests that call more often or at other moments than the emulator does.

use crate::stage::Shop;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Client, Response};
use serde_json::{Value, json};
use sha2::Sha256;

/// A signed call.
#[derive(Clone)]
pub(crate) struct Webhook {
    body: String,
    signature: String,
}

impl Webhook {
    /// A text from a customer, written when it comes: it says no time of its own.
    pub(crate) fn text(shop: &Shop, id: &str, from: &str, text: &str) -> Self {
        let message = json!({ "from": from, "id": id, "type": "text", "text": { "body": text } });
        let contact = json!({ "profile": { "name": "Carla" }, "wa_id": from });
        Self::signed(shop, json!({ "contacts": [contact], "messages": [message] }))
    }

    /// News of how far a message has come that WhatsApp knows as `id`, without a hint of whose it is.
    pub(crate) fn status(shop: &Shop, id: &str, status: &str) -> Self {
        let status = json!({ "id": id, "status": status, "timestamp": "1767225600", "recipient_id": "15550199" });
        Self::signed(shop, json!({ "statuses": [status] }))
    }

    fn signed(shop: &Shop, items: Value) -> Self {
        let mut value = json!({
            "messaging_product": "whatsapp",
            "metadata": { "display_phone_number": "15550100001", "phone_number_id": shop.phone_number_id },
        });
        let fields = value.as_object_mut().expect("it is an object");
        fields.extend(items.as_object().expect("items are named").clone());
        let change = json!({ "field": "messages", "value": value });
        let entry = json!({ "id": shop.business_account_id, "changes": [change] });
        let body = json!({ "object": "whatsapp_business_account", "entry": [entry] }).to_string();
        let mut mac = Hmac::<Sha256>::new_from_slice(shop.app_secret.as_bytes()).expect("a key may have any length");
        mac.update(body.as_bytes());
        let digits: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        Self { body, signature: format!("sha256={digits}") }
    }

    /// Calls the server at `url`.
    pub(crate) async fn call(&self, http: &Client, url: &str) -> Response {
        self.try_call(http, url).await.expect("the server answers")
    }

    /// Calls the server at `url`, which may be gone.
    pub(crate) async fn try_call(&self, http: &Client, url: &str) -> reqwest::Result<Response> {
        let request = http.post(format!("{url}/webhooks/whatsapp")).header("content-type", "application/json");
        let request = request.header("x-hub-signature-256", &self.signature).body(self.body.clone());
        request.send().await
    }
}
