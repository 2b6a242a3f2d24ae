//! What an agent is told when it comes in, and in which order.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use chat_core::{AgentId, Attendance, Lapsed, LocalPresence, NewAgent, Presence, Role, TenantScope, Timestamp};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::office::Office;
use crate::support::within;

/// Says that it was asked, and waits until it may answer.
type Hold = (oneshot::Sender<()>, oneshot::Receiver<()>);

/// Tells who is there, but the next time only when it is let go on: what it says then is no longer true.
#[derive(Clone, Debug, Default)]
struct Slow {
    inner: Arc<LocalPresence>,
    next: Arc<Mutex<Option<Hold>>>,
}

#[async_trait]
impl Presence for Slow {
    async fn arrive(&self, scope: TenantScope, who: Attendance<'_>, now: Timestamp) -> bool {
        self.inner.arrive(scope, who, now).await
    }

    async fn leave(&self, scope: TenantScope, who: Attendance<'_>, now: Timestamp) -> bool {
        self.inner.leave(scope, who, now).await
    }

    async fn present(&self, scope: TenantScope, now: Timestamp) -> Vec<AgentId> {
        let present = self.inner.present(scope, now).await;
        let next = self.next.lock().unwrap().take();
        if let Some((asked, go_on)) = next {
            asked.send(()).unwrap();
            go_on.await.unwrap();
        }
        present
    }

    async fn lapsed(&self, now: Timestamp, limit: usize) -> Vec<Lapsed> {
        self.inner.lapsed(now, limit).await
    }
}

impl Slow {
    fn hold_next(&self) -> (oneshot::Receiver<()>, oneshot::Sender<()>) {
        let ((asked, is_asked), (let_go, go_on)) = (oneshot::channel(), oneshot::channel());
        *self.next.lock().unwrap() = Some((asked, go_on));
        (is_asked, let_go)
    }
}

/// A new colleague of the shop, and what it signs in with.
async fn colleague(office: &Office, name: &str) -> (AgentId, String) {
    let new = NewAgent::new(name, format!("{name}@shop.test"), Role::Agent);
    let (agent, _) = office.login.create_agent(office.shop.client.id, new).await.unwrap();
    let token = office.login.start_session(agent.clone()).await.unwrap().token;
    (agent.id, token.expose().to_owned())
}

#[tokio::test]
async fn connected_is_the_first_event_and_who_moved_meanwhile_is_told_after_it() {
    let presence = Slow::default();
    let office = Office::with_presence(presence.clone()).await;
    let ((bea_id, bea), (cid_id, cid)) = (colleague(&office, "Bea").await, colleague(&office, "Cid").await);
    let ann_id = office.shop.owner.id;
    let mut ann = office.agent(office.shop_token()).await;
    ann.event("connected").await;

    let (is_asked, let_go) = presence.hold_next();
    let mut cid = office.knock(&format!("40{}", json!({ "token": cid }))).await;
    within(is_asked).await.unwrap();
    let mut bea = office.agent(&bea).await;
    bea.event("connected").await;
    ann.client.0.close(None).await.unwrap();
    assert_eq!(bea.event("clientLeft").await["agentId"], json!(ann_id));
    let_go.send(()).unwrap();

    assert!(cid.client.text().await.starts_with("40{"));
    let first: Value = serde_json::from_str(cid.client.text().await.strip_prefix("42").unwrap()).unwrap();
    assert_eq!(first[0], "connected");
    assert_eq!(first[1]["present"], json!([cid_id, ann_id]));
    let left = cid.event("clientLeft").await;
    assert_eq!(left, json!({ "agentId": ann_id, "name": "Ann", "isPresent": false }));
    let mut joined = [cid.event("clientJoined").await, cid.event("clientJoined").await];
    joined.sort_by_key(|joined| joined["name"].to_string());
    let expected = [(bea_id, "Bea"), (cid_id, "Cid")];
    assert_eq!(joined, expected.map(|(id, name)| json!({ "agentId": id, "name": name, "isPresent": true })));
    for _ in 0..3 {
        cid.event("presence").await;
    }
}
