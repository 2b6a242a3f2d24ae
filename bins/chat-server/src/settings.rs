use crate::{
    cli::Options,
    doctor::{is_guessable, password_of},
    figures::check_token,
    files::{FileOptions, FileSettings},
    limits::{Limits, WrittenLimits},
    log::{LogFormat, check_log_format},
    oidc::{self, Oidc, OidcOptions},
    problem::Problem,
};
use chat_core::{ChatBuilder, JwtKey, LocalPages, Secret};
use chat_egress::{Egress, EgressOptions};
use chat_http::{CorsOrigins, NotOrigins};
use chat_redis::Redis;
use chat_storage::{SeaStore, SeaStoreOptions};
use config::{Config, ConfigError, File, FileFormat};
use serde::Deserialize;
use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};
use url::Url;

/// Everything that can be set, checked.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) listen: SocketAddr,
    /// Nothing when the records are in the data directory.
    pub(crate) database_url: Option<String>,
    /// Whether PostgreSQL keeps clients apart by itself as well.
    pub(crate) is_walled: bool,
    /// Nothing when this process is the only one.
    pub(crate) redis: Option<Redis>,
    pub(crate) data_dir: PathBuf,
    pub(crate) public_url: Option<Url>,
    /// Nothing when only the server's own pages may ask.
    pub(crate) cors_origins: Option<CorsOrigins>,
    /// Nothing when the data directory keeps one.
    pub(crate) secrets: Vec<String>,
    /// The settings whose secrets somebody might guess, by flag and variable.
    pub(crate) guessable: Vec<(&'static str, &'static str)>,
    pub(crate) graph_url: Url,
    pub(crate) graph_version: String,
    /// How long the Graph API may take to answer.
    pub(crate) graph_timeout: Duration,
    pub(crate) jwt_keys: Vec<JwtKey>,
    /// By whom agents sign in besides their passwords, if by anybody.
    pub(crate) oidc: Option<Oidc>,
    /// Nothing when the figures are for this machine alone.
    pub(crate) metrics_token: Option<Secret>,
    /// Over how long sockets are sent away when the server stops.
    pub(crate) drain: Duration,
    /// How long what is under way may take to finish when the server stops.
    pub(crate) finish: Duration,
    /// How long nobody has to know whether a message was taken before the team is asked.
    pub(crate) unsettled_after: Duration,
    /// How long an agent may be away before its conversations go back to the queue; they never do without it.
    pub(crate) relieve_after: Option<Duration>,
    pub(crate) journal_retention: Duration,
    /// Whether widgets may work on pages of a developer's own machine.
    pub(crate) local_pages: LocalPages,
    /// How it is looked for the proofs of domains.
    pub(crate) probe: EgressOptions,
    /// How webhooks are called.
    pub(crate) webhooks: EgressOptions,
    /// The files that people send.
    pub(crate) files: FileSettings,
    pub(crate) log: String,
    pub(crate) log_format: LogFormat,
    pub(crate) limits: Limits,
}

/// The settings as a TOML file names them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    listen: Option<String>,
    database_url: Option<String>,
    row_level_security: Option<String>,
    redis_url: Option<String>,
    redis_prefix: Option<String>,
    data_dir: Option<PathBuf>,
    public_url: Option<String>,
    cors_origins: Option<String>,
    secret: Option<String>,
    graph_url: Option<String>,
    graph_version: Option<String>,
    graph_timeout_seconds: Option<u32>,
    jwt_secret: Option<String>,
    jwt_public_key: Option<PathBuf>,
    oidc_issuer: Option<String>,
    oidc_client_id: Option<String>,
    oidc_client_secret: Option<String>,
    oidc_label: Option<String>,
    oidc_domains: Option<String>,
    metrics_token: Option<String>,
    drain_seconds: Option<u32>,
    finish_seconds: Option<u32>,
    unsettled_seconds: Option<u32>,
    relieve_minutes: Option<u32>,
    journal_retention: Option<String>,
    development: bool,
    private_webhooks: bool,
    dns_servers: Option<String>,
    proof_roots: Option<PathBuf>,
    proof_reach: Option<String>,
    media_store: Option<String>,
    media_key: Option<String>,
    agent_file_mb: Option<u32>,
    visitor_file_mb: Option<u32>,
    clamav: Option<String>,
    log: Option<String>,
    log_format: Option<String>,
    trusted_proxies: Option<String>,
    limits: WrittenLimits,
}

