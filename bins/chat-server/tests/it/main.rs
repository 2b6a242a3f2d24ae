//! The binary, run.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod log;
mod refusals;

use std::{env, path::Path, process::Command};

/// The server on a data directory and a port of its own, with none of the test's own settings.
fn server(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chat-server"));
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CHAT_")) {
        command.env_remove(name);
    }
    command.current_dir(folder).args(["--listen", "127.0.0.1:0", "--data-dir", "data"]);
    command
}
