//! The limit: frames made beforehand, written to one connection after the other by a plain loop.

use std::io::ErrorKind;
use std::sync::{Arc, Mutex};

use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto::upgrade::downcast;
use serde_json::json;
use tokio::net::TcpStream;

use super::{Broadcast, serve_with, websockets};
use crate::Result;
use crate::notice::{NAME, payload};

#[derive(Debug, Default)]
struct Streams(Mutex<Vec<TcpStream>>);

impl Broadcast for Streams {
    fn broadcast(&self, seq: u64) {
        let frame = frame(&format!("42{}", json!([NAME, payload(seq)])));
        let mut streams = self.0.lock().expect("no holder of the lock panics");
        streams.retain(|stream| match stream.try_write(&frame) {
            Ok(written) => written == frame.len(),
            // Nobody waits here: a socket whose window is full is dropped, and the measurement fails.
            Err(error) => error.kind() == ErrorKind::Interrupted,
        });
    }
}

pub(super) async fn serve() -> Result {
    let streams = Arc::new(Streams::default());
    let entrance = streams.clone();
    let app = websockets(move |upgrade| drop(tokio::spawn(keep(upgrade, entrance.clone()))));
    serve_with(app, streams, None).await
}

async fn keep(upgrade: OnUpgrade, streams: Arc<Streams>) {
    let Ok(upgraded) = upgrade.await else { return };
    if let Ok(parts) = downcast::<TokioIo<TcpStream>>(upgraded) {
        let stream = parts.io.into_inner();
        // Otherwise a frame would wait for the acknowledgement of the one before.
        let _ = stream.set_nodelay(true);
        streams.0.lock().expect("no holder of the lock panics").push(stream);
    }
}

/// A text frame of a server, for texts of 126 bytes up to 64 KiB.
fn frame(text: &str) -> Vec<u8> {
    let len = u16::try_from(text.len()).expect("the event is short");
    let mut frame = vec![0x81, 126];
    frame.extend_from_slice(&len.to_be_bytes());
    frame.extend_from_slice(text.as_bytes());
    frame
}
