//! What goes wrong between the server and the customers' phones.

use crate::{clock, street::Street};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::sleep;

/// How long everything is well between two faults, on average.
const PAUSE: Duration = Duration::from_millis(700);

/// Sets up the emulator for a run: quick phones, and webhooks that are doubled, reordered and gathered.
pub(crate) async fn prepare(street: &Street) {
    street.order("clock", json!({ "delays": { "sentMs": 20, "deliveredMs": 50, "readMs": 100 } })).await;
    // Customers also write by calls of our own, of which the emulator knows nothing.
    street.order("rules", json!({ "closedWindow": "ignored" })).await;
}

/// Disturbs until it is dropped.
pub(crate) async fn disturb(street: Street, mut random: fastrand::Rng) {
    loop {
        let chaos =
            json!({ "duplicate": 0.2, "reorder": 0.2, "batchMs": *random.choice(&[0, 0, 50, 200]).expect("some") });
        street.order("chaos", chaos).await;
        for _ in 0..5 {
            street.order("faults", fault(&mut random)).await;
            sleep(clock::around(PAUSE, &mut random)).await;
        }
    }
}

/// Lets everything be well again.
pub(crate) async fn calm(street: &Street) {
    street.order("chaos", json!({ "duplicate": 0.0, "reorder": 0.0, "batchMs": 0 })).await;
    street.emulate(Method::DELETE, "faults", None).await;
}

fn fault(random: &mut fastrand::Rng) -> Value {
    let mut fault = match random.usize(..9) {
        0 => json!({ "kind": "acceptThenHang" }),
        1 => json!({ "kind": "acceptThenClose" }),
        2 => json!({ "kind": "badGateway" }),
        3 => json!({ "kind": "close" }),
        4 => json!({ "kind": "graph", "code": 131_000, "isTransient": true }),
        5 => json!({ "kind": "graph", "code": 130_429 }),
        6 => json!({ "kind": "failLater", "code": 131_026 }),
        7 => json!({ "kind": "hang" }),
        _ => json!({ "kind": "slow", "ms": 800 }),
    };
    fault["route"] = json!("messages");
    fault
}
