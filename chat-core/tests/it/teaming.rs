//! A team that two processes see to at the same moment.

use crate::paper::Office;
use chat_core::{
    AgentId, AgentPatch, Audience, Chat, ConversationPatch, DefinitionBody, Desk, Error, NewAgent, NewDefinition, Role,
    Roster,
};
use futures_util::future::{join, join_all};
use std::collections::BTreeMap;

/// A new member, and a desk of its own in each process.
async fn member(office: &Office, processes: &[&Chat], name: &str, role: Role) -> (AgentId, Vec<Desk>) {
    let new = NewAgent::new(name, format!("{name}@shop.test"), role);
    let client = office.scope().client_id();
    let (agent, _) = office.login.create_agent(client, new).await.unwrap();
    let (_, key) = office.login.create_api_key(client, agent.id, "key").await.unwrap();
    let desks = join_all(processes.iter().map(|chat| chat.sign_in(key.expose()))).await;
    (agent.id, desks.into_iter().map(Result::unwrap).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_owners_who_depose_each_other_one_stays() {
    for _ in 0..20 {
        let office = Office::open().await;
        let other = office.another_process();
        let (second, desks) = member(&office, &[&other], "eve", Role::Owner).await;
        let first = office.desk.actor().agent_id;
        let depose = AgentPatch { role: Some(Role::Agent), ..AgentPatch::default() };
        let (one, two) = join(office.desk.change_agent(second, &depose), desks[0].change_agent(first, &depose)).await;
        let outcomes = [one, two];
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        // Whoever comes second finds itself an owner still, and the other none any more.
        assert!(outcomes.iter().any(|it| matches!(it, Err(Error::Conflict(_)))), "{outcomes:?}");
        let agents = office.desk.agents().await.unwrap();
        assert_eq!(agents.iter().filter(|agent| agent.role == Role::Owner).count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_give_every_turn_once() {
    const TURNS: usize = 24;
    let office = Office::open().await;
    let other = office.another_process();
    let mut members = Vec::new();
    for name in ["bob", "cid", "dan"] {
        let (agent, desks) = member(&office, &[&office.chat, &other], name, Role::Agent).await;
        for desk in &desks {
            desk.arrive(name).await;
        }
        members.push(agent);
    }
    let roster = Roster { members, round_robin: true, ..Roster::default() };
    let new = NewDefinition { name: "Support".into(), audience: Audience::All, body: DefinitionBody::Team(roster) };
    let team = office.desk.define(&new).await.unwrap().id;
    for turn in 0..TURNS {
        office.customer_writes(&format!("in-{turn}"), &format!("1555{turn:04}"), "hello").await;
    }
    let there = other.sign_in(&office.token).await.unwrap();
    let patch = ConversationPatch { team_id: Some(Some(team.into())), ..ConversationPatch::default() };
    let conversations = office.conversations().await;
    assert_eq!(conversations.len(), TURNS);
    let assign = |(at, conversation): (usize, &chat_core::Conversation)| {
        let desk = if at % 2 == 0 { &office.desk } else { &there };
        desk.change_conversation(conversation.id, &patch)
    };
    let mut turns = BTreeMap::<AgentId, usize>::new();
    for assigned in join_all(conversations.iter().enumerate().map(assign)).await {
        *turns.entry(assigned.unwrap().assignee_id.unwrap()).or_default() += 1;
    }
    assert!(turns.values().all(|count| *count == TURNS / 3), "{turns:?}");
}
