use crate::{
    process::Process,
    server::{OwnServer, prefix, shared},
};
use chat_core::{CredentialId, Env, Signal, Signals, Typist};
use chat_redis::RedisSignals;

fn typing(env: &Env) -> Signal {
    let typist = Typist::Agent(env.id());
    Signal::Typing {
        client_id: env.id(),
        conversation_id: env.id(),
        customer_id: Some(env.id()),
        typist,
        name: Some("Ann".into()),
        is_typing: true,
    }
}

fn signed_out(env: &Env) -> Signal {
    Signal::SignedOut { client_id: env.id(), credential: CredentialId("session".into()) }
}

#[tokio::test]
async fn every_process_hears_a_signal_once_and_in_order() {
    let (prefix, env) = (prefix(), Env::default());
    let mut one = Process::joined(shared(&prefix)).await;
    let mut other = Process::joined(shared(&prefix)).await;
    let sent: Vec<_> = (0..600).map(|_| typing(&env)).collect();
    for signal in &sent {
        one.signals.send(signal.clone());
    }
    for signal in &sent {
        assert_eq!((one.next().await, other.next().await), (signal.clone(), signal.clone()));
    }
    other.signals.send(sent[0].clone());
    assert_eq!((one.next().await, other.next().await), (sent[0].clone(), sent[0].clone()));
    assert!(!one.has_heard_more() && !other.has_heard_more(), "nobody hears its own signals twice");
    one.end().await;
    other.end().await;
}

#[tokio::test]
async fn a_doorbell_is_heard_by_the_others_only() {
    let (prefix, env) = (prefix(), Env::default());
    let mut one = Process::joined(shared(&prefix)).await;
    let mut other = Process::joined(shared(&prefix)).await;
    let (bell, last) = (Signal::Committed { client_id: env.id(), head: 7 }, typing(&env));
    one.signals.send(bell.clone());
    assert_eq!(other.next().await, bell);
    one.signals.send(last.clone());
    assert_eq!(one.next().await, last);
    one.end().await;
    other.end().await;
}

#[tokio::test]
async fn other_prefixes_are_other_installations() {
    let env = Env::default();
    let one = Process::joined(shared(&prefix())).await;
    let (elsewhere, prefix) = (typing(&env), prefix());
    let (here, mut other) = (Process::joined(shared(&prefix)).await, Process::joined(shared(&prefix)).await);
    one.signals.send(elsewhere);
    one.end().await; // by now it is sent
    let signal = typing(&env);
    here.signals.send(signal.clone());
    assert_eq!(other.next().await, signal);
    here.end().await;
    other.end().await;
}

#[tokio::test]
async fn what_was_said_while_redis_was_away_arrives_when_it_is_back() {
    let (mut server, env) = (OwnServer::absent().await, Env::default());
    let mut one = Process::start(server.redis());
    let early = signed_out(&env);
    one.signals.send(early.clone());
    assert_eq!(one.next().await, early, "within a process nothing waits for Redis");
    let mut other = Process::start(server.redis());
    server.start().await;
    one.until_connected(true).await;
    other.until_connected(true).await;

    server.stop().await;
    one.until_connected(false).await;
    other.until_connected(false).await;
    let (late, stale) = (signed_out(&env), typing(&env));
    one.signals.send(stale.clone());
    one.signals.send(late.clone());
    server.start().await;
    let heard = [other.next().await];
    assert!(heard == [late.clone()] || heard == [early], "who types is not told afterwards: {heard:?}");
    if heard != [late.clone()] {
        assert_eq!(other.next().await, late);
    }
    assert!(!other.has_heard_more());
    one.end().await;
    other.end().await;
}

#[tokio::test]
async fn a_process_that_ends_sends_what_waits() {
    let (prefix, env) = (prefix(), Env::default());
    let one = Process::joined(shared(&prefix)).await;
    let mut other = Process::joined(shared(&prefix)).await;
    let sent: Vec<_> = (0..RedisSignals::WAITING_MAX).map(|_| signed_out(&env)).collect();
    for signal in &sent {
        one.signals.send(signal.clone());
    }
    one.end().await;
    for signal in sent {
        assert_eq!(other.next().await, signal);
    }
    other.end().await;
}

#[tokio::test]
async fn a_redis_is_looked_at_by_doing_what_it_is_needed_for() {
    let mut server = OwnServer::absent().await;
    assert!(server.redis().inspect().await.is_err());
    server.start().await;
    let inspection = server.redis().inspect().await.unwrap();
    assert!(inspection.version.starts_with(|first: char| first.is_ascii_digit()), "{inspection:?}");
    assert_eq!(inspection.evicts, Some(false), "{inspection:?}");
}
