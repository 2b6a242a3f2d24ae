//! Everybody who takes part: two shops, those who write, and the clients that listen.

use crate::{
    chronicle::Chronicle,
    house::House,
    ledger::Ledger,
    load::{self, Desk},
    plan::{Plan, Stores},
    shop::Shop,
    street::Street,
    watcher::Watcher,
};
use e2e::{Connect, NpmClient};
use serde_json::json;
use std::sync::Arc;
use tokio::{sync::watch, task::JoinSet};

/// How many clients of the server there are.
const SHOPS: usize = 2;

/// Everybody.
#[derive(Debug)]
pub(crate) struct Cast {
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) desks: Vec<Desk>,
    /// The clients of each shop.
    pub(crate) watchers: Vec<Vec<Arc<Watcher>>>,
    writers: JoinSet<()>,
    close: watch::Sender<bool>,
    /// Follows the journals with each watcher as long as the cast is there.
    _followers: JoinSet<()>,
}

impl Cast {
    /// Opens the shops, has every customer write once, and connects the clients.
    pub(crate) async fn gather(
        plan: &Plan,
        house: &House,
        street: &Street,
        chronicle: &Arc<Chronicle>,
        random: &mut fastrand::Rng,
    ) -> Self {
        let ledger = Arc::<Ledger>::default();
        let (close, closing) = watch::channel(false);
        let mut desks = Vec::new();
        for index in 0..SHOPS {
            let mut shop = Shop::new(index, plan.load.customers);
            let created = house.create_client(&shop.name).await;
            shop.open(street, &created).await;
            let mut desk = Desk {
                shop: Arc::new(shop),
                index,
                street: street.clone(),
                ledger: ledger.clone(),
                chronicle: chronicle.clone(),
                pause: plan.load.pause,
                closing: closing.clone(),
            };
            load::first_words(&desk, random.fork()).await;
            desk.shop = Arc::new(Shop::clone(&desk.shop).met(&desk.street).await);
            desks.push(desk);
        }
        let watchers = watchers(plan, &desks, street, chronicle).await;
        let mut followers = JoinSet::new();
        for watcher in watchers.iter().flatten() {
            let watcher = Arc::clone(watcher);
            followers.spawn(async move { watcher.run().await });
        }
        Self { ledger, desks, watchers, writers: JoinSet::new(), close, _followers: followers }
    }

    /// Has everybody write until [`Cast::finish`].
    pub(crate) fn start_writing(&mut self, plan: &Plan, random: &mut fastrand::Rng) {
        for (desk, watchers) in self.desks.iter().zip(&self.watchers) {
            self.writers.spawn(load::customer(desk.clone(), random.fork()));
            for n in 0..2 {
                self.writers.spawn(load::caller(desk.clone(), format!("caller-{n}"), random.fork()));
            }
            let agents = plan.load.rest_agents + plan.load.socket_agents;
            for agent in 0..agents {
                // Each customer is one agent's alone.
                let customers = (agent..plan.load.customers).step_by(agents).collect();
                let random = random.fork();
                match agent.checked_sub(plan.load.rest_agents) {
                    None => self.writers.spawn(load::rest_agent(desk.clone(), customers, random)),
                    Some(socket) => {
                        let voice = watchers[socket % watchers.len()].voice();
                        self.writers.spawn(load::socket_agent(desk.clone(), voice, customers, random))
                    }
                };
            }
        }
    }

    /// Lets everybody finish what has begun.
    ///
    /// # Panics
    ///
    /// As one of them did.
    pub(crate) async fn finish(&mut self) {
        self.close.send_replace(true);
        while let Some(finished) = self.writers.join_next().await {
            if let Err(error) = finished {
                std::panic::resume_unwind(error.into_panic());
            }
        }
    }

    /// How many have not finished.
    pub(crate) fn busy(&self) -> usize {
        self.writers.len()
    }
}

/// The clients of each shop, all in one node process.
async fn watchers(plan: &Plan, desks: &[Desk], street: &Street, chronicle: &Arc<Chronicle>) -> Vec<Vec<Arc<Watcher>>> {
    let mut first: Option<Arc<Watcher>> = None;
    let mut watchers = Vec::new();
    for desk in desks {
        let foreign = desks.iter().find(|other| other.index != desk.index).expect("there are several shops");
        let mut own = Vec::new();
        for n in 0..plan.load.listeners.max(plan.load.socket_agents) {
            let connect = connect(plan, street, &desk.shop);
            let client = match &first {
                Some(watcher) => watcher.client().open_beside(connect).await,
                None => NpmClient::open(connect).await,
            };
            let name = format!("{} client {n}", desk.shop.name);
            let watcher = Arc::new(Watcher::new(name, client, foreign.shop.name.clone(), chronicle.clone()));
            first.get_or_insert_with(|| watcher.clone());
            own.push(watcher);
        }
        watchers.push(own);
    }
    watchers
}

fn connect(plan: &Plan, street: &Street, shop: &Shop) -> Connect {
    let connect = Connect::to(&street.front).auth(json!({ "token": shop.api_key })).option("forceNew", true);
    match plan.stores {
        Stores::Sqlite => connect,
        // Long polling would need every request of a session to be led to the same process.
        Stores::Postgres => connect.transports(&["websocket"]),
    }
}