impl Settings {
    const DEFAULT_FILE: &str = "chat.toml";
    const SECRET_MIN: usize = 16;
    const SECONDS_MAX: u32 = 3600;

    /// Flags and environment variables, which clap has read, before the file, before the defaults.
    pub(crate) fn read(options: Options) -> Result<Self, Problem> {
        let written = read_file(options.config.as_deref())?;
        let secrets = match options.secret.or(written.secret) {
            Some(secrets) => split_secrets(&secrets)?,
            None => Vec::new(),
        };
        let jwt_secret = options.jwt_secret.or(written.jwt_secret);
        let jwt_public_key = options.jwt_public_key.or(written.jwt_public_key);
        let redis_url = options.redis_url.or(written.redis_url);
        let redis_prefix = options.redis_prefix.or(written.redis_prefix);
        let database_url = options.database_url.or(written.database_url);
        let metrics_token = options.metrics_token.or(written.metrics_token);
        let files = FileOptions {
            media_store: options.files.media_store.or(written.media_store),
            media_key: options.files.media_key.or(written.media_key),
            agent_file_mb: options.files.agent_file_mb.or(written.agent_file_mb),
            visitor_file_mb: options.files.visitor_file_mb.or(written.visitor_file_mb),
            clamav: options.files.clamav.or(written.clamav),
        };
        let oidc = options.oidc.or(OidcOptions {
            oidc_issuer: written.oidc_issuer,
            oidc_client_id: written.oidc_client_id,
            oidc_client_secret: written.oidc_client_secret,
            oidc_label: written.oidc_label,
            oidc_domains: written.oidc_domains,
        });
        let guessable = guessable([
            ("secret", "CHAT_SECRET", secrets.first().cloned()),
            ("jwt-secret", "CHAT_JWT_SECRET", jwt_secret.clone()),
            ("metrics-token", "CHAT_METRICS_TOKEN", metrics_token.clone()),
            ("database-url", "CHAT_DATABASE_URL", database_url.as_deref().and_then(password_of)),
            ("redis-url", "CHAT_REDIS_URL", redis_url.as_deref().and_then(password_of)),
        ]);
        let cors_origins = options.cors_origins.or(written.cors_origins);
        let public_url = options.public_url.or(written.public_url);
        let graph_url = options.graph_url.or(written.graph_url);
        let drain = options.drain_seconds.or(written.drain_seconds);
        let finish = options.finish_seconds.or(written.finish_seconds);
        let unsettled = options.unsettled_seconds.or(written.unsettled_seconds);
        let relieve = options.relieve_minutes.or(written.relieve_minutes).unwrap_or(0);
        let graph_version = options.graph_version.or(written.graph_version);
        let dns_servers = options.dns_servers.or(written.dns_servers);
        let proof_roots = options.proof_roots.or(written.proof_roots);
        let proof_reach = options.proof_reach.or(written.proof_reach);
        let graph_timeout = options.graph_timeout_seconds.or(written.graph_timeout_seconds);
        let journal_retention = options.journal_retention.or(written.journal_retention);
        let is_development = options.development || written.development;
        let egress = egress(dns_servers.as_deref(), proof_roots.as_deref())?;
        Ok(Self {
            listen: check_address(options.listen.or(written.listen).as_deref().unwrap_or("127.0.0.1:3000"))?,
            database_url: database_url.map(check_database_url).transpose()?,
            is_walled: check_wall(options.row_level_security.or(written.row_level_security).as_deref())?,
            redis: redis(redis_url.as_deref(), redis_prefix.as_deref())?,
            data_dir: options.data_dir.or(written.data_dir).unwrap_or_else(|| "chat-data".into()),
            public_url: public_url.map(|url| check_url(&url, "public-url", "CHAT_PUBLIC_URL")).transpose()?,
            cors_origins: cors_origins.map(|origins| check_origins(&origins)).transpose()?,
            secrets,
            guessable,
            graph_url: check_url(
                graph_url.as_deref().unwrap_or("https://graph.facebook.com"),
                "graph-url",
                "CHAT_GRAPH_URL",
            )?,
            graph_version: check_version(graph_version.unwrap_or_else(|| "v26.0".into()))?,
            graph_timeout: check_graph_timeout(graph_timeout.unwrap_or(30))?,
            relieve_after: check_relief(relieve)?,
            journal_retention: check_retention(journal_retention.as_deref().unwrap_or("30d"))?,
            jwt_keys: jwt_keys(jwt_secret.as_deref(), jwt_public_key.as_deref())?,
            oidc: oidc::read(oidc)?,
            metrics_token: metrics_token.map(check_token).transpose()?,
            drain: seconds(drain.unwrap_or(5), "drain-seconds", "CHAT_DRAIN_SECONDS")?,
            finish: seconds(finish.unwrap_or(10), "finish-seconds", "CHAT_FINISH_SECONDS")?,
            unsettled_after: seconds(unsettled.unwrap_or(600), "unsettled-seconds", "CHAT_UNSETTLED_SECONDS")?,
            probe: reaching(egress.clone(), proof_reach.as_deref())?,
            webhooks: webhooks(egress, is_development, options.private_webhooks || written.private_webhooks)?,
            local_pages: match is_development {
                true => LocalPages::Allowed,
                false => LocalPages::Refused,
            },
            files: FileSettings::read(files)?,
            log: options.log.or(written.log).unwrap_or_else(|| "info".into()),
            log_format: options.log_format.or(written.log_format).map_or(Ok(LogFormat::Text), check_log_format)?,
            limits: Limits::read(options.limits, written.limits, written.trusted_proxies)?,
        })
    }

