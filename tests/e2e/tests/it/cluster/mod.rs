//! Two servers on one PostgreSQL, with and without a Redis between them.

mod dying;
mod follower;
mod redis;
mod rolling;
mod seeing;
mod visiting;

use crate::{
    postgres::Database,
    stage::{Shop, Stage},
};
use e2e::{Balancer, Connect, Launch, NpmClient, RedisServer, Seen, Server};
use serde_json::{Value, json};

const CUSTOMER: &str = "+15550199";
/// What every event of the journal is called in the inbox.
const INBOX: [&str; 4] = ["message", "messageStatus", "conversation", "account"];

/// Two processes behind a balancer, by which webhooks and REST come in.
struct Cluster {
    stage: Stage,
    second: Server,
    redis: Option<RedisServer>,
    _balancer: Balancer,
    _database: Database,
}

impl Cluster {
    /// Two processes that have a Redis of their own between them.
    async fn joined() -> Self {
        Self::open(Some(RedisServer::start().await)).await
    }

    /// Two processes that share nothing but the store.
    async fn apart() -> Self {
        Self::open(None).await
    }

    async fn open(redis: Option<RedisServer>) -> Self {
        let database = Database::create().await;
        let shared = |launch: Launch| {
            let launch = launch.env("CHAT_DATABASE_URL", database.url()).env("CHAT_SECRET", "a secret that both know");
            let launch = launch.args(["--development"]);
            redis.iter().fold(launch, |launch, redis| launch.env("CHAT_REDIS_URL", redis.url()))
        };
        let mut stage = Stage::open_with(shared).await;
        let launch = shared(Launch::chat_server()).env("CHAT_GRAPH_URL", stage.emulator.url());
        let second = Server::start(launch).await;
        let balancer = Balancer::start(vec![stage.server.address(), second.address()]).await;
        stage.entrance = Some(balancer.url());
        let cluster = Self { stage, second, redis, _balancer: balancer, _database: database };
        if cluster.redis.is_some() {
            for process in cluster.processes() {
                process.line("the server to be joined", |line| line.contains(JOINED).then_some(())).await;
            }
        }
        cluster
    }

    fn processes(&self) -> [&Server; 2] {
        [&self.stage.server, &self.second]
    }

    /// An agent's socket at one of the processes.
    async fn socket_at(&self, process: usize, token: &str) -> NpmClient {
        NpmClient::connect(websocket(self.processes()[process].url(), token)).await
    }

    /// A conversation that a customer has begun.
    async fn conversation(&self, shop: &Shop) -> String {
        let agent = self.socket_at(0, &shop.api_key).await;
        agent.ask("joinInbox", []).await;
        self.stage.customer_writes(shop, CUSTOMER, "hello").await;
        let message = agent.next_event("message").await.remove(0);
        message["conversationId"].as_str().expect("an id").to_owned()
    }

    async fn reply_at(&self, process: usize, shop: &Shop, conversation: &str, text: &str) {
        let url = format!("{}/api/v1/conversations/{conversation}/messages", self.processes()[process].url());
        let draft = json!({ "content": text });
        let response = self.stage.http.post(url).bearer_auth(&shop.api_key).json(&draft).send().await;
        let response = response.expect("the server answers");
        assert!(response.status().is_success(), "{}", response.text().await.unwrap_or_default());
    }

    /// Every event of the shop's journal.
    async fn journal(&self, shop: &Shop) -> Vec<Value> {
        let mut events: Vec<Value> = Vec::new();
        loop {
            let page = self.stage.get(shop, &format!("/api/v1/events?after={}&limit=500", events.len())).await;
            events.extend(page["events"].as_array().expect("a list").iter().cloned());
            if page["head"] == events.len() {
                return events;
            }
        }
    }
}

/// What a server prints when Redis answers.
const JOINED: &str = "joined to the other processes by Redis";

/// How an agent's socket connects where connections are led to different servers.
fn websocket(url: String, token: &str) -> Connect {
    Connect::to(url).auth(json!({ "token": token })).transports(&["websocket"])
}

/// The places of the events that a socket heard in its inbox, in the order in which it heard them.
fn places(seen: &[Seen]) -> Vec<i64> {
    let place = |seen: &Seen| match seen {
        Seen::Event { event, args, .. } if INBOX.contains(&event.as_str()) => args[0]["seq"].as_i64(),
        _ => None,
    };
    seen.iter().filter_map(place).collect()
}
