//! Everything there is in a run.

use crate::{
    browser::Browser,
    clock,
    ground::{Ground, locked},
    life::Life,
    process::{Host, Running},
    provider::{Provider, SimChannel},
    shop::{Shop, SimLogin},
    signals::Line,
    store::{Ledger, SimStore},
    trace::Who,
    verdict::Promise,
};
use chat_core::{AgentId, Chat, ClientId, MemoryStore, NewAccount, Source};
use futures_util::FutureExt;
use std::{
    panic::AssertUnwindSafe,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

/// The tenants, the store that all share, the provider, the processes and the browsers.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) ground: Arc<Ground>,
    pub(crate) memory: MemoryStore,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) provider: Arc<Provider>,
    /// What processes tell each other.
    pub(crate) line: Line,
    pub(crate) shops: Vec<Shop>,
    pub(crate) hosts: Vec<Arc<Host>>,
    pub(crate) browsers: Vec<Arc<Browser>>,
    /// How many people still have something to do.
    busy: AtomicUsize,
}

impl World {
    /// Founds the tenants on an empty store, before there is any trouble.
    pub(crate) async fn founded(ground: &Arc<Ground>) -> Self {
        let memory = MemoryStore::default();
        let ledger = Arc::new(Ledger::new(ground));
        let provider = Arc::new(Provider::new(ground));
        let env = clock::env(ground, 0);
        let teams: Vec<(ClientId, Vec<AgentId>)> =
            (0..ground.plan.tenants).map(|_| (env.id(), (0..ground.plan.agents).map(|_| env.id()).collect())).collect();
        let logins = teams.iter().enumerate().map(|(number, (client, agents))| (number, *client, agents.as_slice()));
        let (who, life) = (Who::Run, Arc::<Life>::default());
        let store = SimStore {
            memory: memory.clone(),
            ledger: ledger.clone(),
            ground: ground.clone(),
            life: life.clone(),
            who,
        };
        let channel = SimChannel { provider: provider.clone(), life, who };
        let chat = Chat::builder(store, SimLogin::of(logins)).env(env).channel(channel).build();
        let mut shops = Vec::new();
        for (number, (client, agents)) in teams.into_iter().enumerate() {
            shops.push(found(ground, &chat, number, client, agents).await);
        }
        let hosts = (0..ground.plan.processes).map(|number| Arc::new(Host::new(number, ground)));
        let browsers = shops
            .iter()
            .flat_map(|shop| (0..ground.plan.browsers).map(|number| Arc::new(Browser::new(shop.number, number))));
        Self {
            hosts: hosts.collect(),
            browsers: browsers.collect(),
            ground: ground.clone(),
            memory,
            ledger,
            provider,
            line: Line::default(),
            shops,
            busy: AtomicUsize::new(0),
        }
    }

    /// One of the processes that run.
    pub(crate) fn any_process(&self) -> Option<Running> {
        let running: Vec<_> = self.hosts.iter().filter_map(|host| host.running()).collect();
        self.ground.dice.pick(&running).cloned()
    }

    /// What calls for an account are signed with.
    pub(crate) fn secret_of(&self, address: &str) -> String {
        let shop = self.shops.iter().find(|shop| shop.account.address == address);
        shop.expect("every address is a shop's").account.app_secret.expose().to_owned()
    }

    /// Has something go on by itself. A panic in it is a broken promise.
    pub(crate) fn spawn(self: &Arc<Self>, work: impl Future<Output = ()> + Send + 'static) {
        let world = self.clone();
        tokio::spawn(async move {
            if AssertUnwindSafe(work).catch_unwind().await.is_err() {
                world.ground.violated(Promise::NoPanic, "something panicked; its message was printed above");
            }
        });
    }

    /// Has somebody do something that comes to an end.
    pub(crate) fn employ(self: &Arc<Self>, work: impl Future<Output = ()> + Send + 'static) {
        self.busy.fetch_add(1, Ordering::Relaxed);
        let world = self.clone();
        self.spawn(async move {
            work.await;
            world.busy.fetch_sub(1, Ordering::Relaxed);
        });
    }

    pub(crate) fn is_busy(&self) -> bool {
        self.busy.load(Ordering::Relaxed) > 0
    }
}

/// Makes a tenant known and connects its account.
async fn found(ground: &Ground, chat: &Chat, number: usize, client: ClientId, agents: Vec<AgentId>) -> Shop {
    chat.register_client(client, "Shop").await.expect("there is no trouble yet");
    let desk = chat.sign_in(&crate::shop::token(number, 0)).await.expect("the agent is known");
    let secret = if ground.plan.has_one_app { "secret".to_owned() } else { format!("secret {number}") };
    let new = NewAccount {
        source: Source::WHATSAPP,
        address: format!("number-{number}"),
        business_id: format!("business-{number}"),
        display_number: None,
        access_token: "access".into(),
        app_secret: secret.into(),
        verify_token: "verify".into(),
    };
    let account = desk.connect_account(&new).await.expect("there is no trouble yet");
    let phones = (0..ground.plan.customers).map(|customer| format!("1555000{customer}"));
    Shop { number, client, agents, account, phones: phones.collect(), replies: Mutex::default() }
}

/// Everything that a shop's agents have asked for.
pub(crate) fn asked(shop: &Shop) -> Vec<crate::shop::Asked> {
    locked(&shop.replies).clone()
}
