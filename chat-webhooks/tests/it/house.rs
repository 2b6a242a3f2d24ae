//! A client with a webhook, and the module that calls it.

use crate::endpoint::Endpoint;
use chat_core::{
    Chat, Created, Desk, Env, LocalLogin, ManualClock, MemoryStore, NewAgent, NewWebhook, NewWidget, PageQuery, Role,
    Secret, SettingsPatch, SystemIds, Webhook, WebhookCall, WebhookId, WidgetKind,
};
use chat_egress::{Egress, EgressOptions};
use chat_http::EventJson;
use chat_webhooks::HttpWebhooks;

/// One process of several on the same store.
#[derive(Debug)]
pub(crate) struct House {
    pub(crate) chat: Chat,
    pub(crate) clock: ManualClock,
    store: MemoryStore,
    created: Created,
}

/// The way out: nobody is asked for names here.
pub(crate) fn egress(options: EgressOptions) -> Egress {
    options.name_servers(["127.0.0.1:1".parse().unwrap()]).build().unwrap()
}

impl House {
    pub(crate) async fn new() -> Self {
        Self::going(Egress::options().anywhere()).await
    }

    pub(crate) async fn going(options: EgressOptions) -> Self {
        let (clock, store) = (ManualClock::default(), MemoryStore::default());
        let login = LocalLogin::new(store.clone()).env(Env::new(clock.clone(), SystemIds));
        let owner = NewAgent::new("Ann", "ann@shop.test", Role::Owner);
        let created = login.create_client("Shop", owner).await.unwrap();
        Self { chat: chat(&store, &clock, options), clock, store, created }
    }

    /// Another process on the same store.
    pub(crate) fn another(&self) -> Chat {
        chat(&self.store, &self.clock, Egress::options().anywhere())
    }

    pub(crate) async fn desk(&self) -> Desk {
        self.chat.sign_in(self.created.api_key.expose()).await.unwrap()
    }

    pub(crate) async fn create(&self, url: &str) -> Webhook {
        let new = NewWebhook { url: url.to_owned(), description: String::new(), events: Vec::new() };
        self.desk().await.create_webhook(&new).await.unwrap()
    }

    /// Subscribes an endpoint, has it verified, and tells it what there is.
    pub(crate) async fn subscribe(&self, endpoint: &Endpoint) -> (WebhookId, Secret) {
        let webhook = self.create(&endpoint.url()).await;
        let (verified, call) = self.desk().await.verify_webhook(webhook.id).await.unwrap();
        assert!(call.is_taken(), "{call:?}");
        self.chat.call_webhooks_once().await.unwrap();
        (verified.id, webhook.secret)
    }

    /// Has so many things happen.
    pub(crate) async fn happen(&self, count: usize) {
        let desk = self.desk().await;
        for n in 0..count {
            let (name, settings) = (format!("Widget {n}"), SettingsPatch::default());
            desk.create_widget(&NewWidget { name, kind: WidgetKind::Floating, settings }).await.unwrap();
        }
    }

    pub(crate) async fn calls(&self, id: WebhookId) -> Vec<WebhookCall> {
        self.desk().await.webhook_calls(id, PageQuery::first(200)).await.unwrap().items
    }
}

fn chat(store: &MemoryStore, clock: &ManualClock, options: EgressOptions) -> Chat {
    let env = Env::new(clock.clone(), SystemIds);
    let login = LocalLogin::new(store.clone()).env(env.clone());
    Chat::builder(store.clone(), login).webhooks(HttpWebhooks::new(egress(options)), EventJson).env(env).build()
}
