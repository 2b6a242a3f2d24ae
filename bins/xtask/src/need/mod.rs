//! What the tests need on the machine: each is found, else installed or started, and said.

mod npm;
mod packages;
mod postgres;
mod python;
mod redis;

use std::{
    env,
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

use crate::shell::{Problem, Result, say};

/// How long a server that was just started may take until it answers.
const START_MAX: Duration = Duration::from_secs(30);

/// The variable that names a PostgreSQL server for the tests.
const POSTGRES_VAR: &str = "CHAT_TEST_POSTGRES_URL";

/// The variable that names a Redis server for the tests.
const REDIS_VAR: &str = "CHAT_TEST_REDIS_URL";

/// Makes ready all that the tests need; returns the variables that tell them.
pub(crate) fn everything() -> Result<Vec<(&'static str, String)>> {
    let wanted =
        packages::Wanted { postgres: env::var_os(POSTGRES_VAR).is_none(), redis: env::var_os(REDIS_VAR).is_none() };
    packages::install(&wanted)?;
    npm::install()?;
    python::install()?;
    Ok(vec![(POSTGRES_VAR, given_or(POSTGRES_VAR, postgres::find)?), (REDIS_VAR, given_or(REDIS_VAR, redis::find)?)])
}

/// Makes ready the programs that `cargo xtask chaos` starts servers of its own with.
pub(crate) fn for_chaos() -> Result {
    packages::install_programs()?;
    npm::install()
}

/// Makes ready the packages that tests and benchmarks drive a browser with.
pub(crate) fn npm_packages() -> Result {
    npm::install()
}

/// Makes ready what the browser side is built with.
pub(crate) fn web_packages() -> Result {
    npm::install_web()
}

/// Makes ready a PostgreSQL server that is installed; returns the variable that tells of it.
pub(crate) fn postgres() -> Result<(&'static str, String)> {
    Ok((POSTGRES_VAR, given_or(POSTGRES_VAR, postgres::find)?))
}

/// Makes ready a Redis server that is installed; returns the variable that tells of it.
pub(crate) fn redis() -> Result<(&'static str, String)> {
    Ok((REDIS_VAR, given_or(REDIS_VAR, redis::find)?))
}

/// The value of the variable, else what is found. Only the latter is said: the former may hold
/// a password that is worth something.
fn given_or(variable: &str, find: fn() -> Result<String>) -> Result<String> {
    if let Ok(given) = env::var(variable) {
        return Ok(given);
    }
    let found = find()?;
    say(format!("{variable}={found}"));
    Ok(found)
}

fn accepts(address: SocketAddr) -> bool {
    TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok()
}

/// Waits until `is_there` says yes, at most [`START_MAX`].
fn wait_for(what: &str, is_there: impl Fn() -> bool) -> Result {
    let start = Instant::now();
    while start.elapsed() < START_MAX {
        if is_there() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(100));
    }
    Err(Problem::new(format!("{what} was started but does not answer")))
}
