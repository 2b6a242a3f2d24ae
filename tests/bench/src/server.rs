//! The reference server as an operator runs it, with a client and a connected WhatsApp number.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::ValueEnum;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::Result;
use crate::child::{Pinned, binary, on_core};
use crate::http::Http;
use crate::notice::NAME;
use crate::postgres::Database;
use crate::swarm::{Dialect, Swarm};
use crate::webhook;

/// What a reference server keeps its records in.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Store {
    /// A file, which is what it uses unless told otherwise.
    Sqlite,
    /// A database of its own on the server that `CHAT_TEST_POSTGRES_URL` names.
    Postgres,
}

impl Store {
    /// What it is called in a table.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// Whether what a server works on was made before.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Records {
    /// There is nothing, or nothing whole.
    Missing,
    /// There is everything.
    There,
}

/// The file that the key of a server's client is kept in.
const KEY: &str = "api-key";

/// A reference server that runs, with data of its own.
#[derive(Debug)]
pub struct Server {
    // The process ends before what it works on is removed.
    process: Pinned,
    address: SocketAddr,
    key: String,
    database: Option<Database>,
    surroundings: Surroundings,
}

/// Where a server keeps what it has, and whom it is joined with.
#[derive(Debug)]
struct Surroundings {
    folder: Folder,
    database_url: Option<String>,
    redis_url: Option<String>,
    graph_url: Option<String>,
}

#[derive(Debug)]
enum Folder {
    /// It goes with the server.
    Passing(TempDir),
    /// It stays.
    Kept(PathBuf),
}

impl Folder {
    fn passing() -> Result<Self> {
        Ok(Self::Passing(tempfile::tempdir()?))
    }

    fn path(&self) -> &Path {
        match self {
            Self::Passing(folder) => folder.path(),
            Self::Kept(folder) => folder,
        }
    }
}

impl Server {
    /// Starts a server on a core, creates a client and connects its WhatsApp number.
    ///
    /// # Errors
    /// When any of that fails.
    pub async fn start(store: Store, core: usize) -> Result<Self> {
        Self::start_joined(store, core, None).await
    }

    /// The same, joined by a Redis with those that are started [beside](Self::beside) it.
    ///
    /// # Errors
    /// When any of that fails.
    pub async fn start_joined(store: Store, core: usize, redis_url: Option<String>) -> Result<Self> {
        Self::start_anew(store, core, |surroundings| surroundings.redis_url = redis_url).await
    }

    /// The same, with a Graph API to call.
    ///
    /// # Errors
    /// When any of that fails.
    pub async fn start_with_graph(store: Store, core: usize, graph_url: String) -> Result<Self> {
        Self::start_anew(store, core, |surroundings| surroundings.graph_url = Some(graph_url)).await
    }

    async fn start_anew(store: Store, core: usize, join: impl FnOnce(&mut Surroundings)) -> Result<Self> {
        let database = (store == Store::Postgres).then(Database::create).transpose()?;
        let mut surroundings = Surroundings::new(Folder::passing()?, database.as_ref());
        join(&mut surroundings);
        Self::found(core, surroundings, database).await
    }

    /// Starts a server whose records stay in a folder of their own, and in a database that is called after it. Those that are `there`
    /// it goes on with, any others are replaced.
    ///
    /// # Errors
    /// When any of that fails.
    pub async fn start_in(store: Store, core: usize, folder: &Path, records: Records) -> Result<Self> {
        let name = folder.file_name().and_then(|name| name.to_str()).ok_or("the folder has no name")?;
        let name = format!("chat_bench_{}", name.replace('-', "_"));
        let database = (store == Store::Postgres).then(|| Database::find(&name)).transpose()?;
        if records == Records::There {
            let surroundings = Surroundings::new(Folder::Kept(folder.into()), database.as_ref());
            let (process, address) = surroundings.serve(&binary("release")?, core)?;
            let key = std::fs::read_to_string(folder.join(KEY))?;
            return Ok(Self { process, address, key, database, surroundings });
        }
        if folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
        std::fs::create_dir_all(folder)?;
        database.as_ref().map_or(Ok(()), Database::empty)?;
        let surroundings = Surroundings::new(Folder::Kept(folder.into()), database.as_ref());
        let server = Self::found(core, surroundings, database).await?;
        std::fs::write(folder.join(KEY), &server.key)?;
        Ok(server)
    }

