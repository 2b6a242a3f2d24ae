//! The Python programs of the end-to-end tests, in a folder of their own beside what cargo builds.

use std::{env, fs, path::PathBuf, process::Command};

use crate::shell::{Problem, Result, root, run, say};

/// What is installed, each with its version.
const REQUIREMENTS: &str = "tests/e2e/python/requirements.txt";

/// Installs the programs exactly as listed, when they are not or when the list is another.
pub(super) fn install() -> Result {
    let folder = folder()?;
    let list = root().join(REQUIREMENTS);
    let wanted = fs::read_to_string(&list).map_err(|error| Problem::new(format!("{}: {error}", list.display())))?;
    let installed = folder.join("installed.txt");
    if fs::read_to_string(&installed).is_ok_and(|list| list == wanted) {
        return Ok(());
    }
    say(format!("installing the Python programs of the end-to-end tests in {}", folder.display()));
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let pip = folder.join("bin/pip");
    run(Command::new(pip).args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(list))?;
    // Written last: what broke off is begun anew.
    fs::write(&installed, wanted).map_err(|error| Problem::new(format!("{}: {error}", installed.display())))
}

/// `target/python` for an xtask in `target/debug`: there the tests look for it.
fn folder() -> Result<PathBuf> {
    let running =
        env::current_exe().map_err(|error| Problem::new(format!("where xtask lies is not known: {error}")))?;
    let target = running.ancestors().nth(2).ok_or_else(|| Problem::new("xtask lies in no target directory"))?;
    Ok(target.join("python"))
}