    /// Where the records are.
    pub(crate) fn database_url(&self) -> String {
        let in_data_dir = || format!("sqlite://{}?mode=rwc", self.data_dir.join("chat.db").display());
        self.database_url.clone().unwrap_or_else(in_data_dir)
    }

    /// How the records are opened.
    pub(crate) fn store_options(&self) -> SeaStoreOptions {
        let options = SeaStore::options(&self.database_url());
        if self.is_walled { options } else { options.without_row_level_security() }
    }

    /// What secrets are encrypted with, the present one first. Made and kept in the data directory when none is set.
    pub(crate) fn secrets(&self) -> Result<Vec<String>, Problem> {
        let kept = self.kept_secrets()?;
        if !kept.is_empty() {
            return Ok(kept);
        }
        let (path, secret) = (self.secret_file(), random_secret());
        write_private(&path, &secret)
            .map_err(|error| Problem::new(format!("the secret in {}: {error}", path.display())))?;
        Ok(vec![secret])
    }

    /// The same, as far as there is one already.
    pub(crate) fn kept_secrets(&self) -> Result<Vec<String>, Problem> {
        if !self.secrets.is_empty() {
            return Ok(self.secrets.clone());
        }
        let path = self.secret_file();
        match fs::read_to_string(&path) {
            Ok(secrets) => split_secrets(secrets.trim()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(Problem::new(format!("the secret in {}: {error}", path.display()))),
        }
    }

    /// Where the data directory keeps what secrets are encrypted with, when nothing else is set.
    pub(crate) fn secret_file(&self) -> PathBuf {
        self.data_dir.join("secret")
    }

    /// Makes sure that the data directory is there. One that is made is its owner's alone.
    pub(crate) fn make_data_dir(&self) -> Result<(), Problem> {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .recursive(true)
            .create(&self.data_dir)
            .map_err(|error| Problem::setting("data-dir", "CHAT_DATA_DIR", &error.to_string()))
    }
}

fn read_file(named: Option<&Path>) -> Result<Written, Problem> {
    let path = named.unwrap_or(Path::new(Settings::DEFAULT_FILE));
    let file = File::from(path).format(FileFormat::Toml).required(named.is_some());
    let read = Config::builder().add_source(file).build().and_then(Config::try_deserialize);
    read.map_err(|error| Problem::new(format!("the settings in {}: {}", path.display(), without_excerpt(&error))))
}

/// What is wrong with a file, without the part of it that the reader of TOML draws: a secret may stand there.
fn without_excerpt(error: &ConfigError) -> String {
    let text = match error {
        ConfigError::FileParse { cause, .. } => cause.to_string(),
        _ => error.to_string(),
    };
    let is_drawn = |line: &&str| line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').starts_with('|');
    text.lines().filter(|line| !is_drawn(line)).collect::<Vec<_>>().join(": ")
}

fn split_secrets(text: &str) -> Result<Vec<String>, Problem> {
    let secrets: Vec<_> = text.split(',').map(|secret| secret.trim().to_owned()).collect();
    if secrets.iter().any(|secret| secret.chars().count() < Settings::SECRET_MIN) {
        return Err(Problem::setting("secret", "CHAT_SECRET", "a secret has at least 16 characters"));
    }
    Ok(secrets)
}

fn guessable(secrets: [(&'static str, &'static str, Option<String>); 5]) -> Vec<(&'static str, &'static str)> {
    let set = secrets.into_iter().filter(|(_, _, secret)| secret.as_deref().is_some_and(is_guessable));
    set.map(|(flag, variable, _)| (flag, variable)).collect()
}

fn check_address(text: &str) -> Result<SocketAddr, Problem> {
    let problem = format!("`{text}` is not an address such as 127.0.0.1:3000 or [::]:3000");
    text.parse().map_err(|_| Problem::setting("listen", "CHAT_LISTEN", &problem))
}

fn check_wall(written: Option<&str>) -> Result<bool, Problem> {
    match written {
        None | Some("on") => Ok(true),
        Some("off") => Ok(false),
        Some(_) => Err(Problem::setting("row-level-security", "CHAT_ROW_LEVEL_SECURITY", "it is either on or off")),
    }
}

fn check_database_url(url: String) -> Result<String, Problem> {
    if url.starts_with("sqlite:") || url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(url);
    }
    let problem = "expected sqlite://FILE?mode=rwc or postgres://USER:PASSWORD@HOST/DATABASE";
    Err(Problem::setting("database-url", "CHAT_DATABASE_URL", problem))
}

