//! A database of its own on a PostgreSQL server, and what its backends use.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::{Result, process};

/// The variable that names the server, by a role that may create databases.
pub const VARIABLE: &str = "CHAT_TEST_POSTGRES_URL";

/// A database, which is removed when dropped unless it was made to stay.
#[derive(Debug)]
pub struct Database {
    server: String,
    name: String,
    stays: bool,
}

/// The processor time of each backend.
pub type Backends = BTreeMap<u32, Duration>;

impl Database {
    const NAME: &str = "chat_bench";

    /// Makes an empty database. One that an earlier run left behind is replaced.
    ///
    /// # Errors
    /// When no server is named, it does not let us in, or it does not make commits durable.
    pub fn create() -> Result<Self> {
        let mut database = Self::find(Self::NAME)?;
        database.stays = false;
        database.empty()?;
        Ok(database)
    }

    /// A database that stays, by a name of its own.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub fn find(name: &str) -> Result<Self> {
        let server = std::env::var(VARIABLE).map_err(|_| format!("{VARIABLE} is not set"))?;
        let database = Self { server, name: name.to_owned(), stays: true };
        for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
            let value = database.query(&format!("show {setting}"))?;
            if value != "on" {
                return Err(format!("PostgreSQL runs with {setting} = {value}, which says nothing").into());
            }
        }
        Ok(database)
    }

    /// Makes it anew, with nothing in it.
    ///
    /// # Errors
    /// When the server does not let us.
    pub fn empty(&self) -> Result {
        self.drop_it()?;
        self.query(&format!("create database {}", self.name)).map(drop)
    }

    /// Has the server look at what was written, as it does by itself sooner or later.
    ///
    /// # Errors
    /// When it does not.
    pub fn settle(&self) -> Result {
        let url = self.url();
        Self::ask(&url, "vacuum analyze").and_then(|_| self.query("checkpoint")).map(drop)
    }

    /// Where it is. Nothing is encrypted on the way: server and database are on one machine, and TLS is not what is measured.
    #[must_use]
    pub fn url(&self) -> String {
        let (server, _) = self.server.rsplit_once('/').unwrap_or((&self.server, ""));
        format!("{server}/{}?sslmode=disable", self.name)
    }

    /// What the backends of this database have used so far.
    ///
    /// # Errors
    /// When the server does not tell.
    pub fn backends(&self) -> Result<Backends> {
        let pids = self.query(&format!("select pid from pg_stat_activity where datname = '{}'", self.name))?;
        let mut backends = Backends::new();
        for pid in pids.lines() {
            let pid = pid.parse()?;
            // One that has ended since counts for nothing.
            if let Ok(used) = process::cpu(pid) {
                backends.insert(pid, used);
            }
        }
        Ok(backends)
    }

    /// What the backends have used since `before`.
    ///
    /// # Errors
    /// As [`backends`](Self::backends).
    pub fn used_since(&self, before: &Backends) -> Result<Duration> {
        let now = self.backends()?;
        Ok(now.iter().map(|(pid, used)| used.saturating_sub(before.get(pid).copied().unwrap_or_default())).sum())
    }

    fn drop_it(&self) -> Result {
        self.query(&format!("drop database if exists {} with (force)", self.name)).map(drop)
    }

    fn query(&self, query: &str) -> Result<String> {
        Self::ask(&self.server, query)
    }

    fn ask(url: &str, query: &str) -> Result<String> {
        let mut psql = Command::new("psql");
        psql.args(["--no-password", "--no-psqlrc", "--quiet", "-tAc", query, url]);
        let output = psql.stdin(Stdio::null()).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).trim().into());
        }
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if !self.stays {
            // What cannot be removed now is replaced by the next run.
            let _ = self.drop_it();
        }
    }
}
