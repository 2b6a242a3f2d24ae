//! Sockets at different processes see the same.

use super::{CUSTOMER, Cluster, places};
use e2e::{NpmClient, Seen};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const REPLIES: usize = 12;

/// Waits until a socket has heard that so many replies were read.
async fn until_read(socket: &NpmClient, count: usize) {
    let is_read = |seen: &&Seen| match seen {
        Seen::Event { event, args, .. } => event == "messageStatus" && args[0]["status"] == "read",
        _ => false,
    };
    socket.until("all replies to be read", |seen| (seen.iter().filter(is_read).count() == count).then_some(())).await;
}

async fn both_see_the_same(cluster: &Cluster) {
    let shop = cluster.stage.shop(1).await;
    let conversation = cluster.conversation(&shop).await;
    let sockets = [cluster.socket_at(0, &shop.api_key).await, cluster.socket_at(1, &shop.api_key).await];
    for socket in &sockets {
        assert_eq!(socket.ask("joinInbox", []).await["ok"], true);
    }
    let before = cluster.journal(&shop).await.len();
    for n in 0..REPLIES {
        match n % 3 {
            0 => cluster.reply_at(n % 2, &shop, &conversation, &format!("reply {n}")).await,
            1 => cluster.stage.customer_writes(&shop, CUSTOMER, &format!("question {n}")).await,
            _ => {
                let order = json!({ "conversationId": conversation, "content": format!("reply {n}") });
                assert_eq!(sockets[n % 2].ask("sendMessage", [order]).await["ok"], true);
            }
        }
    }
    for socket in &sockets {
        until_read(socket, REPLIES / 3 * 2).await;
    }
    let head = cluster.journal(&shop).await.len();
    let expected: Vec<_> = (before + 1..=head).map(|seq| i64::try_from(seq).unwrap()).collect();
    for socket in &sockets {
        let last = *expected.last().unwrap();
        socket.until("the end of the journal", |seen| places(seen).contains(&last).then_some(())).await;
        assert_eq!(places(&socket.seen()), expected);
    }
}

#[tokio::test]
async fn sockets_at_two_processes_see_the_same_events_by_redis() {
    both_see_the_same(&Cluster::joined().await).await;
}

#[tokio::test]
async fn sockets_at_two_processes_see_the_same_events_by_looking() {
    both_see_the_same(&Cluster::apart().await).await;
}

/// A colleague of the shop's owner.
struct Colleague {
    id: String,
    email: &'static str,
    password: String,
}

impl Colleague {
    async fn hire(cluster: &Cluster, client: &str) -> Self {
        let email = "bob@shop.test";
        let create = ["admin", "create-agent", "--client-id", client, "--name", "Bob", "--email", email, "--json"];
        let created: Value = serde_json::from_str(&cluster.stage.server.run(create).await).expect("JSON");
        let text = |name: &str| created[name].as_str().expect("a text").to_owned();
        Self { id: text("agentId"), email, password: text("password") }
    }

    /// Signs in at one of the processes and gives the token.
    async fn sign_in(&self, cluster: &Cluster, process: usize) -> String {
        let url = format!("{}/api/v1/auth/login", cluster.processes()[process].url());
        let body = json!({ "email": self.email, "password": self.password });
        let response = cluster.stage.http.post(url).json(&body).send().await.expect("the server answers");
        let signed_in: Value = response.json().await.expect("JSON");
        signed_in["token"].as_str().unwrap_or_else(|| panic!("{signed_in}")).to_owned()
    }

    /// Waits until a socket hears that the colleague came or went.
    async fn until(&self, socket: &NpmClient, is_present: bool) {
        loop {
            let told = socket.next_event("presence").await.remove(0);
            if told["agentId"] == self.id.as_str() && told["isPresent"] == is_present {
                return;
            }
        }
    }
}

#[tokio::test]
async fn who_comes_types_and_goes_is_told_at_every_process() {
    let cluster = Cluster::joined().await;
    let shop = cluster.stage.shop(1).await;
    let conversation = cluster.conversation(&shop).await;
    let ann = cluster.socket_at(0, &shop.api_key).await;
    assert_eq!(ann.ask("joinConversation", [json!(conversation)]).await["ok"], true);
    let connected = ann.next_event("connected").await.remove(0);
    let bob = Colleague::hire(&cluster, connected["clientId"].as_str().unwrap()).await;

    let token = bob.sign_in(&cluster, 1).await;
    let socket = cluster.socket_at(1, &token).await;
    bob.until(&ann, true).await;
    let present = socket.next_event("connected").await.remove(0)["present"].clone();
    for agent in [&connected["agent"]["id"], &json!(bob.id)] {
        assert!(present.as_array().unwrap().contains(agent), "{present}");
    }
    let tab = cluster.socket_at(0, &token).await;

    let typing = json!({ "conversationId": conversation, "isTyping": true });
    assert_eq!(socket.ask("typing", [typing]).await["ok"], true);
    let told = ann.next_event("typing").await.remove(0);
    assert_eq!((&told["senderId"], &told["isTyping"]), (&json!(bob.id), &json!(true)));

    socket.disconnect().await;
    tab.disconnect().await;
    bob.until(&ann, false).await;
    let heard = ann.seen();
    let joined = heard.iter().filter(|seen| format!("{seen}").starts_with("event \"presence\"")).count();
    assert_eq!(joined, 3, "Ann herself, Bob's first tab, Bob's last tab: {heard:?}");
}

#[tokio::test]
async fn who_signs_out_at_one_process_is_sent_away_from_the_other() {
    let cluster = Cluster::joined().await;
    let shop = cluster.stage.shop(1).await;
    let ann = cluster.socket_at(0, &shop.api_key).await;
    let client = ann.next_event("connected").await.remove(0)["clientId"].clone();
    let bob = Colleague::hire(&cluster, client.as_str().unwrap()).await;
    let token = bob.sign_in(&cluster, 0).await;
    let socket = cluster.socket_at(0, &token).await;

    let url = format!("{}/api/v1/auth/logout", cluster.processes()[1].url());
    let answer = cluster.stage.http.request(Method::POST, url).bearer_auth(&token).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert_eq!(socket.next_disconnect().await, "io server disconnect");
}