    async fn found(core: usize, surroundings: Surroundings, database: Option<Database>) -> Result<Self> {
        let path = binary("release")?;
        let mut admin = on_core(core, &path);
        surroundings.set_up(&mut admin);
        admin.args(["admin", "create-client", "--name", "Shop", "--owner-email", "ann@shop.test", "--json"]);
        let output = admin.stdin(Stdio::null()).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).trim().into());
        }
        let created: Value = serde_json::from_slice(&output.stdout)?;
        let key = created["apiKey"].as_str().ok_or("no API key was printed")?.to_owned();
        let (process, address) = surroundings.serve(&path, core)?;
        let server = Self { process, address, key, database, surroundings };
        server.connect_number().await?;
        Ok(server)
    }

    /// Starts another process on the same database.
    ///
    /// # Errors
    /// When it does not start.
    pub fn beside(&self, core: usize) -> Result<Self> {
        let Surroundings { database_url, redis_url, graph_url, .. } = &self.surroundings;
        let surroundings = Surroundings {
            folder: Folder::passing()?,
            database_url: database_url.clone(),
            redis_url: redis_url.clone(),
            graph_url: graph_url.clone(),
        };
        let (process, address) = surroundings.serve(&binary("release")?, core)?;
        Ok(Self { process, address, key: self.key.clone(), database: None, surroundings })
    }

    /// Kills it, as a power cut would.
    pub fn kill(self) {
        drop(self.process);
    }

    /// The id of its process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its database, when it is not a file.
    #[must_use]
    pub fn database(&self) -> Option<&Database> {
        self.database.as_ref()
    }

    /// The address of what it keeps its records in.
    #[must_use]
    pub fn database_url(&self) -> String {
        let Surroundings { folder, database_url, .. } = &self.surroundings;
        let file = || format!("sqlite://{}", folder.path().join("data/chat.db").display());
        database_url.clone().unwrap_or_else(file)
    }

    /// A swarm of agents' sockets that watch WhatsApp, empty yet.
    #[must_use]
    pub fn swarm(&self) -> Swarm {
        Swarm::new(self.address, self.dialect())
    }

    /// How an agent's socket begins to watch WhatsApp.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.watching("joinWhatsAppGeneral", NAME)
    }

    /// A swarm of agents' sockets that watch the inbox, empty yet.
    #[must_use]
    pub fn inbox(&self) -> Swarm {
        Swarm::new(self.address, self.watching("joinInbox", "message"))
    }

    fn watching(&self, join: &'static str, event: &'static str) -> Dialect {
        Dialect::SocketIo { token: Some(self.key.clone()), join: Some(join), event }
    }

    /// What the API answers to a question that must succeed.
    ///
    /// # Errors
    /// When it does not succeed.
    pub async fn get(&self, http: &mut Http, path: &str) -> Result<Value> {
        self.api(http, "GET", path, &[]).await
    }

    /// What the API answers to an order that must succeed.
    ///
    /// # Errors
    /// When it does not succeed.
    pub async fn order(&self, http: &mut Http, method: &str, path: &str, what: &Value) -> Result<Value> {
        self.api(http, method, path, what.to_string().as_bytes()).await
    }

    /// Hands in a file for a message and returns its id.
    ///
    /// # Errors
    /// When it is not taken.
    pub async fn upload(&self, http: &mut Http, name: &str, bytes: &[u8]) -> Result<String> {
        const BOUNDARY: &str = "the-boundary-of-the-benchmark";
        let disposition = format!("content-disposition: form-data; name=\"file\"; filename=\"{name}\"");
        let head = format!("--{BOUNDARY}\r\n{disposition}\r\ncontent-type: application/octet-stream\r\n\r\n");
        let body = [head.as_bytes(), bytes, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
        let form = format!("multipart/form-data; boundary={BOUNDARY}");
        let kept = self.send(http, "POST", "/api/v1/attachments", &form, &body).await?;
        Ok(kept["id"].as_str().ok_or("the file has no id")?.to_owned())
    }

    async fn api(&self, http: &mut Http, method: &str, path: &str, body: &[u8]) -> Result<Value> {
        self.send(http, method, path, "application/json", body).await
    }

    async fn send(&self, http: &mut Http, method: &str, path: &str, form: &str, body: &[u8]) -> Result<Value> {
        let headers = format!("authorization: Bearer {}\r\ncontent-type: {form}\r\n", self.key);
        let answer = http.ask(method, path, &headers, body).await?;
        if !(200..300).contains(&answer.status) {
            let why = String::from_utf8_lossy(&answer.body);
            return Err(format!("{method} {path} was answered with {}: {why}", answer.status).into());
        }
        Ok(serde_json::from_slice(&answer.body)?)
    }

    async fn connect_number(&self) -> Result {
        let number = json!({
            "phoneNumberId": webhook::PHONE_NUMBER_ID,
            "businessAccountId": webhook::BUSINESS_ID,
            "displayPhoneNumber": "+1 555 078 3881",
            "accessToken": webhook::ACCESS_TOKEN,
            "appSecret": webhook::APP_SECRET,
            "verifyToken": "verify-token-of-the-benchmark",
        });
        let mut http = Http::connect(self.address).await?;
        let path = "/api/v1/whatsapp/accounts";
        self.order(&mut http, "POST", path, &number).await.map(drop)
    }
}

