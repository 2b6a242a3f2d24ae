//! One connection that means harm.

use std::io;
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::time::{sleep, timeout_at};

use super::deed::Plan;

/// What became of a connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Fate {
    /// The status of the first answer.
    pub(super) status: Option<u16>,
    /// Whether the server ended it.
    pub(super) was_hung_up_on: bool,
    /// How many bytes it could send.
    pub(super) sent: u64,
}

/// Goes through with the plan until then, or until the server has had enough.
pub(super) async fn torment(stream: TcpStream, plan: &Plan, until: Instant) -> Fate {
    let (reader, writer) = stream.into_split();
    let mut fate = Fate::default();
    let (mut status, mut sent) = (None, 0);
    let both = async {
        tokio::select! {
            () = hear(reader, &mut status) => {}
            // It stays open when there is nothing left to say.
            Err(_) = say(writer, plan, &mut sent) => {}
        }
    };
    fate.was_hung_up_on = timeout_at(until.into(), both).await.is_ok();
    Fate { status, sent, ..fate }
}

/// Reads until the server ends the connection, and notes the status of the first answer.
async fn hear(mut reader: OwnedReadHalf, status: &mut Option<u16>) {
    let mut held = Vec::with_capacity(256);
    loop {
        match reader.read_buf(&mut held).await {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        if status.is_none() {
            *status = held.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
        }
        if status.is_some() {
            held.clear();
        }
    }
}

/// Says what there is to say; never ends but by a failure.
async fn say(mut writer: OwnedWriteHalf, plan: &Plan, sent: &mut u64) -> io::Result<()> {
    writer.write_all(&plan.head).await?;
    *sent += plan.head.len() as u64;
    while *sent < plan.sent_max && !plan.more.is_empty() {
        if let Some(pause) = plan.pause {
            sleep(pause).await;
        }
        writer.write_all(&plan.more).await?;
        *sent += plan.more.len() as u64;
    }
    std::future::pending().await
}
