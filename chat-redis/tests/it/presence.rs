use crate::{
    process::Process,
    server::{OwnServer, prefix, shared},
};
use chat_core::{Attendance, Clock, Env, ManualClock, PRESENCE_TTL, Presence, SystemIds, TenantScope};
use std::sync::Arc;

async fn nobody() -> [Arc<dyn Presence>; 2] {
    let prefix = prefix();
    [Arc::new(shared(&prefix).presence()), Arc::new(shared(&prefix).presence())]
}

chat_conformance::presence_suite!(nobody());

#[tokio::test]
async fn without_redis_each_process_knows_its_own_people() {
    let mut server = OwnServer::absent().await;
    let clock = ManualClock::default();
    let env = Env::new(clock.clone(), SystemIds);
    let scope = TenantScope::assume(env.id()); // a client that only this test knows
    let (ann, bob) = (env.id(), env.id());
    let ann_here = Attendance { agent_id: ann, name: "Ann", connection: "tab 1" };
    let bob_there = Attendance { agent_id: bob, name: "Bob", connection: "tab 2" };
    let (one, other) = (Process::start(server.redis()), Process::start(server.redis()));
    let (here, there) = (one.redis.presence(), other.redis.presence());

    assert!(here.arrive(scope, ann_here, clock.now()).await);
    assert!(!here.arrive(scope, ann_here, clock.now()).await);
    assert_eq!(here.present(scope, clock.now()).await, [ann]);
    assert!(there.present(scope, clock.now()).await.is_empty());

    server.start().await;
    one.until_connected(true).await;
    other.until_connected(true).await;
    assert!(there.arrive(scope, bob_there, clock.now()).await);
    assert_eq!(here.present(scope, clock.now()).await, [ann, bob]);
    assert_eq!(there.present(scope, clock.now()).await, [bob], "Ann is known when her connection is renewed");
    assert!(here.arrive(scope, ann_here, clock.now()).await, "only now the others are told");
    assert_eq!(there.present(scope, clock.now()).await, [ann, bob]);

    server.stop().await;
    assert!(here.leave(scope, ann_here, clock.now()).await);
    clock.advance(PRESENCE_TTL);
    let lapsed: Vec<_> = there.lapsed(clock.now(), 10).await.into_iter().map(|one| one.name).collect();
    assert_eq!(lapsed, ["Bob"], "each process tells of its own");
    one.end().await;
    other.end().await;
}
