//! Who is there, over all processes.

use crate::Redis;
use async_trait::async_trait;
use chat_core::{AgentId, Attendance, ClientId, Lapsed, LocalPresence, PRESENCE_TTL, Presence, TenantScope, Timestamp};
use redis::{AsyncCommands, Script, ScriptInvocation};
use std::sync::{Arc, LazyLock};

static ARRIVE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("arrive.lua")));
static LEAVE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("leave.lua")));
static LAPSED: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lapsed.lua")));

/// Knows who is there in all processes that share a Redis and a prefix.
///
/// While Redis is away, each process knows its own people only. What was missed is made up for as connections are
/// renewed or lapse.
#[derive(Clone, Debug)]
pub struct RedisPresence {
    redis: Redis,
    /// The connections of this process.
    own: Arc<LocalPresence>,
}

impl RedisPresence {
    pub(crate) fn new(redis: Redis) -> Self {
        Self { redis, own: Arc::default() }
    }

    /// Begins to ask a script about an agent.
    fn ask<'a>(&self, script: &'a Script, client: ClientId, agent: AgentId) -> ScriptInvocation<'a> {
        let mut asking = script.prepare_invoke();
        asking.key(self.redis.key(&format!("presence:connections:{}", member(client, agent))));
        asking.key(self.team(client)).key(self.everybody()).key(self.names());
        asking
    }

    fn team(&self, client: ClientId) -> String {
        self.redis.key(&format!("presence:team:{client}"))
    }

    fn everybody(&self) -> String {
        self.redis.key("presence:everybody")
    }

    fn names(&self) -> String {
        self.redis.key("presence:names")
    }
}

/// How an agent is called among those of all clients.
fn member(client: ClientId, agent: AgentId) -> String {
    format!("{client}/{agent}")
}

#[async_trait]
impl Presence for RedisPresence {
    async fn arrive(&self, scope: TenantScope, who: Attendance<'_>, now: Timestamp) -> bool {
        let is_first_here = self.own.arrive(scope, who, now).await;
        let (client, agent) = (scope.client_id(), who.agent_id);
        let mut asking = self.ask(&ARRIVE, client, agent);
        asking.arg(who.connection).arg(agent.to_string()).arg(member(client, agent)).arg(who.name);
        asking.arg(now.millis()).arg(now.plus(PRESENCE_TTL).millis());
        let answer = self.redis.ask(async |mut commands| asking.invoke_async(&mut commands).await).await;
        answer.unwrap_or(is_first_here)
    }

    async fn leave(&self, scope: TenantScope, who: Attendance<'_>, now: Timestamp) -> bool {
        let was_last_here = self.own.leave(scope, who, now).await;
        let (client, agent) = (scope.client_id(), who.agent_id);
        let mut asking = self.ask(&LEAVE, client, agent);
        asking.arg(who.connection).arg(agent.to_string()).arg(member(client, agent)).arg(now.millis());
        let answer = self.redis.ask(async |mut commands| asking.invoke_async(&mut commands).await).await;
        answer.unwrap_or(was_last_here)
    }

    async fn present(&self, scope: TenantScope, now: Timestamp) -> Vec<AgentId> {
        let mut present = self.own.present(scope, now).await;
        let team = self.team(scope.client_id());
        let after = format!("({}", now.millis());
        let everywhere: Option<Vec<String>> =
            self.redis.ask(async |mut commands| commands.zrangebyscore(team, after, "+inf").await).await;
        present.extend(everywhere.into_iter().flatten().filter_map(|agent| agent.parse::<AgentId>().ok()));
        present.sort();
        present.dedup();
        present
    }

    async fn lapsed(&self, now: Timestamp, limit: usize) -> Vec<Lapsed> {
        let mut asking = LAPSED.prepare_invoke();
        asking.key(self.everybody()).key(self.names()).arg(now.millis()).arg(limit);
        asking.arg(self.redis.key("presence:team:")).arg(self.redis.key("presence:connections:"));
        let answer: Option<Vec<String>> =
            self.redis.ask(async |mut commands| asking.invoke_async(&mut commands).await).await;
        // What lapsed here is forgotten in any case, and told only by whoever Redis tells.
        let own = self.own.lapsed(now, limit).await;
        let Some(answer) = answer else { return own };
        let lapsed = answer.chunks_exact(3).filter_map(|told| {
            let [client, agent, name] = told else { return None };
            Some(Lapsed { client_id: client.parse().ok()?, agent_id: agent.parse().ok()?, name: name.clone() })
        });
        lapsed.collect()
    }
}
