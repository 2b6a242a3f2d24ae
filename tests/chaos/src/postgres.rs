//! A PostgreSQL of the run's own, which may be stopped like a machine that loses power.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Stdio,
};
use tokio::process::Command;

/// The system's user that PostgreSQL runs as when we are root, which it refuses to be.
const USER: &str = "postgres";

/// A throw-away cluster in a folder, stopped when dropped.
#[derive(Debug)]
pub(crate) struct Postgres {
    folder: PathBuf,
    address: SocketAddr,
    programs: PathBuf,
    is_root: bool,
}

impl Postgres {
    /// Makes a cluster in `folder`, which must not be there yet, and starts it.
    pub(crate) async fn start(folder: PathBuf, address: SocketAddr) -> Self {
        let id = Command::new("id").arg("-u").output().await.expect("`id` runs");
        let postgres = Self { folder, address, programs: programs(), is_root: id.stdout == b"0\n" };
        fs::create_dir(&postgres.folder).expect("the folder can be made");
        if postgres.is_root {
            let mut chown = Command::new("chown");
            succeed(chown.arg(USER).arg(&postgres.folder)).await;
        }
        let mut initdb = postgres.command("initdb");
        initdb.args(["--username", USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--pgdata"]);
        succeed(initdb.arg(postgres.data())).await;
        postgres.start_again().await;
        postgres
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://{USER}@{}/postgres", self.address)
    }

    /// Stops it without a word to anybody, and without writing out what it remembers.
    pub(crate) async fn stop(&self) {
        succeed(self.control().args(["stop", "--mode", "immediate"])).await;
    }

    /// Starts it again: it recovers what was committed.
    pub(crate) async fn start_again(&self) {
        let (socket, port) = (self.folder.display(), self.address.port());
        let options = format!("-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={socket}");
        let mut start = self.control();
        start.args(["start", "--wait", "--timeout", "120", "--log"]).arg(self.folder.join("log"));
        succeed(start.args(["--options", &options])).await;
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn control(&self) -> Command {
        let mut control = self.command("pg_ctl");
        control.arg("--pgdata").arg(self.data());
        control
    }

    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = if self.is_root {
            let mut runuser = Command::new("runuser");
            runuser.args(["--user", USER, "--"]).arg(program);
            runuser
        } else {
            Command::new(program)
        };
        // The server inherits them and would keep them open.
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).current_dir(&self.folder);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = self.control();
        stop.args(["stop", "--mode", "immediate"]);
        // It may be stopped already.
        let _ = stop.as_std_mut().status();
    }
}

/// The folder of the newest PostgreSQL where Debian keeps it; elsewhere its programs are on the search path.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let folders = versions.map(|version| version.path().join("bin")).filter(|folder| folder.join("initdb").is_file());
    let version = |folder: &PathBuf| -> Option<u32> { folder.parent()?.file_name()?.to_str()?.parse().ok() };
    folders.max_by_key(version).unwrap_or_else(|| Path::new("").to_owned())
}

async fn succeed(command: &mut Command) {
    let line = format!("{:?}", command.as_std());
    let status = command.status().await.unwrap_or_else(|error| panic!("{line}: {error}; run: cargo xtask chaos"));
    assert!(status.success(), "{line} failed with {status}");
}