fn redis(url: Option<&str>, prefix: Option<&str>) -> Result<Option<Redis>, Problem> {
    let prefix = prefix.unwrap_or(Redis::PREFIX);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    if prefix.is_empty() || !prefix.chars().all(is_plain) {
        let problem = "expected letters, digits and - _ . : without spaces";
        return Err(Problem::setting("redis-prefix", "CHAT_REDIS_PREFIX", problem));
    }
    let Some(url) = url else { return Ok(None) };
    let redis = Redis::open(url);
    let redis = redis.map_err(|error| Problem::setting("redis-url", "CHAT_REDIS_URL", &error.to_string()))?;
    Ok(Some(redis.prefix(prefix)))
}

fn check_origins(origins: &str) -> Result<CorsOrigins, Problem> {
    origins
        .parse()
        .map_err(|error: NotOrigins| Problem::setting("cors-origins", "CHAT_CORS_ORIGINS", &error.to_string()))
}

fn check_url(text: &str, flag: &str, variable: &str) -> Result<Url, Problem> {
    let url = Url::parse(text).map_err(|error| Problem::setting(flag, variable, &error.to_string()))?;
    let has_user = !url.username().is_empty() || url.password().is_some();
    let problem = match url.scheme() {
        "http" | "https" if has_user => "expected no user or password in it",
        "http" | "https" if url.query().is_some() || url.fragment().is_some() => "expected neither ? nor # in it",
        "http" | "https" => return Ok(url),
        _ => "expected http:// or https://",
    };
    Err(Problem::setting(flag, variable, problem))
}

/// A version of the Graph API is part of a path.
fn check_version(text: String) -> Result<String, Problem> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let numbers = text.strip_prefix('v').and_then(|rest| rest.split_once('.'));
    if numbers.is_some_and(|(major, minor)| is_number(major) && is_number(minor)) {
        return Ok(text);
    }
    Err(Problem::setting("graph-version", "CHAT_GRAPH_VERSION", "expected a version such as v26.0"))
}

