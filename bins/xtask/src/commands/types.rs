use clap::Parser;

use crate::shell::{self, Result, cargo, say};

/// Where the types are written, and by which test.
const CRATES: [&str; 2] = ["chat-http", "chat-transport-ws"];

/// Write the TypeScript client's types anew from those of the server: the shapes of REST and of the socket.
///
/// The tests that write them are those that fail while they are stale.
#[derive(Debug, Parser)]
pub(crate) struct Args {}

pub(crate) fn run(_: &Args) -> Result {
    for name in CRATES {
        let mut test = cargo();
        test.args(["test", "--quiet", "--package", name, "--all-features", "--", "the_clients_types_are_those_of"]);
        shell::run(test.env("CHAT_TYPES_WRITE", "1"))?;
    }
    say("chat-transport-ws/client/src/generated is what the server's types give");
    Ok(())
}
