//! All that runs: the processes, the emulator, and the databases that are the run's own.

use crate::{plan::Plan, plan::Stores, postgres::Postgres};
use e2e::{Launch, RedisServer, Server, free_address};
use serde_json::Value;
use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// What secrets are encrypted with; the processes share it.
const SECRET: &str = "only the chaos needs to know this";

/// The processes with what they need.
#[derive(Debug)]
pub(crate) struct House {
    pub(crate) servers: Vec<Server>,
    pub(crate) emulator: Server,
    pub(crate) databases: Option<Databases>,
    /// Last, so that whoever writes into it is gone first.
    folder: TempDir,
}

/// The servers that processes share.
#[derive(Debug)]
pub(crate) struct Databases {
    pub(crate) postgres: Postgres,
    pub(crate) redis: RedisServer,
}

impl House {
    /// Starts everything.
    pub(crate) async fn open(plan: &Plan) -> Self {
        let folder = tempfile::Builder::new().prefix("chat-chaos-").tempdir().expect("a folder can be made");
        let emulator = Server::start(Launch::whatsapp_emulator().at(free_address())).await;
        let mut launch = Launch::chat_server().env("CHAT_SECRET", SECRET).env("CHAT_GRAPH_URL", emulator.url());
        let mut databases = None;
        if plan.stores == Stores::Postgres {
            open_for_all(folder.path());
            let postgres = Postgres::start(folder.path().join("postgres"), free_address()).await;
            let redis = RedisServer::start().await;
            launch = launch.env("CHAT_DATABASE_URL", postgres.url()).env("CHAT_REDIS_URL", redis.url());
            databases = Some(Databases { postgres, redis });
        }
        let mut servers = Vec::new();
        for _ in 0..plan.stores.processes() {
            servers.push(Server::start(launch.clone().at(free_address())).await);
        }
        Self { servers, emulator, databases, folder }
    }

    pub(crate) fn addresses(&self) -> Vec<SocketAddr> {
        self.servers.iter().map(Server::address).collect()
    }

    /// Creates a client by the command line.
    pub(crate) async fn create_client(&self, name: &str) -> Value {
        let email = format!("owner@{name}.test");
        let create = ["admin", "create-client", "--name", name, "--owner-email", &email, "--json"];
        serde_json::from_str(&self.servers[0].run(create).await).expect("JSON was asked for")
    }

    /// Waits until every process serves.
    pub(crate) async fn all_serve(&mut self) {
        for server in &mut self.servers {
            server.ready().await;
        }
    }

    /// Kills every process at once and starts them again, so that only what is durable is left.
    pub(crate) async fn sleep_over_it(&mut self) {
        for server in &mut self.servers {
            server.kill().await;
        }
        for server in &mut self.servers {
            server.respawn().await;
        }
        self.all_serve().await;
    }

    /// Leaves everything that helps to understand what went wrong in a folder, and tells where.
    pub(crate) fn keep(mut self, chronicle: &str) -> PathBuf {
        self.folder.disable_cleanup(true);
        let folder = self.folder.path().to_owned();
        for (n, server) in self.servers.iter_mut().enumerate() {
            write(&folder.join(format!("server-{n}.log")), &server.output());
            let data = server.keep_data().display().to_string();
            write(&folder.join(format!("server-{n}.data")), &data);
        }
        write(&folder.join("emulator.log"), &self.emulator.output());
        write(&folder.join("chronicle.log"), chronicle);
        folder
    }
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("a file can be written into the run's folder");
}

/// The system's user of PostgreSQL has to get to its folder.
fn open_for_all(folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("the folder is ours");
    }
}
