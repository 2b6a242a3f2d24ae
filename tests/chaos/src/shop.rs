//! A client of the server with a number at the emulator, and its customers.

use crate::street::Street;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sha2::Sha256;

/// A client with an owner's API key and a connected number.
#[derive(Clone, Debug)]
pub(crate) struct Shop {
    /// Stands in every text of this shop, and in none of another's.
    pub(crate) name: String,
    pub(crate) api_key: String,
    pub(crate) phone_number_id: String,
    business_account_id: String,
    app_secret: String,
    /// The numbers of its customers.
    pub(crate) customers: Vec<String>,
    /// The conversation of each customer.
    pub(crate) conversations: Vec<String>,
}

impl Shop {
    /// The `n`-th shop, before it is known to anybody.
    pub(crate) fn new(n: usize, customers: usize) -> Self {
        Self {
            name: format!("shop-{n}"),
            api_key: String::new(),
            phone_number_id: format!("10000000000{n}"),
            business_account_id: format!("20000000000{n}"),
            app_secret: format!("the app secret of shop {n}"),
            customers: (0..customers).map(|customer| format!("1555{n:03}{customer:04}")).collect(),
            conversations: Vec::new(),
        }
    }

    /// Makes the shop and its customers known to the emulator, and its number to the server.
    pub(crate) async fn open(&mut self, street: &Street, created: &Value) {
        created["apiKey"].as_str().expect("a key was made").clone_into(&mut self.api_key);
        street.order("accounts", self.emulated(&street.front)).await;
        for customer in &self.customers {
            street.order("users", json!({ "id": customer, "phone": format!("+{customer}"), "name": customer })).await;
        }
        let account = json!({
            "phoneNumberId": self.phone_number_id,
            "businessAccountId": self.business_account_id,
            "accessToken": self.access_token(),
            "appSecret": self.app_secret,
            "verifyToken": "a word",
        });
        let account = street.ask(self, Method::POST, "/api/v1/whatsapp/accounts", Some(&account)).await;
        assert!(
            matches!(&account, Some((StatusCode::CREATED, account)) if account["status"] == "active"),
            "the account of {} is not connected: {account:?}",
            self.name
        );
    }

    /// Learns which conversation is whose; every customer has written.
    pub(crate) async fn met(self, street: &Street) -> Self {
        let conversations = street.list(&self, "/api/v1/conversations").await;
        let of = |customer: &String| {
            let number = format!("+{customer}");
            let own = conversations.iter().find(|conversation| conversation["customerNumber"] == number.as_str());
            let id = own.and_then(|conversation| conversation["id"].as_str());
            id.expect("whoever has written has a conversation").to_owned()
        };
        Self { conversations: self.customers.iter().map(of).collect(), ..self }
    }

    fn access_token(&self) -> String {
        format!("the access token of {}", self.name)
    }

    fn emulated(&self, front: &str) -> Value {
        json!({
            "appId": format!("app-of-{}", self.name),
            "appSecret": self.app_secret,
            "accessToken": self.access_token(),
            "businessId": format!("portfolio-of-{}", self.name),
            "businessAccountId": self.business_account_id,
            "phoneNumberId": self.phone_number_id,
            "displayPhoneNumber": format!("+1 {}", self.phone_number_id),
            "callback": { "url": format!("{front}/webhooks/whatsapp"), "verifyToken": "a word" },
        })
    }

    /// A call of Meta's with these messages, and its signature.
    pub(crate) fn call(&self, messages: &[Value]) -> (String, String) {
        let contact = |message: &Value| json!({ "profile": { "name": message["from"] }, "wa_id": message["from"] });
        let contacts: Vec<Value> = messages.iter().map(contact).collect();
        let body = json!({
            "object": "whatsapp_business_account",
            "entry": [{ "id": self.business_account_id, "changes": [{ "field": "messages", "value": {
                "messaging_product": "whatsapp",
                "metadata": { "phone_number_id": self.phone_number_id },
                "contacts": contacts,
                "messages": messages,
            }}]}],
        });
        let body = body.to_string();
        let mut mac = Hmac::<Sha256>::new_from_slice(self.app_secret.as_bytes()).expect("a key may have any length");
        mac.update(body.as_bytes());
        let digits = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        (format!("sha256={digits}"), body)
    }
}
