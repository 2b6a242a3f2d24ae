use std::collections::BTreeSet;

use clap::Parser;
use serde_json::Value;

use crate::{
    licence::Licence,
    shell::{Problem, Result, cargo, root, say, text},
};

/// Check the licences of all dependencies, that none is banned, and that big ones come once.
#[derive(Debug, Parser)]
pub(crate) struct Args {}

/// Licences that our own allows to ship, by their SPDX identifiers. For a package under a choice
/// of licences one of these is enough.
const ALLOWED: &[&str] = &[
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Zlib",
];

/// Packages that do not name their licence where it is looked for, and the licence their text is.
const CLARIFIED: &[(&str, &str)] = &[("xmlhttprequest-ssl", "MIT")];

/// Packages that tests alone use and that nothing is shipped with, and the licence that they may have besides.
const TESTS_ALONE: &[(&str, &str)] = &[("axe-core", "MPL-2.0")];

/// Packages that must not be in the tree, and why.
const BANNED: &[(&str, &str)] = &[
    ("openssl", "TLS is rustls with ring"),
    ("openssl-sys", "TLS is rustls with ring"),
    ("native-tls", "TLS is rustls with ring"),
    ("aws-lc-rs", "TLS is rustls with ring"),
    ("aws-lc-sys", "TLS is rustls with ring"),
    ("sea-orm-migration", "it switches on the default features of sea-orm for everybody"),
];

/// Packages that cost too much to compile and carry twice, and whose types must be the same
/// everywhere.
const ONCE: &[&str] = &[
    "axum",
    "hyper",
    "reqwest",
    "rustls",
    "sea-orm",
    "sqlx-core",
    "tokio",
    "tokio-tungstenite",
    "tower-http",
    "tungstenite",
];

/// A package in the tree of dependencies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    version: String,
    licence: Option<String>,
}

pub(crate) fn run(_: &Args) -> Result {
    let mut metadata = cargo();
    metadata.args(["metadata", "--format-version", "1", "--all-features", "--locked"]);
    let crates = packages_of_cargo(&parse(&text(&mut metadata)?)?)?;
    let lock = root().join("tests/e2e/node/package-lock.json");
    let lock = std::fs::read_to_string(&lock).map_err(|error| Problem::new(format!("{}: {error}", lock.display())))?;
    let npm = packages_of_npm(&parse(&lock)?);

    let mut faults = faults_in(&crates);
    faults.extend(npm.iter().filter_map(fault_of_licence));
    if !faults.is_empty() {
        return Err(Problem::new(faults.join("\nxtask: ")));
    }
    say(format!("{} crates and {} npm packages are as they should be", crates.len(), npm.len()));
    Ok(())
}

fn parse(json: &str) -> Result<Value> {
    serde_json::from_str(json).map_err(|error| Problem::new(format!("not JSON: {error}")))
}

/// Every package that the features of the workspace bring in, on any platform; ours excepted.
fn packages_of_cargo(metadata: &Value) -> Result<BTreeSet<Package>> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let nodes = list(&metadata["resolve"]["nodes"]);
    let used: BTreeSet<&str> = nodes.iter().filter_map(|node| node["id"].as_str()).collect();
    let packages = list(&metadata["packages"]);
    let foreign = packages
        .iter()
        .filter(|package| package["id"].as_str().is_some_and(|id| used.contains(id)) && !package["source"].is_null());
    let found: BTreeSet<Package> = foreign.map(package).collect();
    if found.is_empty() {
        return Err(Problem::new("cargo metadata names no dependencies"));
    }
    Ok(found)
}

fn package(value: &Value) -> Package {
    let text = |name: &str| value[name].as_str().map(str::to_owned);
    Package {
        name: text("name").unwrap_or_default(),
        version: text("version").unwrap_or_default(),
        licence: text("license"),
    }
}

fn packages_of_npm(lock: &Value) -> BTreeSet<Package> {
    let entries = lock["packages"].as_object().into_iter().flatten();
    let foreign = entries.filter(|(path, _)| !path.is_empty());
    let named = foreign.map(|(path, entry)| {
        let name = path.rsplit_once("node_modules/").map_or(path.as_str(), |(_, name)| name);
        Package { name: name.to_owned(), ..package(entry) }
    });
    named.collect()
}

