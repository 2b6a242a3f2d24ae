//! Files are looked through by whoever speaks as the ClamAV daemon does.

use bytes::Bytes;
use chat_core::{Scanner, Verdict};
use chat_media::{ClamAv, ClamAvAddress};
use std::time::Duration;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, UnixListener},
};

/// What every scanner takes for a virus.
const EICAR: &str = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

/// Hears one command and answers it as the daemon does, up to `bytes_max` bytes of a stream.
async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin, bytes_max: usize) {
    let mut command = Vec::new();
    while command.last() != Some(&0) {
        command.push(stream.read_u8().await.unwrap());
    }
    if command == b"zPING\0" {
        return stream.write_all(b"PONG\0").await.unwrap();
    }
    assert_eq!(command, b"zINSTREAM\0");
    let mut heard = Vec::new();
    loop {
        let length = usize::try_from(stream.read_u32().await.unwrap()).unwrap();
        if length == 0 {
            break;
        }
        let mut piece = vec![0; length];
        stream.read_exact(&mut piece).await.unwrap();
        heard.extend_from_slice(&piece);
        if heard.len() > bytes_max {
            return stream.write_all(b"INSTREAM size limit exceeded. ERROR\0").await.unwrap();
        }
    }
    let is_bad = heard.windows(EICAR.len()).any(|window| window == EICAR.as_bytes());
    let said: &[u8] = if is_bad { b"stream: Eicar-Signature FOUND\0" } else { b"stream: OK\0" };
    stream.write_all(said).await.unwrap();
}

async fn daemon(bytes_max: usize) -> ClamAv {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = ClamAvAddress::Tcp(listener.local_addr().unwrap().to_string());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, bytes_max));
        }
    });
    ClamAv::at(address)
}

#[tokio::test]
async fn a_virus_is_found_and_named() {
    let clamav = daemon(1_000_000).await;
    clamav.ping().await.unwrap();
    let bad = Bytes::from(format!("{}{EICAR}", "words ".repeat(50_000)));
    assert_eq!(clamav.scan(&bad).await.unwrap(), Verdict::Infected("Eicar-Signature".into()));
    assert_eq!(clamav.scan(&Bytes::from_static(b"words")).await.unwrap(), Verdict::Clean);
    assert_eq!(clamav.scan(&Bytes::new()).await.unwrap(), Verdict::Clean);
}

#[tokio::test]
async fn a_daemon_may_listen_at_a_socket_of_the_machine() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clamd.ctl");
    let listener = UnixListener::bind(&path).unwrap();
    tokio::spawn(async move { answer(listener.accept().await.unwrap().0, 1_000).await });
    let clamav = ClamAv::at(path.to_str().unwrap().parse().unwrap());
    assert_eq!(clamav.scan(&Bytes::from(EICAR)).await.unwrap(), Verdict::Infected("Eicar-Signature".into()));
}

#[tokio::test]
async fn without_an_answer_nobody_says_that_a_file_is_clean() {
    let large = Bytes::from(vec![b'x'; 1_000_000]);
    assert!(daemon(1_000).await.scan(&large).await.is_err(), "the daemon wants no more");
    let nobody = ClamAv::at(ClamAvAddress::Tcp("127.0.0.1:1".into()));
    assert!(nobody.scan(&large).await.is_err() && nobody.ping().await.is_err());
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = ClamAv::at(ClamAvAddress::Tcp(silent.local_addr().unwrap().to_string()));
    assert!(silent.patience(Duration::from_millis(50)).scan(&large).await.is_err());
}