fn seconds(count: u32, flag: &str, variable: &str) -> Result<Duration, Problem> {
    if count > Settings::SECONDS_MAX {
        return Err(Problem::setting(flag, variable, "expected at most an hour, 3600"));
    }
    Ok(Duration::from_secs(count.into()))
}

/// The parts of a list that are separated by commas.
fn parts(text: Option<&str>) -> impl Iterator<Item = &str> {
    text.unwrap_or_default().split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// How hosts are asked that somebody typed.
fn egress(servers: Option<&str>, roots: Option<&Path>) -> Result<EgressOptions, Problem> {
    let mut options = Egress::options();
    for server in parts(servers) {
        let at_port_53 = || server.parse().map(|ip| SocketAddr::new(ip, 53));
        let problem = |_| Problem::setting("dns-servers", "CHAT_DNS_SERVERS", "expected addresses such as 9.9.9.9");
        options = options.name_servers([server.parse().or_else(|_| at_port_53()).map_err(problem)?]);
    }
    let Some(path) = roots else { return Ok(options) };
    let problem = |text: String| Problem::setting("proof-roots", "CHAT_PROOF_ROOTS", &text);
    let pem = fs::read(path).map_err(|error| problem(format!("{}: {error}", path.display())))?;
    options.roots(&pem).map_err(|error| problem(error.to_string()))
}

/// How it is looked for the proofs of domains.
fn reaching(options: EgressOptions, reach: Option<&str>) -> Result<EgressOptions, Problem> {
    parts(reach).try_fold(options, |options, address| {
        let problem = |_| Problem::setting("proof-reach", "CHAT_PROOF_REACH", "expected such as 10.0.0.5:443");
        Ok(options.reach(address.parse().map_err(problem)?))
    })
}

/// How webhooks are called.
fn webhooks(options: EgressOptions, is_development: bool, are_private: bool) -> Result<EgressOptions, Problem> {
    match (are_private, is_development) {
        (false, _) => Ok(options),
        (true, true) => Ok(options.anywhere()),
        (true, false) => {
            let problem = "it is for development alone: set --development too, or leave it out";
            Err(Problem::setting("private-webhooks", "CHAT_PRIVATE_WEBHOOKS", problem))
        }
    }
}

fn check_graph_timeout(seconds: u32) -> Result<Duration, Problem> {
    let timeout = Duration::from_secs(seconds.into());
    if timeout.is_zero() || timeout > chat_whatsapp::Config::TIMEOUT_MAX {
        let problem = "expected 1 to 60 seconds";
        return Err(Problem::setting("graph-timeout-seconds", "CHAT_GRAPH_TIMEOUT_SECONDS", problem));
    }
    Ok(timeout)
}

/// How long an agent may be away, a week at most.
fn check_relief(minutes: u32) -> Result<Option<Duration>, Problem> {
    const MINUTES_MAX: u32 = 7 * 24 * 60;
    if minutes > MINUTES_MAX {
        let problem = "expected 0 to 10080 minutes";
        return Err(Problem::setting("relieve-minutes", "CHAT_RELIEVE_MINUTES", problem));
    }
    Ok((minutes > 0).then(|| Duration::from_secs(60 * u64::from(minutes))))
}

/// A number of days or hours.
fn check_retention(text: &str) -> Result<Duration, Problem> {
    let (number, hours) = match text.strip_suffix('d') {
        Some(days) => (days, 24),
        None => (text.strip_suffix('h').unwrap_or_default(), 1),
    };
    let seconds = number.parse::<u64>().ok().and_then(|number| number.checked_mul(hours * 3600));
    let retention = seconds.map(Duration::from_secs).filter(|it| *it >= ChatBuilder::JOURNAL_RETENTION_MIN);
    let problem = "expected days or hours such as 30d or 12h, 1h at least";
    retention.ok_or_else(|| Problem::setting("journal-retention", "CHAT_JOURNAL_RETENTION", problem))
}

fn jwt_keys(secret: Option<&str>, public_key: Option<&Path>) -> Result<Vec<JwtKey>, Problem> {
    let mut keys = Vec::new();
    if let Some(secret) = secret {
        let key = JwtKey::hs256(secret.as_bytes());
        keys.push(key.map_err(|error| Problem::setting("jwt-secret", "CHAT_JWT_SECRET", &error.to_string()))?);
    }
    if let Some(path) = public_key {
        let problem = |text: String| Problem::setting("jwt-public-key", "CHAT_JWT_PUBLIC_KEY", &text);
        let pem = fs::read_to_string(path).map_err(|error| problem(format!("{}: {error}", path.display())))?;
        keys.push(JwtKey::ed25519(&pem).map_err(|error| problem(error.to_string()))?);
    }
    Ok(keys)
}

fn random_secret() -> String {
    let mut random = [0_u8; 32];
    getrandom::fill(&mut random).expect("the operating system has random numbers");
    random.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a file that nobody but its owner can read, unless it is there already.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;
    use clap::Parser;

    fn read(arguments: &[&str]) -> Result<Settings, Problem> {
        let line = ["chat-server"].iter().chain(arguments);
        Settings::read(Cli::try_parse_from(line).expect("the flags are known").options)
    }

    #[test]
    fn flags_win_over_the_file_and_the_file_over_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chat.toml");
        fs::write(&path, "listen = \"127.0.0.1:4000\"\ngraph_version = \"v25.0\"\n").unwrap();
        let file = path.to_str().unwrap();
        let settings = read(&["--config", file, "--listen", "127.0.0.1:5000"]).unwrap();
        assert_eq!(settings.listen.port(), 5000);
        assert_eq!(settings.graph_version, "v25.0");
        assert_eq!(settings.log, "info");
        assert_eq!(settings.relieve_after, None);
        assert_eq!(read(&["--relieve-minutes", "15"]).unwrap().relieve_after, Some(Duration::from_secs(900)));
        assert_eq!(settings.journal_retention, ChatBuilder::JOURNAL_RETENTION_DEFAULT);
        assert_eq!(settings.local_pages, LocalPages::Refused);
        assert_eq!(read(&["--development"]).unwrap().local_pages, LocalPages::Allowed);
        assert_eq!(read(&["--journal-retention", "12h"]).unwrap().journal_retention.as_secs(), 12 * 3600);
    }

    #[test]
    fn a_setting_that_cannot_be_used_is_named_in_one_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chat.toml");
        fs::write(&path, "lisen = \"127.0.0.1:4000\"\n").unwrap();
        let table: &[(&[&str], &str)] = &[
            (&["--listen", "localhost"], "CHAT_LISTEN"),
            (&["--trusted-proxies", "proxy"], "CHAT_TRUSTED_PROXIES"),
            (&["--limit-connections", "0"], "CHAT_LIMIT_CONNECTIONS"),
            (&["--limit-connections-per-ip", "many"], "CHAT_LIMIT_CONNECTIONS_PER_IP"),
            (&["--limit-sockets-per-ip", "0.5"], "CHAT_LIMIT_SOCKETS_PER_IP"),
            (&["--limit-requests", "1e9"], "CHAT_LIMIT_REQUESTS"),
            (&["--limit-api-key", "often"], "CHAT_LIMIT_API_KEY"),
            (&["--limit-email", "read=1/s"], "CHAT_LIMIT_EMAIL"),
            (&["--database-url", "mysql://x"], "CHAT_DATABASE_URL"),
            (&["--row-level-security", "maybe"], "CHAT_ROW_LEVEL_SECURITY"),
            (&["--redis-url", "localhost:6379"], "CHAT_REDIS_URL"),
            (&["--redis-prefix", "two words"], "CHAT_REDIS_PREFIX"),
            (&["--public-url", "chat.example"], "CHAT_PUBLIC_URL"),
            (&["--graph-url", "ftp://graph"], "CHAT_GRAPH_URL"),
            (&["--public-url", "https://chat.example/?x=1"], "CHAT_PUBLIC_URL"),
            (&["--public-url", "https://chat.example/#x"], "CHAT_PUBLIC_URL"),
            (&["--public-url", "https://ann:hunter2@chat.example"], "CHAT_PUBLIC_URL"),
            (&["--graph-url", "https://ann@graph.example"], "CHAT_GRAPH_URL"),
            (&["--graph-version", ""], "CHAT_GRAPH_VERSION"),
            (&["--graph-version", "x/y"], "CHAT_GRAPH_VERSION"),
            (&["--graph-version", "v26"], "CHAT_GRAPH_VERSION"),
            (&["--graph-version", "v26.x"], "CHAT_GRAPH_VERSION"),
            (&["--graph-version", "26.0"], "CHAT_GRAPH_VERSION"),
            (&["--log-format", "xml"], "CHAT_LOG_FORMAT"),
            (&["--secret", "short"], "CHAT_SECRET"),
            (&["--dns-servers", "9.9.9.9,dns.example"], "CHAT_DNS_SERVERS"),
            (&["--proof-reach", "10.0.0.5"], "CHAT_PROOF_REACH"),
            (&["--proof-roots", "no-such-file.pem"], "CHAT_PROOF_ROOTS"),
            (&["--private-webhooks"], "CHAT_PRIVATE_WEBHOOKS"),
            (&["--media-store", "ftp://files"], "CHAT_MEDIA_STORE"),
            (&["--media-key", "hunter2"], "CHAT_MEDIA_KEY"),
            (&["--agent-file-mb", "0"], "CHAT_AGENT_FILE_MB"),
            (&["--visitor-file-mb", "2001"], "CHAT_VISITOR_FILE_MB"),
            (&["--clamav", "clamav"], "CHAT_CLAMAV"),
            (&["--relieve-minutes", "10081"], "CHAT_RELIEVE_MINUTES"),
            (&["--journal-retention", "0d"], "CHAT_JOURNAL_RETENTION"),
            (&["--journal-retention", "30"], "CHAT_JOURNAL_RETENTION"),
            (&["--journal-retention", "18446744073709551615d"], "CHAT_JOURNAL_RETENTION"),
            (&["--jwt-secret", "short"], "CHAT_JWT_SECRET"),
            (&["--oidc-label", "Example"], "CHAT_OIDC_LABEL"),
            (&["--metrics-token", "short"], "CHAT_METRICS_TOKEN"),
            (&["--metrics-token", "long enough but äöü"], "CHAT_METRICS_TOKEN"),
            (&["--jwt-public-key", "/nowhere/key.pem"], "CHAT_JWT_PUBLIC_KEY"),
            (&["--drain-seconds", "3601"], "CHAT_DRAIN_SECONDS"),
            (&["--finish-seconds", "4000"], "CHAT_FINISH_SECONDS"),
            (&["--unsettled-seconds", "3601"], "CHAT_UNSETTLED_SECONDS"),
            (&["--graph-timeout-seconds", "0"], "CHAT_GRAPH_TIMEOUT_SECONDS"),
            (&["--graph-timeout-seconds", "61"], "CHAT_GRAPH_TIMEOUT_SECONDS"),
            (&["--config", path.to_str().unwrap()], "lisen"),
        ];
        for (arguments, named) in table {
            let problem = read(arguments).expect_err(named).to_string();
            assert!(problem.contains(named) && !problem.contains(['\n', '\r']), "{problem}");
            assert!(!problem.contains("hunter2"), "{problem}");
        }
    }

    #[test]
    fn a_file_that_is_no_toml_is_told_by_the_place_and_without_what_stands_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chat.toml");
        fs::write(&path, "log = \"info\"\nsecret = \"hunter2-hunter2-hunter2\n").unwrap();
        let problem = read(&["--config", path.to_str().unwrap()]).unwrap_err().to_string();
        assert!(problem.contains("chat.toml") && problem.contains("line 2"), "{problem}");
        assert!(!problem.contains('\n') && !problem.contains("hunter2"), "{problem}");
    }

    #[cfg(unix)]
    #[test]
    fn a_data_directory_that_is_made_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().join("chat/data");
        let settings = read(&["--data-dir", data_dir.to_str().unwrap()]).unwrap();
        settings.make_data_dir().unwrap();
        settings.make_data_dir().unwrap();
        assert_eq!(fs::metadata(data_dir).unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn a_secret_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let settings = read(&["--data-dir", folder.path().to_str().unwrap()]).unwrap();
        let secrets = settings.secrets().unwrap();
        assert_eq!((secrets.len(), secrets[0].len()), (1, 64));
        assert_eq!(settings.secrets().unwrap(), secrets);
    }
}
