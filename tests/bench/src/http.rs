//! A client of one HTTP connection that is kept alive and costs next to nothing.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::{Failure, Result};

/// A connection to a server.
#[derive(Debug)]
pub struct Http {
    stream: TcpStream,
    host: String,
    held: Vec<u8>,
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

impl Http {
    /// How long a server may take to answer.
    const PATIENCE: Duration = Duration::from_secs(30);
    /// The longest head of an answer in bytes.
    const HEAD_MAX: usize = 16 * 1024;

    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, host: address.to_string(), held: Vec::with_capacity(1024) })
    }

    /// Asks and waits for the answer. `headers` are whole lines, each with its end.
    ///
    /// # Errors
    /// When the connection breaks or the answer is none.
    pub async fn ask(&mut self, method: &str, path: &str, headers: &str, body: &[u8]) -> Result<Answer> {
        let host = &self.host;
        let length = body.len();
        let head = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\ncontent-length: {length}\r\n{headers}\r\n");
        let request = [head.as_bytes(), body].concat();
        let asking = async {
            self.stream.write_all(&request).await?;
            self.answer().await
        };
        timeout(Self::PATIENCE, asking).await.map_err(|_| Failure::from("the server does not answer"))?
    }

    async fn answer(&mut self) -> Result<Answer> {
        let (status, start, length) = loop {
            if let Some(head) = head(&self.held)? {
                break head;
            }
            if self.held.len() > Self::HEAD_MAX {
                return Err("the head of an answer does not end".into());
            }
            self.read().await?;
        };
        while self.held.len() < start + length {
            self.read().await?;
        }
        let body = self.held[start..start + length].to_vec();
        self.held.drain(..start + length);
        Ok(Answer { status, body })
    }

    async fn read(&mut self) -> Result {
        match self.stream.read_buf(&mut self.held).await? {
            0 => Err("the server hung up".into()),
            _ => Ok(()),
        }
    }
}

/// The status, where the body begins, and how long it is; nothing while the head is incomplete.
fn head(held: &[u8]) -> Result<Option<(u16, usize, usize)>> {
    let Some(end) = held.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&held[..end])?;
    let mut lines = text.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).ok_or("the answer has no status")?;
    let length = lines.filter_map(|line| line.split_once(':'));
    let length = length.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length = length.map_or(Ok(0), |(_, value)| value.trim().parse())?;
    Ok(Some((status.parse()?, end + 4, length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_an_answer_tells_status_and_length() {
        let answer = b"HTTP/1.1 201 Created\r\nx: y\r\nContent-Length: 12\r\n\r\nbody";

        assert_eq!(head(answer).unwrap(), Some((201, 50, 12)));
        assert_eq!(head(b"HTTP/1.1 200 OK\r\n\r\n").unwrap(), Some((200, 19, 0)));
        assert_eq!(head(&answer[..49]).unwrap(), None);
    }
}
