//! Our engine alone: everyone who connects is in one room.

use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use chat_transport_ws::engine::{Config, Connecting, Engine, Event, Frame, Handler, Reason, Refusal, Socket, Target};

use super::{Broadcast, serve_with};
use crate::Result;
use crate::notice::{NAME, payload};

const ROOM: &str = "room";

#[derive(Debug)]
struct Joiner;

#[async_trait]
impl Handler for Joiner {
    async fn connect(&self, connecting: Connecting) -> Result<(), Refusal> {
        connecting.socket.join(ROOM).map_err(|error| Refusal::new(error.to_string()))
    }

    async fn event(&self, _: &Socket, _: Event) {}

    async fn disconnect(&self, _: &Socket, _: Reason) {}
}

impl Broadcast for Engine {
    fn broadcast(&self, seq: u64) {
        let frame = Frame::event("/", NAME, &payload(seq)).expect("a JSON value is always JSON");
        Engine::broadcast(self, &Target::rooms("/", &[ROOM]), &frame);
    }
}

pub(super) async fn serve() -> Result {
    let engine = Engine::new(Config::default(), Arc::new(Joiner));
    let app = Router::new().layer(engine.layer());
    let broadcast = Arc::new(engine.clone());
    tokio::select! {
        served = serve_with(app, broadcast, None) => served,
        () = engine.run() => Ok(()),
    }
}
