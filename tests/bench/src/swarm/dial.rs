//! Connecting a socket until it hears events.

use std::net::{Ipv4Addr, SocketAddr};
use std::rc::Rc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use super::feed::frame;
use crate::notice::NAME;
use crate::{Failure, Result};

/// What a server speaks.
#[derive(Clone, Debug)]
pub enum Dialect {
    /// WebSocket alone: who is connected hears.
    Plain,
    /// Socket.IO, in the namespace `/`.
    SocketIo {
        /// What signs the socket in.
        token: Option<String>,
        /// The event that has to be emitted, and answered with `ok`, before anything is heard.
        join: Option<&'static str>,
        /// The event that is heard.
        event: &'static str,
    },
    /// Socket.IO, in the namespace of visitors, who hear that their widget's settings have changed.
    Visitor {
        /// What lets each of the sockets in.
        tokens: Rc<[String]>,
    },
}

impl Dialect {
    /// How the packet of an event begins that is heard, and whether its events are numbered.
    pub(super) fn lead(&self) -> (String, bool) {
        match self {
            Self::Plain => (format!("42[\"{NAME}\","), true),
            Self::SocketIo { event, .. } => (format!("42[\"{event}\","), true),
            Self::Visitor { .. } => (format!("42{VISITOR}[\"settings\""), false),
        }
    }
}

/// The namespace of visitors, as packets name it.
const VISITOR: &str = "/visitor,";

/// How long a socket may take until it is let in.
const PATIENCE: Duration = Duration::from_secs(30);

/// Connects the `n`-th socket from a loopback address; returns the stream and what was read of it beyond what was waited for.
pub(super) async fn dial(to: SocketAddr, from: Ipv4Addr, dialect: &Dialect, n: usize) -> Result<(TcpStream, Vec<u8>)> {
    let line = Line::connect(to, from, dialect, n).await?;
    Ok((line.stream, line.held))
}

