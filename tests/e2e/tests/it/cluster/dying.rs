//! A process is killed while it sends.

use super::{Cluster, websocket};
use e2e::{NpmClient, Seen};
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test]
async fn the_lanes_and_the_sockets_of_a_killed_process_move_to_the_other() {
    let mut cluster = Cluster::joined().await;
    let shop = cluster.stage.shop(1).await;
    let conversation = cluster.conversation(&shop).await;
    // Only one process is there, so that it is the one that sends.
    cluster.second.kill().await;
    let agent = NpmClient::connect(websocket(cluster.stage.url(), &shop.api_key)).await;
    agent.ask("joinInbox", []).await;
    cluster.stage.emulate("faults", json!({ "kind": "acceptThenHang", "route": "messages", "times": 1 })).await;
    cluster.reply_at(0, &shop, &conversation, "one").await;
    cluster.reply_at(0, &shop, &conversation, "two").await;
    let is_on_its_way = |seen: &Seen| matches!(seen, Seen::Event { event, .. } if event == "messageStatus");
    agent.wait_for("the customer to have the first reply", is_on_its_way).await;
    assert_eq!(cluster.stage.texts_at_customers(&shop).await, ["one"]);
    cluster.second.restart().await;
    cluster.stage.server.kill().await;

    agent.next_disconnect().await;
    agent.connected().await;
    agent.ask("joinInbox", []).await;
    let mut read = BTreeSet::new();
    let mut after = 0;
    while read.len() < 2 {
        let page = agent.ask("sync", [json!({ "after": after })]).await;
        for event in page["events"].as_array().unwrap() {
            after += 1;
            assert_eq!(event["seq"], after, "the journal has no gap");
            if event["type"] == "messageStatusChanged" && event["data"]["status"] == "read" {
                read.insert(event["data"]["messageId"].to_string());
            }
        }
        if read.len() < 2 && page["more"] == false {
            agent.next_event("messageStatus").await;
        }
    }
    assert_eq!(cluster.stage.texts_at_customers(&shop).await, ["one", "two"]);
}
