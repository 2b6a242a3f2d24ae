use async_trait::async_trait;
use chat_core::{Media, ScanFailed, Scanner, Verdict};
use futures_util::TryStreamExt;
use std::{fmt, io, path::PathBuf, str::FromStr, time::Duration};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Where a ClamAV daemon listens.
///
/// Written as `host:port`, or as the path of its socket: `/run/clamav/clamd.ctl`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ClamAvAddress {
    /// At a port.
    Tcp(String),
    /// At a socket of this machine.
    Unix(PathBuf),
}

/// A text that is no address of a daemon.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("expected host:port, or the path of a socket such as /run/clamav/clamd.ctl")]
pub struct NotAnAddress;

impl FromStr for ClamAvAddress {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let text = text.trim();
        if text.starts_with('/') {
            return Ok(Self::Unix(text.into()));
        }
        let (host, port) = text.rsplit_once(':').ok_or(NotAnAddress)?;
        let is_port = port.parse::<u16>().is_ok_and(|port| port > 0);
        if is_port && !host.is_empty() { Ok(Self::Tcp(text.to_owned())) } else { Err(NotAnAddress) }
    }
}

impl fmt::Display for ClamAvAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => f.write_str(address),
            Self::Unix(path) => path.display().fmt(f),
        }
    }
}

/// Has a ClamAV daemon look through files, by its command `INSTREAM`.
///
/// The daemon looks through as many bytes as its `StreamMaxLength` allows, 25 MB unless it is set: a file that is larger cannot be
/// taken.
#[derive(Clone, Debug)]
pub struct ClamAv {
    address: ClamAvAddress,
    patience: Duration,
}

impl ClamAv {
    /// How long the daemon may take for one file unless the host says otherwise.
    pub const PATIENCE: Duration = Duration::from_secs(60);
    /// The longest answer in bytes.
    const ANSWER_MAX: u64 = 4096;

    /// The daemon at an address.
    pub fn at(address: ClamAvAddress) -> Self {
        Self { address, patience: Self::PATIENCE }
    }

    /// Waits for so long for an answer.
    #[must_use]
    pub fn patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Asks whether the daemon is there.
    ///
    /// # Errors
    /// When it does not answer as it should.
    pub async fn ping(&self) -> Result<(), ScanFailed> {
        let asked = tokio::time::timeout(self.patience, self.ask(b"zPING\0", None)).await;
        match asked.map_err(ScanFailed::new)?.map_err(ScanFailed::new)?.as_str() {
            "PONG" => Ok(()),
            other => Err(ScanFailed::new(format!("it answered {other:?}"))),
        }
    }

    async fn ask(&self, command: &[u8], media: Option<&dyn Media>) -> io::Result<String> {
        match &self.address {
            ClamAvAddress::Tcp(address) => talk(tokio::net::TcpStream::connect(address).await?, command, media).await,
            #[cfg(unix)]
            ClamAvAddress::Unix(path) => talk(tokio::net::UnixStream::connect(path).await?, command, media).await,
            #[cfg(not(unix))]
            ClamAvAddress::Unix(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}

#[async_trait]
impl Scanner for ClamAv {
    async fn scan(&self, media: &dyn Media) -> Result<Verdict, ScanFailed> {
        let asked = tokio::time::timeout(self.patience, self.ask(b"zINSTREAM\0", Some(media))).await;
        verdict(&asked.map_err(ScanFailed::new)?.map_err(ScanFailed::new)?)
    }
}

/// Says a command and what belongs to it, and hears the answer.
async fn talk(
    mut stream: impl AsyncRead + AsyncWrite + Unpin + Send,
    command: &[u8],
    media: Option<&dyn Media>,
) -> io::Result<String> {
    stream.write_all(command).await?;
    if let Some(media) = media {
        // A daemon that has heard enough answers and hangs up: its answer says why.
        let _ = tell(&mut stream, media).await?;
    }
    let mut answer = Vec::new();
    stream.take(ClamAv::ANSWER_MAX).read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    Ok(answer.trim_end_matches(['\0', '\n', '\r']).to_owned())
}

/// Tells the bytes in pieces, each with its length before it; an empty one ends them. Tells whether the daemon took all of them.
async fn tell(stream: &mut (impl AsyncWrite + Unpin + Send), media: &dyn Media) -> io::Result<bool> {
    let mut bytes = media.open().await.map_err(io::Error::other)?;
    while let Some(piece) = bytes.try_next().await.map_err(io::Error::other)? {
        let length = u32::try_from(piece.len()).map_err(io::Error::other)?;
        if length > 0 && !takes(stream, &length.to_be_bytes(), &piece).await {
            return Ok(false);
        }
    }
    Ok(takes(stream, &[0; 4], &[]).await)
}

async fn takes(stream: &mut (impl AsyncWrite + Unpin + Send), length: &[u8], piece: &[u8]) -> bool {
    let written = async {
        stream.write_all(length).await?;
        stream.write_all(piece).await?;
        stream.flush().await
    };
    written.await.is_ok()
}

/// `stream: OK`, `stream: Eicar-Signature FOUND`, or what went wrong.
fn verdict(answer: &str) -> Result<Verdict, ScanFailed> {
    let said = answer.strip_prefix("stream:").map(str::trim);
    match said {
        Some("OK") => Ok(Verdict::Clean),
        Some(found) if found.ends_with(" FOUND") => {
            Ok(Verdict::Infected(found.trim_end_matches(" FOUND").chars().take(128).collect()))
        }
        _ => Err(ScanFailed::new(format!("it answered {answer:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_port_or_a_socket() {
        for text in ["127.0.0.1:3310", "clamav:3310", "[::1]:3310", "/run/clamav/clamd.ctl"] {
            assert_eq!(text.parse::<ClamAvAddress>().unwrap().to_string(), text);
        }
        for text in ["", "clamav", ":3310", "clamav:0", "clamav:x", "run/clamd.ctl"] {
            assert!(text.parse::<ClamAvAddress>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_answer_is_clean_infected_or_none() {
        assert_eq!(verdict("stream: OK").unwrap(), Verdict::Clean);
        assert_eq!(verdict("stream: Eicar-Signature FOUND").unwrap(), Verdict::Infected("Eicar-Signature".into()));
        for answer in ["", "INSTREAM size limit exceeded. ERROR", "stream: OKAY", "UNKNOWN COMMAND"] {
            assert!(verdict(answer).is_err(), "{answer}");
        }
    }
}
