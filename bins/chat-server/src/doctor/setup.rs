//! The settings, as the server would read them.

use super::report::{Area, Finding};
use crate::settings::Settings;
use chat_core::LocalPages;
use std::net::IpAddr;
use url::{Host, Url};

const AREA: Area = Area::Configuration;

pub(super) fn look(settings: &Settings) -> Vec<Finding> {
    let mut findings =
        vec![Finding::ok(AREA, "settings", format!("all can be used; listening on {}", settings.listen))];
    findings.push(public_url(settings));
    findings.push(graph_url(&settings.graph_url));
    findings.extend(settings.guessable.iter().map(|(flag, variable)| guessable(flag, variable)));
    findings.extend(joined(settings));
    findings.extend(development(settings));
    findings.extend(files(settings));
    findings
}

fn public_url(settings: &Settings) -> Finding {
    const SUBJECT: &str = "public-url";
    let set =
        "set --public-url (CHAT_PUBLIC_URL) to the https:// address under which browsers and WhatsApp reach the server";
    match &settings.public_url {
        None if settings.listen.ip().to_canonical().is_loopback() => {
            let found = "not set: the server is for this machine alone, and WhatsApp cannot call it";
            Finding::warning(AREA, SUBJECT, found, set)
        }
        None => {
            let found = format!("not set, although others can reach {}", settings.listen);
            Finding::warning(AREA, SUBJECT, found, set)
        }
        Some(url) if url.scheme() != "https" && !is_loopback(url) => {
            let found = format!("{url} is not encrypted: tokens can be read on the way, and WhatsApp calls https only");
            Finding::warning(
                AREA,
                SUBJECT,
                found,
                "put a proxy with a certificate before the server, and name its https:// address",
            )
        }
        Some(url) => Finding::ok(AREA, SUBJECT, url.to_string()),
    }
}

fn graph_url(url: &Url) -> Finding {
    if url.scheme() != "https" && !is_loopback(url) {
        let found = format!("{url} is not encrypted: access tokens can be read on the way");
        return Finding::warning(AREA, "graph-url", found, "name an https:// address by --graph-url (CHAT_GRAPH_URL)");
    }
    Finding::ok(AREA, "graph-url", url.to_string())
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).to_canonical().is_loopback(),
        None => false,
    }
}

fn guessable(flag: &str, variable: &str) -> Finding {
    let mend = format!(
        "make another one, by `openssl rand -hex 32` for example, and set it in {variable} or the file{}",
        if flag == "secret" { "; keep the old one behind it, with a comma between, until the next start" } else { "" }
    );
    let found = if flag.ends_with("-url") { "somebody might guess its password" } else { "somebody might guess it" };
    Finding::warning(AREA, flag, found, mend)
}

/// Redis joins servers on one PostgreSQL.
fn joined(settings: &Settings) -> Option<Finding> {
    let is_shared = settings.database_url().starts_with("postgres");
    (settings.redis.is_some() && !is_shared).then(|| {
        let found = "set, although SQLite serves one process alone";
        Finding::warning(
            AREA,
            "redis-url",
            found,
            "leave it out, or use PostgreSQL by --database-url (CHAT_DATABASE_URL)",
        )
    })
}

fn development(settings: &Settings) -> Option<Finding> {
    (settings.local_pages == LocalPages::Allowed).then(|| {
        let found = "on: widgets may be shown by pages that prove nothing";
        Finding::warning(AREA, "development", found, "leave out --development (CHAT_DEVELOPMENT) where strangers come")
    })
}

/// Each connection and each socket is a file that is open.
#[cfg(target_os = "linux")]
fn files(settings: &Settings) -> Option<Finding> {
    use procfs::process::{LimitValue, Process};
    /// What the server has open besides: the database, the log, what it asks others.
    const OTHERS: u64 = 128;
    let limits = Process::myself().ok()?.limits().ok()?;
    let LimitValue::Value(most) = limits.max_open_files.soft_limit else { return None };
    let wanted = settings.limits.door.connections_max as u64 + OTHERS;
    Some(if most < wanted {
        let found = format!("{most} may be open, fewer than the {wanted} that --limit-connections asks for");
        let mend = format!(
            "raise it where the server is started: `ulimit -n {wanted}`, or LimitNOFILE={wanted} in its systemd unit"
        );
        Finding::warning(AREA, "open files", found, mend)
    } else {
        Finding::ok(AREA, "open files", format!("{most} may be open"))
    })
}

#[cfg(not(target_os = "linux"))]
fn files(_: &Settings) -> Option<Finding> {
    None
}
