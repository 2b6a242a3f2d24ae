//! A PostgreSQL server on this machine, and a role on it that may create databases.
//!
//! Tried in this order: the role `root` and the role `postgres` without a password, as a server
//! that trusts its own machine lets them in; then the role `chat_test` with the password
//! `chat_test`. That role is created, over the server's own socket as the system user
//! `postgres`, when nobody else gets in. It may create databases and nothing more.

use std::{
    net::{Ipv4Addr, SocketAddr},
    process::Command,
};

use super::wait_for;
use crate::shell::{Problem, Result, as_root, is_root, run, say, text};

const PORT: u16 = 5432;
const ROLE: &str = "chat_test";

/// Finds the server or starts it, and a role; returns the URL.
pub(super) fn find() -> Result<String> {
    if !is_running() {
        start()?;
    }
    if let Some(url) = urls().into_iter().find(|url| may_create_databases(url)) {
        return Ok(url);
    }
    create_role()?;
    let url = url(&format!("{ROLE}:{ROLE}"));
    if may_create_databases(&url) {
        return Ok(url);
    }
    Err(Problem::new(format!(
        "the role {ROLE} cannot log in to PostgreSQL on 127.0.0.1:{PORT}; set CHAT_TEST_POSTGRES_URL"
    )))
}

pub(super) fn is_running() -> bool {
    super::accepts(SocketAddr::from((Ipv4Addr::LOCALHOST, PORT)))
}

fn urls() -> [String; 3] {
    [url("root"), url("postgres"), url(&format!("{ROLE}:{ROLE}"))]
}

fn url(who: &str) -> String {
    format!("postgres://{who}@127.0.0.1:{PORT}/postgres")
}

fn may_create_databases(url: &str) -> bool {
    let question = "select rolcreatedb or rolsuper from pg_roles where rolname = current_user";
    let mut psql = Command::new("psql");
    psql.args(["--no-password", "--no-psqlrc", "-tAc", question, url]);
    text(psql.env("PGCONNECT_TIMEOUT", "5")).is_ok_and(|answer| answer.trim() == "t")
}

fn start() -> Result {
    let clusters = text(&mut Command::new("pg_lsclusters"))?;
    let Some((version, name)) = cluster_at(&clusters, PORT) else {
        return Err(Problem::new(format!(
            "no PostgreSQL cluster is set up for port {PORT}; see `pg_lsclusters`, `pg_createcluster`"
        )));
    };
    say("starting PostgreSQL");
    let mut start = as_root("pg_ctlcluster");
    run(start.args(["--skip-systemctl-redirect", version, name, "start"]))?;
    wait_for("PostgreSQL", is_running)
}

/// The version and name of the cluster for that port in what `pg_lsclusters` prints.
fn cluster_at(clusters: &str, port: u16) -> Option<(&str, &str)> {
    clusters.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        let (version, name, its_port) = (words.next()?, words.next()?, words.next()?);
        (its_port.parse() == Ok(port)).then_some((version, name))
    })
}

fn create_role() -> Result {
    say(format!("creating the PostgreSQL role {ROLE}, which may create databases"));
    let statement = format!(
        "do $$ begin \
           if exists (select from pg_roles where rolname = '{ROLE}') then \
             alter role {ROLE} login createdb password '{ROLE}'; \
           else create role {ROLE} login createdb password '{ROLE}'; end if; \
         end $$"
    );
    let mut psql = if is_root() {
        let mut runuser = Command::new("runuser");
        runuser.args(["-u", "postgres", "--"]);
        runuser
    } else {
        let mut sudo = Command::new("sudo");
        sudo.args(["--non-interactive", "-u", "postgres"]);
        sudo
    };
    psql.args(["psql", "--no-psqlrc", "-q", "-v", "ON_ERROR_STOP=1"]);
    // The home of the caller may be closed to the other user.
    run(psql.args(["-p", &PORT.to_string(), "-c", &statement]).current_dir("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cluster_of_the_port_is_started() {
        let clusters = "Ver Cluster Port Status Owner    Data directory Log file\n\
                        13  old     5433 down   postgres /a             /b\n\
                        15  main    5432 down   postgres /c             /d\n";

        assert_eq!(cluster_at(clusters, 5432), Some(("15", "main")));
        assert_eq!(cluster_at(clusters, 5434), None);
    }
}
