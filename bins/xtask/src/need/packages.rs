//! Programs of the system, installed with apt-get on Debian.

use std::{path::Path, process::Command};

use crate::shell::{Problem, Result, as_root, is_installed, run, say, text};

/// Which servers must be on this machine.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) postgres: bool,
    pub(super) redis: bool,
}

/// A program and the Debian package that brings it.
struct Package {
    program: &'static str,
    name: &'static str,
}

const POSTGRES: [Package; 2] =
    [Package { program: "pg_ctlcluster", name: "postgresql" }, Package { program: "psql", name: "postgresql-client" }];
const REDIS: Package = Package { program: "redis-server", name: "redis-server" };
const NODE: [Package; 2] = [Package { program: "node", name: "nodejs" }, Package { program: "npm", name: "npm" }];
const CHROMIUM: Package = Package { program: "chromium", name: "chromium" };
/// Walks through the API as its manual shows it.
const CURL: Package = Package { program: "curl", name: "curl" };
/// Makes folders for programs in Python; it is no program by itself.
const VENV: Package = Package { program: "venv", name: "python3-venv" };
/// Makes the certificates of the websites that the browser tests serve.
const OPENSSL: Package = Package { program: "openssl", name: "openssl" };

/// Installs what is missing.
pub(super) fn install(wanted: &Wanted) -> Result {
    install_packages(missing(wanted, is_there))
}

/// Installs the programs of the servers that are missing, whether or not there are servers elsewhere.
pub(super) fn install_programs() -> Result {
    // Debian keeps the programs of PostgreSQL out of sight.
    let postgres = POSTGRES.iter().filter(|_| !is_installed("initdb"));
    let wanted = NODE.iter().chain([&REDIS]).chain(postgres);
    let missing = wanted.filter(|package| !is_installed(package.program));
    install_packages(missing.map(|package| package.name).collect())
}

fn install_packages(missing: Vec<&'static str>) -> Result {
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if !is_installed("apt-get") {
        return Err(Problem::new(format!("these packages are missing, or their like on this system: {names}")));
    }
    say(format!("installing what the tests need: {names}"));
    run(as_root("apt-get").args(["update", "-qq"]))?;
    let mut install = as_root("env");
    // PostgreSQL takes the encoding of its first databases from the locale it is installed under.
    install.args(["DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8"]);
    install.args(["apt-get", "install", "-y", "-qq"]);
    run(install.arg("--no-install-recommends").args(missing))
}

fn missing(wanted: &Wanted, is_there: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let postgres = POSTGRES.iter().filter(|_| wanted.postgres && !has_postgres(&is_there));
    let redis = [&REDIS].into_iter().filter(|_| wanted.redis);
    let all = NODE.iter().chain([&CHROMIUM, &CURL, &OPENSSL, &VENV]).chain(postgres).chain(redis);
    all.filter(|package| !is_there(package.program)).map(|package| package.name).collect()
}

/// Any client will do when a server is already running somewhere else than Debian keeps it.
fn has_postgres(is_there: &impl Fn(&str) -> bool) -> bool {
    is_there("psql") && super::postgres::is_running()
}

fn is_there(program: &str) -> bool {
    match program {
        // Other systems call it otherwise; the variable is what the browser tests look at.
        "chromium" => {
            std::env::var_os("CHROMIUM").is_some_and(|path| Path::new(&path).is_file())
                || ["chromium", "chromium-browser", "google-chrome"].into_iter().any(is_installed)
        }
        "venv" => text(Command::new("python3").args(["-c", "import ensurepip, venv"])).is_ok(),
        "redis-server" => is_installed(program) || super::redis::is_running(),
        _ => is_installed(program),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_missing_is_installed() {
        let wanted = Wanted { postgres: false, redis: true };

        assert_eq!(missing(&wanted, |_| true), [""; 0]);
        assert_eq!(missing(&wanted, |program| program != "npm"), ["npm"]);
        assert_eq!(
            missing(&wanted, |_| false),
            ["nodejs", "npm", "chromium", "curl", "openssl", "python3-venv", "redis-server"]
        );
    }

    #[test]
    fn a_server_elsewhere_needs_none_here() {
        let wanted = Wanted { postgres: false, redis: false };

        assert_eq!(missing(&wanted, |_| false), ["nodejs", "npm", "chromium", "curl", "openssl", "python3-venv"]);
    }
}
