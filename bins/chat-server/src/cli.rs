use crate::{files::FileOptions, limits::LimitOptions, oidc::OidcOptions};
use chat_core::Role;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// One inbox for website chat and WhatsApp, in one binary.
///
/// Every setting can be given as a flag, as an environment variable, or in a TOML file under its flag's name with
/// underscores (`public_url = "https://chat.example"`); the first of the three that names it wins.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) options: Options,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The TOML file with settings [default: ./chat.toml, if there is one].
    #[arg(long, env = "CHAT_CONFIG", global = true)]
    pub(crate) config: Option<PathBuf>,
    /// Where to listen [default: 127.0.0.1:3000].
    #[arg(long, env = "CHAT_LISTEN", global = true)]
    pub(crate) listen: Option<String>,
    /// Where the records are: sqlite://FILE?mode=rwc or postgres://… [default: SQLite in the data directory].
    #[arg(long, env = "CHAT_DATABASE_URL", hide_env_values = true, global = true)]
    pub(crate) database_url: Option<String>,
    /// Whether PostgreSQL itself gives each statement the rows of those clients alone that it is for: on or off [default: on].
    #[arg(long, env = "CHAT_ROW_LEVEL_SECURITY", global = true)]
    pub(crate) row_level_security: Option<String>,
    /// Joins several servers on one PostgreSQL: redis://… or rediss://… [default: they find out from each other's commits
    /// within a second, and typing and presence stay within each].
    #[arg(long, env = "CHAT_REDIS_URL", hide_env_values = true, global = true)]
    pub(crate) redis_url: Option<String>,
    /// What every key and channel at Redis begins with: servers with equal prefixes are joined [default: chat].
    #[arg(long, env = "CHAT_REDIS_PREFIX", global = true)]
    pub(crate) redis_prefix: Option<String>,
    /// Where everything is that the server keeps [default: ./chat-data].
    #[arg(long, env = "CHAT_DATA_DIR", global = true)]
    pub(crate) data_dir: Option<PathBuf>,
    /// Where browsers and providers reach the server [default: http:// and the listening address].
    #[arg(long, env = "CHAT_PUBLIC_URL", global = true)]
    pub(crate) public_url: Option<String>,
    /// Whose pages may ask the API from a browser with a bearer token, beside the server's own: origins separated by commas, such as
    /// `https://crm.shop.example`, or * for all [default: nobody's].
    #[arg(long, env = "CHAT_CORS_ORIGINS", global = true)]
    pub(crate) cors_origins: Option<String>,
    /// What secrets are encrypted with in the database, at least 16 characters. Several, separated by commas: the first
    /// encrypts, the others still decrypt [default: made once and kept in the data directory].
    #[arg(long, env = "CHAT_SECRET", hide_env_values = true, global = true)]
    pub(crate) secret: Option<String>,
    /// Where the Graph API is [default: graph.facebook.com, by https].
    #[arg(long, env = "CHAT_GRAPH_URL", global = true)]
    pub(crate) graph_url: Option<String>,
    /// The version of the Graph API [default: v26.0].
    #[arg(long, env = "CHAT_GRAPH_VERSION", global = true)]
    pub(crate) graph_version: Option<String>,
    /// The secret of at least 32 bytes that the host's agents' JWTs are signed with by HS256.
    #[arg(long, env = "CHAT_JWT_SECRET", hide_env_values = true, global = true)]
    pub(crate) jwt_secret: Option<String>,
    /// The PEM file with the Ed25519 public key that checks the host's agents' JWTs.
    #[arg(long, env = "CHAT_JWT_PUBLIC_KEY", global = true)]
    pub(crate) jwt_public_key: Option<PathBuf>,
    /// The bearer token, of at least 16 characters, that `/metrics` asks for [default: none, and `/metrics` is for this machine
    /// alone].
    #[arg(long, env = "CHAT_METRICS_TOKEN", hide_env_values = true, global = true)]
    pub(crate) metrics_token: Option<String>,
    /// Over how many seconds at the most sockets are sent away when the server stops, so that not all come back elsewhere at
    /// the same moment [default: 5].
    #[arg(long, env = "CHAT_DRAIN_SECONDS", global = true)]
    pub(crate) drain_seconds: Option<u32>,
    /// How many seconds sends and requests under way may take when the server stops [default: 10]. After both times
    /// together, or at a second order to stop, it ends with whatever is left.
    #[arg(long, env = "CHAT_FINISH_SECONDS", global = true)]
    pub(crate) finish_seconds: Option<u32>,
    /// How many seconds the Graph API may take to answer, 60 at most. A message whose sending got no answer by then may have been
    /// taken: it is not repeated [default: 30].
    #[arg(long, env = "CHAT_GRAPH_TIMEOUT_SECONDS", global = true)]
    pub(crate) graph_timeout_seconds: Option<u32>,
    /// After how many seconds the team is asked about a message of which nobody knows whether the provider took it
    /// [default: 600].
    #[arg(long, env = "CHAT_UNSETTLED_SECONDS", global = true)]
    pub(crate) unsettled_seconds: Option<u32>,
    /// After how many minutes without a connection an agent's active conversations go back to the queue; 0 leaves them with the
    /// agent [default: 0].
    #[arg(long, env = "CHAT_RELIEVE_MINUTES", global = true)]
    pub(crate) relieve_minutes: Option<u32>,
    /// How long events are kept for those who were away, in days or hours: `30d`, `12h`. Who was away for longer loads everything
    /// anew; messages are kept anyway [default: 30d].
    #[arg(long, env = "CHAT_JOURNAL_RETENTION", global = true)]
    pub(crate) journal_retention: Option<String>,
    /// Lets widgets that allow it themselves work on http://localhost and http://127.0.0.1, which prove nothing. For development
    /// alone.
    #[arg(long, env = "CHAT_DEVELOPMENT", global = true)]
    pub(crate) development: bool,
    /// The name servers that are asked for the proofs of domains and for the endpoints of webhooks, separated by commas: 9.9.9.9 or 127.0.0.1:5353 [default: the
    /// system's].
    #[arg(long, env = "CHAT_DNS_SERVERS", global = true)]
    pub(crate) dns_servers: Option<String>,
    /// The PEM file with certificates that are trusted besides the system's when a website is asked for the proof of a domain, and
    /// when a webhook is called.
    #[arg(long, env = "CHAT_PROOF_ROOTS", global = true)]
    pub(crate) proof_roots: Option<PathBuf>,
    /// Addresses and ports, separated by commas, that are asked for the proofs of domains although they are not on the internet:
    /// 10.0.0.5:443. For tests and for websites beside the server [default: none].
    #[arg(long, env = "CHAT_PROOF_REACH", global = true)]
    pub(crate) proof_reach: Option<String>,
    /// Lets webhooks go to http:// and into private networks: everybody who may create one has a way in then. For development
    /// alone, and only together with --development.
    #[arg(long, env = "CHAT_PRIVATE_WEBHOOKS", global = true)]
    pub(crate) private_webhooks: bool,
    /// What is logged, such as `info` or `warn,chat_core=debug` [default: info].
    #[arg(long, env = "CHAT_LOG", global = true)]
    pub(crate) log: Option<String>,
    /// How it is logged: `text` for people, or `json` with one object a line [default: text].
    #[arg(long, env = "CHAT_LOG_FORMAT", global = true)]
    pub(crate) log_format: Option<String>,
    #[command(flatten)]
    pub(crate) files: FileOptions,
    #[command(flatten)]
    pub(crate) oidc: OidcOptions,
    #[command(flatten)]
    pub(crate) limits: LimitOptions,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serves what is configured (the default).
    Serve,
    /// Shows it at work: fresh data in a temporary folder, and an emulated WhatsApp whose customers keep writing.
    Demo,
    /// Brings the database up to date; `serve` does so by itself.
    Migrate,
    /// Looks at everything the server needs, changes nothing, and says what to mend; ends with 1 when something does not work.
    Doctor {
        /// Prints one line of JSON: {"ok", "version", "findings": [{"area", "subject", "verdict", "found", "mend"}]}.
        #[arg(long)]
        json: bool,
    },
    /// Copies the SQLite database into a new file while the server goes on.
    Backup {
        /// Where the copy is to be; nothing is overwritten.
        file: PathBuf,
    },
    /// Looks at what is kept of who did what.
    #[command(subcommand)]
    Audit(Audit),
    /// Creates clients, agents and API keys.
    #[command(subcommand)]
    Admin(Admin),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Follows the chain of every client's audit log from its beginning, and names the first entry that is missing or was changed;
    /// ends with 1 when there is one. The heads that it prints are worth noting elsewhere: what is cut off at the end shows in nothing
    /// else.
    Verify,
}

