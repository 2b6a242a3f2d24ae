//! What is logged.

use crate::server;
use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

#[test]
fn a_log_that_no_terminal_reads_is_plain_text() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = server(folder.path());
    // Whoever runs the tests may have turned colours off, which would hide that they are there.
    let running = command.env_remove("NO_COLOR").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut running = running.unwrap();
    let mut lines = BufReader::new(running.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().starts_with("chat-server is listening on ")));
    let order = format!("kill -TERM {}", running.id());
    assert!(Command::new("sh").args(["-c", &order]).status().unwrap().success());
    let output = running.wait_with_output().unwrap();
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{}", output.status);
    assert!(log.contains("stopping") && !log.contains('\u{1b}'), "{log:?}");
}