fn faults_in(packages: &BTreeSet<Package>) -> Vec<String> {
    let licences = packages.iter().filter_map(fault_of_licence);
    let banned = BANNED.iter().flat_map(|(name, why)| {
        let found = packages.iter().filter(move |package| package.name == *name);
        found.map(move |package| format!("{name} {} is banned: {why}", package.version))
    });
    let doubled = ONCE.iter().filter_map(|name| {
        let found = packages.iter().filter(|package| package.name == *name);
        let versions: Vec<&str> = found.map(|package| package.version.as_str()).collect();
        let several = versions.len() > 1;
        several.then(|| format!("{name} is there in several versions: {}", versions.join(", ")))
    });
    licences.chain(banned).chain(doubled).collect()
}

fn fault_of_licence(package: &Package) -> Option<String> {
    let Package { name, version, licence } = package;
    let clarified = CLARIFIED.iter().find(|(clarified, _)| clarified == name);
    let Some(licence) = licence.as_deref().or(clarified.map(|(_, licence)| *licence)) else {
        return Some(format!("{name} {version} names no licence"));
    };
    let is_excepted = TESTS_ALONE.contains(&(name.as_str(), licence));
    match Licence::parse(licence) {
        Some(parsed) if parsed.is_met_by(ALLOWED) || is_excepted => None,
        Some(_) => Some(format!("{name} {version} is under {licence}, which is not allowed")),
        None => Some(format!("{name} {version} has a licence that cannot be read: {licence}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn package(name: &str, version: &str, licence: &str) -> Package {
        Package { name: name.into(), version: version.into(), licence: Some(licence.into()) }
    }

    fn faults(packages: &[Package]) -> Vec<String> {
        faults_in(&packages.iter().cloned().collect())
    }

    #[test]
    fn a_licence_off_the_list_is_a_fault() {
        assert_eq!(faults(&[package("a", "1.0.0", "MIT OR GPL-3.0")]), [""; 0]);
        assert_eq!(
            faults(&[package("a", "1.0.0", "MIT AND GPL-3.0")]),
            ["a 1.0.0 is under MIT AND GPL-3.0, which is not allowed"]
        );
    }

    #[test]
    fn what_tests_alone_use_may_have_its_own_licence_and_no_other() {
        assert_eq!(faults(&[package("axe-core", "4.0.0", "MPL-2.0")]), [""; 0]);
        assert_eq!(faults(&[package("axe-core", "4.0.0", "GPL-3.0")]).len(), 1);
        assert_eq!(faults(&[package("a", "1.0.0", "MPL-2.0")]).len(), 1);
    }

    #[test]
    fn a_missing_licence_is_a_fault() {
        let nameless = Package { licence: None, ..package("a", "1.0.0", "") };

        assert_eq!(faults(&[nameless]), ["a 1.0.0 names no licence"]);
    }

    #[test]
    fn a_banned_package_is_a_fault() {
        assert_eq!(
            faults(&[package("openssl", "0.10.1", "MIT")]),
            ["openssl 0.10.1 is banned: TLS is rustls with ring"]
        );
    }

    #[test]
    fn two_versions_of_a_big_package_are_a_fault() {
        let twice = [package("hyper", "0.14.1", "MIT"), package("hyper", "1.0.0", "MIT")];

        assert_eq!(faults(&twice), ["hyper is there in several versions: 0.14.1, 1.0.0"]);
    }

    #[test]
    fn only_packages_in_use_that_are_not_ours_are_looked_at() {
        let metadata = json!({
            "packages": [
                { "id": "ours", "name": "ours", "version": "1.0.0", "source": null },
                { "id": "used", "name": "used", "version": "1.0.0", "source": "s", "license": "MIT" },
                { "id": "unused", "name": "unused", "version": "1.0.0", "source": "s" },
            ],
            "resolve": { "nodes": [{ "id": "ours" }, { "id": "used" }] },
        });

        let found = packages_of_cargo(&metadata).unwrap();

        assert_eq!(found.into_iter().collect::<Vec<_>>(), [package("used", "1.0.0", "MIT")]);
    }

    #[test]
    fn npm_packages_are_named_by_their_folder() {
        let lock = json!({ "packages": {
            "": { "name": "ours" },
            "node_modules/a/node_modules/@b/c": { "version": "2.0.0", "license": "ISC" },
        }});

        let found = packages_of_npm(&lock);

        assert_eq!(found.into_iter().collect::<Vec<_>>(), [package("@b/c", "2.0.0", "ISC")]);
    }
}
