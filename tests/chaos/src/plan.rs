use std::{fmt, time::Duration};

/// What a run does.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Where the records are, and so how many processes there are.
    pub stores: Stores,
    /// What everything random is drawn from.
    pub seed: u64,
    /// How often a process is killed.
    pub kills: u32,
    /// How long it is left alone between two kills, on average.
    pub pause: Duration,
    /// How many there are who write and listen.
    pub load: Load,
    /// Whether the logs and data are left where they are, also when all is well.
    pub keeps: bool,
}

/// Where the records are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stores {
    /// One process on SQLite.
    Sqlite,
    /// Two processes on PostgreSQL, joined by Redis.
    Postgres,
}

/// How many there are who write and listen, for each of the two shops.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Customers, each with a conversation of its own.
    pub customers: usize,
    /// Agents who answer over REST.
    pub rest_agents: usize,
    /// Agents who answer over a socket.
    pub socket_agents: usize,
    /// Sockets that only listen.
    pub listeners: usize,
    /// How long each of those who write waits between two messages, on average.
    pub pause: Duration,
}

impl Plan {
    /// A run of this many kills with the usual load.
    #[must_use]
    pub fn new(stores: Stores, seed: u64, kills: u32) -> Self {
        Self { stores, seed, kills, pause: Duration::from_millis(1_500), load: Load::default(), keeps: false }
    }
}

impl Default for Load {
    fn default() -> Self {
        Self { customers: 40, rest_agents: 3, socket_agents: 2, listeners: 2, pause: Duration::from_millis(250) }
    }
}

impl Stores {
    /// How many processes serve.
    #[must_use]
    pub fn processes(self) -> usize {
        match self {
            Self::Sqlite => 1,
            Self::Postgres => 2,
        }
    }
}

impl fmt::Display for Stores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite, 1 process",
            Self::Postgres => "PostgreSQL + Redis, 2 processes",
        })
    }
}