/// A text frame of a client; the mask may be anything, also nothing.
pub(super) fn masked(text: &str) -> Vec<u8> {
    let mut out = vec![0x81];
    match u16::try_from(text.len()) {
        Ok(len @ 0..=125) => out.push(0x80 | len as u8),
        Ok(len) => {
            out.push(0x80 | 126);
            out.extend_from_slice(&len.to_be_bytes());
        }
        Err(_) => {
            out.push(0x80 | 127);
            out.extend_from_slice(&(text.len() as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(text.as_bytes());
    out
}

/// Connects as the first socket of [`dial`] does and reads the journal from after a position up to its end; tells how many events that were.
pub(super) async fn come_back(to: SocketAddr, dialect: &Dialect, mut after: u64) -> Result<u64> {
    let mut line = Line::connect(to, Ipv4Addr::LOCALHOST, dialect, 0).await?;
    let mut count = 0;
    loop {
        line.say(&format!("422{}", json!(["sync", { "after": after }]))).await?;
        let answer = timeout(PATIENCE, line.payload("432")).await;
        let answer = answer.map_err(|_| Failure::from("a socket was not told what it missed for 30 s"))??;
        let answer: Value = serde_json::from_slice(&answer[3..])?;
        for event in answer[0]["events"].as_array().ok_or("a page has no events")? {
            after += 1;
            count += 1;
            if event["seq"] != after {
                return Err(format!("event {after} is missing: {event}").into());
            }
        }
        if answer[0]["more"] == false {
            return Ok(count);
        }
    }
}

/// A connected socket that is read by whoever waits for something.
#[derive(Debug)]
pub(super) struct Line {
    stream: TcpStream,
    held: Vec<u8>,
}

impl Line {
    pub(super) async fn connect(to: SocketAddr, from: Ipv4Addr, dialect: &Dialect, n: usize) -> Result<Self> {
        let dialling = async {
            let socket = TcpSocket::new_v4()?;
            socket.bind((from, 0).into())?;
            // A reset when it is dropped, so that no port is kept from the next round.
            socket.set_zero_linger()?;
            socket.set_nodelay(true)?;
            let mut line = Self { stream: socket.connect(to).await?, held: Vec::with_capacity(1024) };
            line.sign_in(dialect, n).await?;
            Ok(line)
        };
        timeout(PATIENCE, dialling).await.map_err(|_| Failure::from("a socket was not let in for 30 s"))?
    }

    async fn sign_in(&mut self, dialect: &Dialect, n: usize) -> Result {
        match dialect {
            Dialect::Plain => self.upgrade("/").await,
            Dialect::SocketIo { token, join, .. } => {
                self.enter("", token.as_deref()).await?;
                let Some(join) = join else { return Ok(()) };
                self.say(&format!("421{}", json!([join]))).await?;
                self.packet("431[{\"ok\":true").await
            }
            Dialect::Visitor { tokens } => {
                self.enter(VISITOR, Some(tokens.get(n).ok_or("there are more sockets than tokens")?)).await
            }
        }
    }

    /// Enters a namespace of Socket.IO.
    async fn enter(&mut self, namespace: &str, token: Option<&str>) -> Result {
        self.upgrade("/socket.io/?EIO=4&transport=websocket").await?;
        self.packet("0").await?;
        let auth = token.map_or(String::new(), |token| json!({ "token": token }).to_string());
        self.say(&format!("40{namespace}{auth}")).await?;
        self.packet(&format!("40{namespace}")).await
    }

    /// Asks as a visitor, and waits for the answer.
    pub(super) async fn ask(&mut self, event: &str, what: &Value) -> Result<Value> {
        self.say(&format!("42{VISITOR}1{}", json!([event, what]))).await?;
        let lead = format!("43{VISITOR}1");
        let answer = timeout(PATIENCE, self.payload(&lead)).await;
        let answer = answer.map_err(|_| Failure::from("a visitor was not answered for 30 s"))??;
        let [answer]: [Value; 1] = serde_json::from_slice(&answer[lead.len()..])?;
        if answer["ok"] != true { Err(answer.to_string().into()) } else { Ok(answer) }
    }

    async fn upgrade(&mut self, path: &str) -> Result {
        let host = self.stream.peer_addr()?;
        // Visitors' sockets are let in from the server's own pages alone.
        let head = format!(
            "GET {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\nconnection: Upgrade\r\n\
             upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        );
        self.stream.write_all(head.as_bytes()).await?;
        loop {
            if let Some(end) = self.held.windows(4).position(|window| window == b"\r\n\r\n") {
                if !self.held.starts_with(b"HTTP/1.1 101") {
                    return Err(String::from_utf8_lossy(&self.held).into());
                }
                self.held.drain(..end + 4);
                return Ok(());
            }
            self.read().await?;
        }
    }

    async fn say(&mut self, packet: &str) -> Result {
        Ok(self.stream.write_all(&masked(packet)).await?)
    }

    /// Reads up to the packet that begins so; events before it are passed over, heartbeats answered, a refusal is an error.
    async fn packet(&mut self, lead: &str) -> Result {
        self.payload(lead).await.map(drop)
    }

    async fn payload(&mut self, lead: &str) -> Result<Vec<u8>> {
        loop {
            while let Some((_, payload, rest)) = frame(&self.held) {
                let (payload, used) = (payload.to_vec(), self.held.len() - rest.len());
                self.held.drain(..used);
                if payload.starts_with(lead.as_bytes()) {
                    return Ok(payload);
                }
                if payload == b"2" {
                    self.say("3").await?;
                } else if !payload.starts_with(b"42") {
                    let got = String::from_utf8_lossy(&payload);
                    return Err(format!("waited for {lead}, got {got}").into());
                }
            }
            self.read().await?;
        }
    }

    async fn read(&mut self) -> Result {
        match self.stream.read_buf(&mut self.held).await? {
            0 => Err("the server hung up".into()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_says_is_masked_with_zeros() {
        assert_eq!(masked("3"), [0x81, 0x81, 0, 0, 0, 0, b'3']);
        let long = masked(&"x".repeat(300));
        assert_eq!(long[..8], [0x81, 0xfe, 1, 44, 0, 0, 0, 0]);
        assert_eq!(long.len(), 308);
    }
}
