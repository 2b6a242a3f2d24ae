//! The npm packages of the browser side and of the end-to-end tests.

use std::{fs, path::Path, process::Command, time::SystemTime};

use crate::shell::{Result, root, run, say};

/// Installs the packages exactly as locked, when they are not or when the lock is newer.
pub(super) fn install() -> Result {
    install_in(&root().join("tests/e2e/node"), "the end-to-end tests")
}

/// Installs what the browser side is built with.
pub(super) fn install_web() -> Result {
    install_in(&root(), "the browser side")
}

fn install_in(folder: &Path, whose: &str) -> Result {
    if is_current(folder) {
        return Ok(());
    }
    say(format!("installing the npm packages of {whose}"));
    run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))
}

fn is_current(folder: &Path) -> bool {
    let installed = changed(&folder.join("node_modules/.package-lock.json"));
    let locked = changed(&folder.join("package-lock.json"));
    installed.is_some() && installed >= locked
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|metadata| metadata.modified()).ok()
}
