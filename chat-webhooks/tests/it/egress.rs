use crate::{
    endpoint::Endpoint,
    house::{House, egress},
};
use chat_core::{Error, NewWebhook, WebhookFault, WebhookReply, WebhookRequest, WebhookSender};
use chat_egress::Egress;
use chat_webhooks::HttpWebhooks;
use std::net::Ipv4Addr;
use tokio::net::TcpListener;
use url::Url;

async fn call(sender: &HttpWebhooks, url: &str) -> Result<WebhookReply, WebhookFault> {
    let url = Url::parse(url).unwrap();
    sender.call(&WebhookRequest { url, headers: vec![("webhook-id", "msg_1".into())], body: b"{}".to_vec() }).await
}

#[tokio::test]
async fn nothing_inside_of_a_private_network_is_called() {
    let endpoint = Endpoint::start().await;
    let sender = HttpWebhooks::new(egress(Egress::options()));
    let port = endpoint.address.port();
    for host in ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254", "2130706433", "0x7f.1"] {
        let answer = call(&sender, &format!("https://{host}:{port}/")).await;
        assert_eq!(answer, Err(WebhookFault::PrivateAddress), "{host}");
    }
    assert_eq!(call(&sender, "https://shop.test/").await, Err(WebhookFault::NoAnswer));
    assert_eq!(endpoint.heard().len(), 0);
}

#[tokio::test]
async fn unencrypted_addresses_are_for_development() {
    let house = House::going(Egress::options()).await;
    let new = |url: &str| NewWebhook { url: url.to_owned(), description: String::new(), events: Vec::new() };
    let refused = house.desk().await.create_webhook(&new("http://shop.test/hook")).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    let webhook = house.create("https://127.0.0.1/hook").await;
    let (_, call) = house.desk().await.verify_webhook(webhook.id).await.unwrap();
    assert_eq!(call.error, Some(WebhookFault::PrivateAddress.to_string()));
}

#[tokio::test]
async fn redirects_are_not_followed_and_long_answers_not_read() {
    let endpoint = Endpoint::start().await;
    let sender = HttpWebhooks::new(egress(Egress::options().anywhere()));
    endpoint.answer(307, "/elsewhere");
    let reply = call(&sender, &endpoint.url()).await.unwrap();
    assert_eq!((reply.status, reply.body.len()), (307, WebhookReply::BODY_MAX));
    assert_eq!(endpoint.heard().len(), 1, "what it led to was not asked");
}

#[tokio::test]
async fn where_nobody_listens_is_told() {
    let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap().local_addr().unwrap();
    let sender = HttpWebhooks::new(egress(Egress::options().anywhere()));
    assert_eq!(call(&sender, &format!("http://{closed}/")).await, Err(WebhookFault::Unreachable));
}