impl Surroundings {
    fn new(folder: Folder, database: Option<&Database>) -> Self {
        Self { folder, database_url: database.map(Database::url), redis_url: None, graph_url: None }
    }

    fn serve(&self, program: &PathBuf, core: usize) -> Result<(Pinned, SocketAddr)> {
        start(program, core, |command| self.set_up(command))
    }

    fn set_up(&self, command: &mut Command) {
        set_up(command, self.folder.path());
        if let Some(url) = &self.database_url {
            command.env("CHAT_DATABASE_URL", url).env("CHAT_SECRET", "a secret that all of them know");
        }
        if let Some(url) = &self.redis_url {
            command.env("CHAT_REDIS_URL", url).env("CHAT_REDIS_PREFIX", "chat-bench");
        }
        if let Some(url) = &self.graph_url {
            command.env("CHAT_GRAPH_URL", url);
        }
    }
}

/// Starts a server with its records in a folder, on a free port, and waits until it says where it listens.
///
/// # Errors
/// When it ends instead.
pub fn serve(program: &PathBuf, core: usize, folder: &Path) -> Result<(Pinned, SocketAddr)> {
    start(program, core, |command| set_up(command, folder))
}

fn start(program: &PathBuf, core: usize, set_up: impl FnOnce(&mut Command)) -> Result<(Pinned, SocketAddr)> {
    let mut process = Pinned::start(program, core, set_up)?;
    loop {
        let line = process.line()?;
        if let Some((_, address)) = line.split_once("listening on http://") {
            return Ok((process, address.parse()?));
        }
    }
}

/// Nothing of the caller's settings, and nobody where the Graph API would be.
fn set_up(command: &mut Command, folder: &Path) {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CHAT_") {
            command.env_remove(name);
        }
    }
    command.current_dir(folder).env("CHAT_LOG", "error").env("CHAT_GRAPH_URL", "http://127.0.0.1:9");
    command.env("CHAT_LISTEN", "127.0.0.1:0").env("CHAT_DATA_DIR", folder.join("data"));
    // Pages on this machine may show widgets.
    command.env("CHAT_DEVELOPMENT", "true");
    // All of the load comes from one place.
    for who in ["IP", "ACCOUNT", "API_KEY", "CLIENT", "VISITOR", "WIDGET"] {
        command.env(format!("CHAT_LIMIT_{who}"), "off");
    }
}
