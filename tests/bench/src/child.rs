//! Programs that are measured, each on a core of its own.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::{Failure, Result};

/// A program that runs on one core until it is dropped.
#[derive(Debug)]
pub struct Pinned {
    child: Child,
    stdout: Option<BufReader<ChildStdout>>,
}

impl Pinned {
    /// Starts a program on a core.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(program: impl AsRef<OsStr>, core: usize, set_up: impl FnOnce(&mut Command)) -> Result<Self> {
        let mut command = on_core(core, program);
        set_up(&mut command);
        Self::spawn(command)
    }

    /// Starts a program that is not kept to a core.
    ///
    /// # Errors
    /// When it does not start.
    pub fn spawn(mut command: Command) -> Result<Self> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take().map(BufReader::new);
        Ok(Self { child, stdout })
    }

    /// The id of its process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The next line it prints.
    ///
    /// # Errors
    /// When it ends instead.
    pub fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if let Some(stdout) = &mut self.stdout
            && stdout.read_line(&mut line)? > 0
        {
            return Ok(line.trim_end().to_owned());
        }
        Err(format!("it ended: {}", self.child.wait()?).into())
    }
}

impl Drop for Pinned {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The path of a program that was built along with this one.
///
/// # Errors
/// When it is not there.
pub fn sibling(program: &str) -> Result<PathBuf> {
    let path = std::env::current_exe()?.with_file_name(program);
    if path.is_file() { Ok(path) } else { Err(format!("{} is not built", path.display()).into()) }
}

/// The path of the reference server that was built with a profile, in the folder where this program was built.
///
/// # Errors
/// When it is not there.
pub fn binary(profile: &str) -> Result<PathBuf> {
    sibling(&format!("../{profile}/chat-server"))
}

/// A command line that keeps to one core; the process is the program's own.
pub fn on_core(core: usize, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", &core.to_string()]).arg(program);
    command
}

/// As many open files as the system lets this process have.
///
/// # Errors
/// When that cannot be read.
pub fn open_files_max() -> Result<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits")?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().next()).ok_or_else(|| Failure::from("no limit is told"))?;
    Ok(soft.parse().unwrap_or(usize::MAX))
}
