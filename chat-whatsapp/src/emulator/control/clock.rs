//! `/_emu/clock`: the emulator's time and how long things take.

use super::{Refused, body::Body};
use crate::emulator::{machine::Shared, world::World};
use axum::{Json, extract::State};
use chrono::TimeDelta;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use std::sync::Arc;

/// The longest step the clock takes at once: a year.
const ADVANCE_MAX_MS: i64 = 366 * 24 * 60 * 60 * 1_000;
/// How many times as fast, or as slow, the clock can go.
const SCALE_MAX: f64 = 100_000.0;

/// What is done to the clock; what is not there stays as it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct ClockChange {
    freeze: Option<bool>,
    advance_ms: Option<i64>,
    scale: Option<f64>,
    delays: Option<DelaysChange>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct DelaysChange {
    sent_ms: Option<u32>,
    delivered_ms: Option<u32>,
    /// Null: users read only when they are told to.
    #[serde(default, deserialize_with = "given")]
    read_ms: Option<Option<u32>>,
    review_ms: Option<u32>,
}

fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<u32>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// `POST /_emu/clock`: freezes or thaws first, then advances.
pub(crate) async fn set(
    State(shared): State<Arc<Shared>>,
    Body(change): Body<ClockChange>,
) -> Result<Json<Value>, Refused> {
    if change.advance_ms.is_some_and(|ms| !(0..=ADVANCE_MAX_MS).contains(&ms)) {
        return Err(Refused::Invalid("advanceMs must be between 0 and a year".to_owned()));
    }
    if change.scale.is_some_and(|scale| !(1.0 / SCALE_MAX..=SCALE_MAX).contains(&scale)) {
        return Err(Refused::Invalid("scale must be between 0.00001 and 100000".to_owned()));
    }
    Ok(shared.change(|world| {
        match change.freeze {
            Some(true) => world.clock.freeze(),
            Some(false) => world.clock.thaw(),
            None => {}
        }
        if let Some(scale) = change.scale {
            world.clock.set_scale(scale);
        }
        if let Some(ms) = change.advance_ms {
            world.clock.advance(TimeDelta::milliseconds(ms));
        }
        if let Some(wanted) = change.delays {
            let delays = &mut world.delays;
            delays.sent_ms = wanted.sent_ms.unwrap_or(delays.sent_ms);
            delays.delivered_ms = wanted.delivered_ms.unwrap_or(delays.delivered_ms);
            delays.review_ms = wanted.review_ms.unwrap_or(delays.review_ms);
            delays.read_ms = wanted.read_ms.unwrap_or(delays.read_ms);
        }
        Json(report(world))
    }))
}

/// `GET /_emu/clock`.
pub(crate) async fn show(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(report(&shared.world()))
}

fn report(world: &World) -> Value {
    let clock = &world.clock;
    json!({"now": world.now(), "frozen": clock.is_frozen(), "scale": clock.scale(), "delays": world.delays})
}
