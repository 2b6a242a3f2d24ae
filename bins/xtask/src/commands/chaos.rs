use clap::Parser;

use crate::{
    need,
    shell::{self, Result, cargo},
};

/// Kill the assembled server under load, again and again, and prove that nothing is lost.
///
/// The development build runs on SQLite, then as two processes on a PostgreSQL and a Redis of its own, under load from real
/// `socket.io-client` sockets, signed webhooks and REST. Processes are killed with SIGKILL, the databases stopped and
/// started, at random. At the end everything that was promised is compared with what is there, and a table in Markdown
/// tells; it fails when a promise was broken and says where the logs and data are.
#[derive(Debug, Parser)]
pub(crate) struct Args {
    /// `--kills N`, `--seed S`, `--only sqlite|postgres`, `--minutes M`; `-- --help` tells more.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    options: Vec<String>,
}

pub(crate) fn run(args: &Args) -> Result {
    need::for_chaos()?;
    let packages = ["chat-chaos", "chat-server", "chat-whatsapp-emulator"];
    let mut build = cargo();
    build.arg("build");
    for package in packages {
        build.args(["--package", package]);
    }
    shell::run(&mut build)?;
    // The binaries lie beside each other.
    shell::run(cargo().args(["run", "--quiet", "--package", "chat-chaos", "--"]).args(&args.options))
}
