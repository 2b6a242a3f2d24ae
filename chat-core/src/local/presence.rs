use crate::{AgentId, Attendance, ClientId, Lapsed, PRESENCE_TTL, Presence, TenantScope, Timestamp};
use async_trait::async_trait;
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard},
};
use uuid::Uuid;

/// Knows who is there within one process.
#[derive(Debug, Default)]
pub struct LocalPresence(Mutex<BTreeMap<(ClientId, AgentId), Person>>);

/// An agent who is there, or was until a moment ago.
#[derive(Debug, Default)]
struct Person {
    name: String,
    /// When each connection was last renewed.
    connections: BTreeMap<String, Timestamp>,
}

impl Person {
    fn is_there(&self, now: Timestamp) -> bool {
        self.connections.values().any(|renewed| is_fresh(*renewed, now))
    }
}

fn is_fresh(renewed: Timestamp, now: Timestamp) -> bool {
    now.since(renewed) < PRESENCE_TTL
}

impl LocalPresence {
    fn people(&self) -> MutexGuard<'_, BTreeMap<(ClientId, AgentId), Person>> {
        self.0.lock().expect("no holder of the lock panics")
    }
}

#[async_trait]
impl Presence for LocalPresence {
    async fn arrive(&self, scope: TenantScope, who: Attendance<'_>, now: Timestamp) -> bool {
        let mut people = self.people();
        let person = people.entry((scope.client_id(), who.agent_id)).or_default();
        let was_away = !person.is_there(now);
        person.connections.retain(|_, renewed| is_fresh(*renewed, now));
        who.name.clone_into(&mut person.name);
        person.connections.insert(who.connection.to_owned(), now);
        was_away
    }

    async fn leave(&self, scope: TenantScope, who: Attendance<'_>, now: Timestamp) -> bool {
        let mut people = self.people();
        let key = (scope.client_id(), who.agent_id);
        let Some(person) = people.get_mut(&key) else { return false };
        let was_known = person.connections.remove(who.connection).is_some();
        let is_last = was_known && !person.is_there(now);
        if is_last || person.connections.is_empty() {
            people.remove(&key);
        }
        is_last
    }

    async fn present(&self, scope: TenantScope, now: Timestamp) -> Vec<AgentId> {
        let client = scope.client_id();
        let people = self.people();
        let team = people.range((client, AgentId::from_uuid(Uuid::nil()))..).take_while(|((one, _), _)| *one == client);
        team.filter(|(_, person)| person.is_there(now)).map(|((_, agent), _)| *agent).collect()
    }

    async fn lapsed(&self, now: Timestamp, limit: usize) -> Vec<Lapsed> {
        let mut people = self.people();
        let gone = people.iter().filter(|(_, person)| !person.is_there(now)).map(|(key, _)| *key).take(limit);
        let gone: Vec<_> = gone.collect();
        let tell = |(client_id, agent_id)| {
            let name = people.remove(&(client_id, agent_id))?.name;
            Some(Lapsed { client_id, agent_id, name })
        };
        gone.into_iter().filter_map(tell).collect()
    }
}
