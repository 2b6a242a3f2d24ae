use crate::{AgentId, ClientId, PRESENCE_TTL, Presence, TenantScope, Timestamp};
use async_trait::async_trait;
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard},
};

/// Knows who is there within one process.
#[derive(Debug, Default)]
pub struct LocalPresence(Mutex<HashMap<ClientId, Team>>);

/// The agents of a client who are there.
type Team = HashMap<AgentId, Connections>;

/// The connections of an agent, each with the moment it was last renewed.
type Connections = HashMap<String, Timestamp>;

impl LocalPresence {
    fn teams(&self) -> MutexGuard<'_, HashMap<ClientId, Team>> {
        self.0.lock().expect("no holder of the lock panics")
    }
}

fn drop_stale(connections: &mut Connections, now: Timestamp) {
    connections.retain(|_, renewed| now.since(*renewed) < PRESENCE_TTL);
}

#[async_trait]
impl Presence for LocalPresence {
    async fn arrive(&self, scope: TenantScope, agent: AgentId, connection: &str, now: Timestamp) -> bool {
        let mut teams = self.teams();
        let connections = teams.entry(scope.client_id()).or_default().entry(agent).or_default();
        drop_stale(connections, now);
        let is_first = connections.is_empty();
        connections.insert(connection.to_owned(), now);
        is_first
    }

    async fn leave(&self, scope: TenantScope, agent: AgentId, connection: &str, now: Timestamp) -> bool {
        let mut teams = self.teams();
        let Some(team) = teams.get_mut(&scope.client_id()) else { return false };
        let Some(connections) = team.get_mut(&agent) else { return false };
        let was_there = connections.remove(connection).is_some();
        drop_stale(connections, now);
        let is_last = connections.is_empty();
        if is_last {
            team.remove(&agent);
        }
        if team.is_empty() {
            teams.remove(&scope.client_id());
        }
        was_there && is_last
    }

    async fn present(&self, scope: TenantScope, now: Timestamp) -> Vec<AgentId> {
        let mut teams = self.teams();
        let Some(team) = teams.get_mut(&scope.client_id()) else { return Vec::new() };
        team.retain(|_, connections| {
            drop_stale(connections, now);
            !connections.is_empty()
        });
        let mut present: Vec<_> = team.keys().copied().collect();
        present.sort();
        present
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Clock, Env, ManualClock, SystemIds};

    #[tokio::test]
    async fn a_person_comes_and_goes_once_however_many_tabs_there_are() {
        let clock = ManualClock::default();
        let env = Env::new(clock.clone(), SystemIds);
        let scope = TenantScope::assume(env.id()); // a client that only this test knows
        let (presence, agent) = (LocalPresence::default(), env.id::<AgentId>());

        assert!(presence.arrive(scope, agent, "tab 1", clock.now()).await);
        assert!(!presence.arrive(scope, agent, "tab 2", clock.now()).await);
        assert_eq!(presence.present(scope, clock.now()).await, [agent]);
        assert!(!presence.leave(scope, agent, "tab 1", clock.now()).await);
        assert!(presence.leave(scope, agent, "tab 2", clock.now()).await);
        assert!(!presence.leave(scope, agent, "tab 2", clock.now()).await);
    }

    #[tokio::test]
    async fn a_connection_that_is_not_renewed_is_gone() {
        let clock = ManualClock::default();
        let env = Env::new(clock.clone(), SystemIds);
        let scope = TenantScope::assume(env.id()); // a client that only this test knows
        let (presence, agent) = (LocalPresence::default(), env.id::<AgentId>());

        presence.arrive(scope, agent, "tab", clock.now()).await;
        clock.advance(PRESENCE_TTL);
        assert!(presence.present(scope, clock.now()).await.is_empty());
        assert!(presence.arrive(scope, agent, "tab", clock.now()).await);
    }
}
