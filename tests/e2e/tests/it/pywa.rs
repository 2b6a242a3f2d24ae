//! The emulator is Meta's servers to a library that knows only those: pywa, unmodified.

use e2e::{Launch, Server};
use std::{process::Stdio, time::Duration};
use tokio::{process::Command, time::timeout};

/// How long it may take: a guard, many times what it needs.
const MAX: Duration = Duration::from_secs(180);

/// Where its calls are.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python");

#[tokio::test]
async fn every_call_of_pywa_does_what_it_does_with_meta() {
    // The calls say themselves where webhooks go; until then nobody hears any.
    let emulator = Server::start(Launch::whatsapp_emulator().args(["--callback-url", "http://127.0.0.1:9/"])).await;
    let mut calls = Command::new(e2e::python("python"));
    calls.args(["-m", "pywa_calls", &emulator.url()]).current_dir(FOLDER).env("PYTHONDONTWRITEBYTECODE", "1");
    calls.stdin(Stdio::null()).kill_on_drop(true);

    let ended = timeout(MAX, calls.output()).await.expect("it comes to its end").expect("it starts");

    let told = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success(), "{told}\n{}", String::from_utf8_lossy(&ended.stderr));
    println!("{told}");
}
