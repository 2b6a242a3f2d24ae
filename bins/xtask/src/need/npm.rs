//! The npm packages of the end-to-end tests.

use std::{fs, path::Path, process::Command, time::SystemTime};

use crate::shell::{Result, root, run, say};

/// Installs the packages exactly as locked, when they are not or when the lock is newer.
pub(super) fn install() -> Result {
    let folder = root().join("tests/e2e/node");
    if is_current(&folder) {
        return Ok(());
    }
    say("installing the npm packages of the end-to-end tests");
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
