//! A channel of a host's own: text messages over an SMS gateway that speaks a little JSON.
//!
//! The gateway calls us with `{"number": "…", "texts": [{"id": "…", "from": "…", "body": "…"}]}` and a header
//! `x-gateway-key`; what we send is handed to [`SmsGateway::transmit`]. `cargo run -p custom-channel` plays one
//! conversation over it.

#![expect(clippy::print_stdout, reason = "a program talks to its user")]

mod sms;

use chat_core::{
    Chat, ConversationFilter, Draft, IncomingCall, LocalLogin, MemoryStore, NewAccount, NewAgent, PageQuery, Role,
};
use sms::{SmsGateway, source};
use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    for line in conversation().await? {
        println!("{line}");
    }
    Ok(())
}

/// A customer asks, an agent answers; returns what the gateway was given to transmit.
async fn conversation() -> Result<Vec<String>, Box<dyn Error>> {
    let store = MemoryStore::default();
    let login = LocalLogin::new(store.clone());
    let gateway = SmsGateway::default();
    let chat = Chat::builder(store, login.clone()).channel(gateway.clone()).build();

    let shop = login.create_client("Shop", NewAgent::new("Ann", "ann@shop.example", Role::Owner)).await?;
    let desk = chat.sign_in(shop.api_key.expose()).await?;
    let number = NewAccount {
        source: source(),
        address: "+15550100".into(),
        business_id: "shop".into(),
        display_number: None,
        access_token: "token for sending".into(),
        app_secret: "key of the gateway".into(),
        verify_token: "unused".into(),
    };
    desk.connect_account(&number).await?;

    // In a host this is the body of a POST handler.
    let body = r#"{"number": "+15550100", "texts": [{"id": "1", "from": "+15550199", "body": "Are you open?"}]}"#;
    let headers = vec![("x-gateway-key".to_owned(), "key of the gateway".to_owned())];
    chat.receive_call(&source(), &IncomingCall { headers, body: body.into() }).await?;

    let conversations = desk.conversations(&ConversationFilter::default(), PageQuery::default()).await?;
    let conversation = conversations.items.first().ok_or("the customer's message has arrived")?;
    desk.reply(conversation.id, &Draft::text("Until six.")).await?;
    chat.deliver_once().await?;
    Ok(gateway.transmitted())
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn a_question_by_sms_is_answered_by_sms() {
        assert_eq!(super::conversation().await.unwrap(), ["to +15550199: Until six."]);
    }
}