#[derive(Debug, Subcommand)]
#[expect(clippy::enum_variant_names, reason = "the variants are the words of the command line")]
pub(crate) enum Admin {
    /// Creates a client with its owner and an API key of the owner's.
    CreateClient {
        /// What people call the client.
        #[arg(long)]
        name: String,
        /// Where the owner signs in.
        #[arg(long)]
        owner_email: String,
        /// What the owner is called [default: the first part of the address].
        #[arg(long)]
        owner_name: Option<String>,
        /// The owner's password, at least 10 characters [default: made up and printed].
        #[arg(long, env = "CHAT_OWNER_PASSWORD", hide_env_values = true)]
        owner_password: Option<String>,
        /// Prints one line of JSON: {"clientId", "ownerId", "apiKey", and "ownerPassword" when it was made up}.
        #[arg(long)]
        json: bool,
    },
    /// Adds somebody to a client's team.
    CreateAgent {
        /// The client.
        #[arg(long)]
        client_id: String,
        /// What the agent is called.
        #[arg(long)]
        name: String,
        /// Where it signs in.
        #[arg(long)]
        email: String,
        /// What it may do: owner, admin or agent.
        #[arg(long, default_value = "agent")]
        role: Role,
        /// Its password, at least 10 characters [default: made up and printed].
        #[arg(long, env = "CHAT_AGENT_PASSWORD", hide_env_values = true)]
        password: Option<String>,
        /// Prints one line of JSON: {"agentId", and "password" when it was made up}.
        #[arg(long)]
        json: bool,
    },
    /// Makes an API key that acts as an agent.
    CreateApiKey {
        /// The client.
        #[arg(long)]
        client_id: String,
        /// The agent.
        #[arg(long)]
        agent_id: String,
        /// What the key is for.
        #[arg(long)]
        name: String,
        /// Prints one line of JSON: {"apiKeyId", "apiKey"}.
        #[arg(long)]
        json: bool,
    },
}
