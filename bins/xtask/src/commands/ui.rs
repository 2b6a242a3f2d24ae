use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use clap::Parser;

use crate::{
    need,
    shell::{self, Problem, Result, root, say},
};

/// A part of the browser side: where its sources are, and where the crate that serves it keeps the built files, if one does.
struct Part {
    sources: &'static str,
    snapshot: Option<&'static str>,
}

/// In the order in which they are built: what others are built with comes first.
const ALL: [Part; 4] = [
    Part { sources: "chat-widget/ui", snapshot: Some("chat-widget/assets") },
    Part { sources: "chat-transport-ws/client", snapshot: None },
    Part { sources: "chat-transport-ws/react", snapshot: None },
    Part { sources: "chat-http/dashboard", snapshot: Some("chat-http/assets") },
];

/// Build the browser side from its sources: check the types, run its tests, hold its size budget.
///
/// The built files are committed, so that the server can be built without Node.js; those that were just built are taken instead
/// for as long as the sources stay as they are.
#[derive(Debug, Parser)]
pub(crate) struct Args {
    /// Put the built files in place of the committed ones.
    #[arg(long, conflicts_with = "check")]
    snapshot: bool,
    /// Fail when the committed files are not what the sources give, or when the packages that hosts install do not work in a
    /// project of their own.
    #[arg(long)]
    check: bool,
}

impl Args {
    /// As with `--check`.
    pub(crate) fn check() -> Self {
        Self { snapshot: false, check: true }
    }
}

pub(crate) fn run(args: &Args) -> Result {
    need::web_packages()?;
    for Part { sources, snapshot } in &ALL {
        let folder = root().join(sources);
        for script in ["check", "test", "build", "gate"] {
            shell::run(Command::new("npm").args(["run", "--silent", script]).current_dir(&folder))?;
        }
        let Some(snapshot) = snapshot else { continue };
        let (built, kept) = (folder.join("dist"), root().join(snapshot));
        if args.snapshot {
            replace(&built, &kept)?;
            say(format!("{snapshot} is what {sources} gives now"));
        } else if args.check {
            compare(&built, &kept)?;
            say(format!("{snapshot} is what {sources} gives"));
        }
    }
    if args.check {
        let place = root().join("target/packed");
        let mut check = Command::new("node");
        shell::run(check.arg(root().join("chat-transport-ws/packed/check.mjs")).arg(place))?;
    }
    Ok(())
}

fn replace(built: &Path, kept: &Path) -> Result {
    if kept.exists() {
        fs::remove_dir_all(kept).map_err(|error| problem(kept, &error))?;
    }
    for name in files(built)? {
        let target = kept.join(&name);
        let folder = target.parent().expect("a file lies in a folder");
        fs::create_dir_all(folder).map_err(|error| problem(folder, &error))?;
        fs::copy(built.join(&name), &target).map_err(|error| problem(&target, &error))?;
    }
    Ok(())
}

fn compare(built: &Path, kept: &Path) -> Result {
    let (new, old) = (files(built)?, files(kept)?);
    let differs = |name: &&PathBuf| fs::read(built.join(name)).ok() != fs::read(kept.join(name)).ok();
    let stale = new.iter().filter(differs).chain(old.iter().filter(|name| !new.contains(name)));
    let stale: Vec<_> = stale.map(|name| name.display().to_string()).collect();
    if stale.is_empty() {
        return Ok(());
    }
    let message = format!("{} is stale ({}); run: cargo xtask ui --snapshot", kept.display(), stale.join(", "));
    Err(Problem::new(message))
}

/// The files below a folder, relative to it, in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        let path = folder.join(&inner);
        for entry in fs::read_dir(&path).map_err(|error| problem(&path, &error))? {
            let entry = entry.map_err(|error| problem(&path, &error))?;
            let name = inner.join(entry.file_name());
            if entry.path().is_dir() { folders.push(name) } else { found.push(name) }
        }
    }
    found.sort();
    Ok(found)
}

fn problem(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(format!("{}: {error}", path.display()))
}
