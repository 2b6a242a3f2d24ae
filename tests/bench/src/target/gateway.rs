//! The gateway: agents who have signed in and watch WhatsApp hear of a message.

use std::sync::Arc;

use axum::Router;
use chat_core::{
    Agent, Chat, ClientId, Env, Event, ExternalId, Listener, LocalLogin, MemoryStore, Message, MessageStatus, NewAgent,
    Notice, Quotas, Role, SenderType, Source, Stop, Thread,
};
use chat_transport_ws::Gateway;

use super::{Broadcast, serve_with};
use crate::Result;
use crate::notice;

#[derive(Debug)]
struct Watched {
    gateway: Gateway,
    env: Env,
    client: ClientId,
    thread: Thread,
    message: Box<Message>,
}

impl Broadcast for Watched {
    fn broadcast(&self, seq: u64) {
        let seq = i64::try_from(seq).expect("a measurement is short");
        let notice = Notice {
            client_id: self.client,
            seq,
            previous_seq: seq - 1,
            at: self.env.now(),
            thread: Some(self.thread.clone()),
            event: Event::MessagePosted(self.message.clone()),
        };
        self.gateway.hear(&Arc::new(notice));
    }
}

pub(super) async fn serve() -> Result {
    let store = MemoryStore::default();
    let login = LocalLogin::new(store.clone());
    let shop = login.create_client("Shop", NewAgent::new("Ann", "ann@shop.test", Role::Owner)).await?;
    let gateway = Gateway::default();
    // All of the sockets are one agent's.
    let chat = Chat::builder(store, login).listener(gateway.clone()).quotas(Quotas::none()).build();
    let app = Router::new().layer(gateway.layer(chat.clone()));
    let watched = watched(gateway, &shop.owner);
    let stop = Stop::default();
    tokio::select! {
        served = serve_with(app, Arc::new(watched), Some(shop.api_key.expose())) => served,
        () = chat.run_until(stop.stopped()) => Ok(()),
    }
}

fn watched(gateway: Gateway, owner: &Agent) -> Watched {
    let env = Env::default();
    let now = env.now();
    let thread = Thread {
        conversation_id: env.id(),
        customer_id: Some(env.id()),
        source: Source::WHATSAPP,
        account_id: Some(env.id()),
        widget_id: None,
        customer_number: Some("+4915112345678".to_owned()),
    };
    let message = Message {
        sender_id: thread.customer_id.map(Into::into),
        sender_type: SenderType::Customer,
        content: notice::TEXT.to_owned(),
        external_id: Some(ExternalId { source: Source::WHATSAPP, id: notice::WAMID.to_owned() }),
        status: MessageStatus::Delivered,
        delivered_at: Some(now),
        revision: 1,
        ..Message::new(env.id(), owner.client_id, thread.conversation_id, now)
    };
    Watched { gateway, env, client: owner.client_id, thread, message: Box::new(message) }
}
