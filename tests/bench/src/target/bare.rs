//! What a broadcast over axum's own WebSocket is inside: a task with a bounded channel per socket.

use std::sync::{Arc, Mutex};

use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::sync::mpsc;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use super::{Broadcast, serve_with, websockets};
use crate::Result;
use crate::notice::{NAME, payload};

/// How many events may wait for a socket.
const QUEUE_MAX: usize = 256;
/// A small buffer for what clients say, who say little.
const READ_BUFFER: usize = 4 * 1024;

#[derive(Debug, Default)]
struct Hall {
    members: Mutex<Vec<mpsc::Sender<Utf8Bytes>>>,
}

impl Hall {
    fn enter(&self) -> mpsc::Receiver<Utf8Bytes> {
        let (sender, receiver) = mpsc::channel(QUEUE_MAX);
        self.members.lock().expect("no holder of the lock panics").push(sender);
        receiver
    }
}

impl Broadcast for Hall {
    fn broadcast(&self, seq: u64) {
        let text = Utf8Bytes::from(format!("42{}", json!([NAME, payload(seq)])));
        let mut members = self.members.lock().expect("no holder of the lock panics");
        members.retain(|member| member.try_send(text.clone()).is_ok());
    }
}

pub(super) async fn serve() -> Result {
    let hall = Arc::new(Hall::default());
    let entrance = hall.clone();
    let app = websockets(move |upgrade| drop(tokio::spawn(attend(upgrade, entrance.enter()))));
    serve_with(app, hall, None).await
}

async fn attend(upgrade: OnUpgrade, mut events: mpsc::Receiver<Utf8Bytes>) {
    let Ok(upgraded) = upgrade.await else { return };
    let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER);
    let mut socket = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, Some(config)).await;
    loop {
        let is_well = tokio::select! {
            event = events.recv() => match event {
                Some(event) => hand_on(&mut socket, event, &mut events).await.is_ok(),
                None => false,
            },
            said = socket.next() => matches!(said, Some(Ok(_))),
        };
        if !is_well {
            return;
        }
    }
}

/// Writes an event and those that wait behind it together.
async fn hand_on<S>(socket: &mut S, event: Utf8Bytes, events: &mut mpsc::Receiver<Utf8Bytes>) -> Result<(), S::Error>
where
    S: SinkExt<Message> + Unpin,
{
    socket.feed(Message::Text(event)).await?;
    while let Ok(event) = events.try_recv() {
        socket.feed(Message::Text(event)).await?;
    }
    socket.flush().await
}
