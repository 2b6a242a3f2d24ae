//! What goes wrong on purpose.

use crate::stage::{Stage, client};
use serde_json::{Value, json};

const ANN: &str = "+16505551234";

fn text() -> Value {
    json!({"messaging_product": "whatsapp", "to": ANN, "type": "text", "text": {"body": "hi"},
        "biz_opaque_callback_data": "our-id"})
}

/// A send that may fail on the way.
async fn try_send(stage: &Stage) -> Result<reqwest::Response, reqwest::Error> {
    client()
        .post(format!("{}/{}/messages", stage.url, stage.account.phone_number_id))
        .bearer_auth(&stage.account.access_token)
        .json(&text())
        .send()
        .await
}

async fn sent_count(stage: &Stage) -> usize {
    stage.report("messages?direction=outbound").await["messages"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_graph_error_harms_as_many_sends_as_it_says() {
    let mut stage = Stage::open().await;
    stage.customer_writes(ANN).await;
    let fault = json!({"kind": "graph", "code": 131_016, "isTransient": true, "times": 2, "recipient": ANN});
    assert_eq!(stage.control("faults", fault).await.status, 200);

    for _ in 0..2 {
        let refused = stage.send(text()).await;
        assert_eq!(refused.code(), (500, 131_016, None));
        assert_eq!(refused.json["error"]["is_transient"], true);
    }
    assert_eq!(stage.send(text()).await.status, 200);
    assert_eq!(sent_count(&stage).await, 1);
}

#[tokio::test]
async fn a_bad_gateway_is_not_json_and_nothing_is_sent() {
    let stage = Stage::open().await;
    stage.control("faults", json!({"kind": "badGateway", "route": "messages"})).await;

    let answer = stage.send(text()).await;

    assert_eq!(answer.status, 502);
    assert!(answer.json.as_str().unwrap().contains("<html>"));
    assert_eq!(sent_count(&stage).await, 0);
}

#[tokio::test]
async fn a_send_may_hang_before_or_after_it_was_accepted() {
    for (kind, sent) in [("hang", 0), ("acceptThenHang", 1)] {
        let stage = Stage::open().await;
        stage.control("faults", json!({"kind": kind})).await;
        let mut sending = std::pin::pin!(try_send(&stage));
        let seen = async {
            while stage.report("requests").await["requests"] == json!([]) || sent_count(&stage).await != sent {}
        };
        tokio::select! {
            answer = &mut sending => panic!("{kind}: it should hang, not give {answer:?}"),
            () = seen => {}
        }

        assert_eq!(sent_count(&stage).await, sent, "{kind}");
        stage.control("reset", json!({})).await;

        assert!(sending.await.is_err(), "{kind}");
    }
}

#[tokio::test]
async fn a_connection_may_be_closed_before_or_after_the_send_was_accepted() {
    for (kind, sent) in [("close", 0), ("acceptThenClose", 1)] {
        let stage = Stage::open().await;
        stage.control("faults", json!({"kind": kind})).await;

        let error = try_send(&stage).await.unwrap_err();

        assert!(error.is_request() && !error.is_timeout(), "{kind}: {error:?}");
        assert_eq!(sent_count(&stage).await, sent, "{kind}");
        let requests = stage.report("requests").await;
        assert_eq!(requests["requests"][0]["status"], Value::Null);
    }
}

#[tokio::test]
async fn a_status_tells_what_became_of_a_send_that_got_no_answer() {
    let mut stage = Stage::open().await;
    stage.customer_writes(ANN).await;
    stage.control("faults", json!({"kind": "acceptThenClose"})).await;

    try_send(&stage).await.unwrap_err();

    let status = stage.receiver.next_status().await;
    assert_eq!(status["statuses"][0]["biz_opaque_callback_data"], "our-id");
}

#[tokio::test]
async fn a_slow_answer_comes_after_the_first_status() {
    let mut stage = Stage::open().await;
    stage.customer_writes(ANN).await;
    stage.control("clock", json!({"freeze": true})).await;
    stage.control("faults", json!({"kind": "slow", "ms": 5_000})).await;
    let (sender, account) = (client(), stage.account.clone());
    let url = format!("{}/{}/messages", stage.url, account.phone_number_id);
    let mut sending = std::pin::pin!(sender.post(url).bearer_auth(&account.access_token).json(&text()).send());
    let status = async {
        while sent_count(&stage).await == 0 {}
        stage.control("clock", json!({"advanceMs": 1})).await;
        stage.receiver.next_status().await
    };

    let status = tokio::select! {
        answer = &mut sending => panic!("the answer came before the status: {answer:?}"),
        status = status => status,
    };
    assert_eq!(status["statuses"][0]["status"], "sent");
    stage.control("clock", json!({"advanceMs": 5_000})).await;

    assert_eq!(sending.await.unwrap().status().as_u16(), 200);
}

#[tokio::test]
async fn a_slow_body_comes_long_after_the_head_of_its_answer() {
    let stage = Stage::open().await;
    stage.control("clock", json!({"freeze": true})).await;
    stage.control("faults", json!({"kind": "slowBody", "ms": 5_000})).await;

    let answer = try_send(&stage).await.unwrap();

    assert_eq!(answer.status().as_u16(), 200);
    assert_eq!(sent_count(&stage).await, 1);
    let mut body = std::pin::pin!(answer.json::<Value>());
    tokio::select! {
        body = &mut body => panic!("the body came before its time: {body:?}"),
        _ = sent_count(&stage) => {}
    }
    stage.control("clock", json!({"advanceMs": 5_000})).await;
    assert!(body.await.unwrap()["messages"][0]["id"].is_string());
}

#[tokio::test]
async fn a_send_may_be_accepted_and_fail_later() {
    let mut stage = Stage::open().await;
    stage.customer_writes(ANN).await;
    stage.control("faults", json!({"kind": "failLater", "code": 131_049})).await;

    assert_eq!(stage.send(text()).await.status, 200);

    let status = stage.receiver.next_status().await;
    assert_eq!(status["statuses"][0]["status"], "failed");
    assert_eq!(status["statuses"][0]["errors"][0]["code"], 131_049);
}

#[tokio::test]
async fn a_reset_lets_go_what_hangs_and_starts_over() {
    let mut stage = Stage::open().await;
    stage.customer_writes(ANN).await;
    stage.control("faults", json!({"kind": "hang"})).await;
    let mut hanging = std::pin::pin!(try_send(&stage));
    let seen = async { while stage.report("requests").await["requests"] == json!([]) {} };
    tokio::select! {
        _ = &mut hanging => panic!("the send should hang"),
        () = seen => {}
    }

    stage.control("reset", json!({})).await;

    assert!(hanging.await.is_err());
    for report in ["messages", "deliveries", "requests", "users"] {
        assert_eq!(stage.report(report).await[report], json!([]), "{report}");
    }
}
