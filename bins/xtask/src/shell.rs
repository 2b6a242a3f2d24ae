//! Running other programs and saying so.

use std::{
    env, fmt, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Why a command could not do its work, for the person in front of the screen.
#[derive(Debug)]
pub(crate) struct Problem(String);

pub(crate) type Result<T = ()> = std::result::Result<T, Problem>;

impl Problem {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Says what is being done.
pub(crate) fn say(message: impl fmt::Display) {
    println!("xtask: {message}");
}

/// Says what went wrong.
pub(crate) fn complain(problem: &Problem) {
    eprintln!("xtask: {problem}");
}

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().nth(2).expect("bins/xtask is two folders below the root");
    root.to_owned()
}

/// The cargo that runs this program.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    cargo
}

/// The same command line as root: by itself, or with `sudo` where it asks for no password.
pub(crate) fn as_root(program: &str) -> Command {
    if is_root() {
        return Command::new(program);
    }
    let mut sudo = Command::new("sudo");
    sudo.args(["--non-interactive", program]);
    sudo
}

pub(crate) fn is_root() -> bool {
    text(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Says the command line and runs it; its output goes to the screen.
pub(crate) fn run(command: &mut Command) -> Result {
    say(line(command));
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(failed(command, "")) }
}

/// Runs the command and returns what it printed on stdout.
pub(crate) fn text(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| not_started(command, &error))?;
    if !output.status.success() {
        return Err(failed(command, &String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether `program` is on the search path, or in the folders for administration that an
/// ordinary user's path leaves out.
pub(crate) fn is_installed(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain(["/usr/sbin", "/sbin"].map(PathBuf::from));
    folders.into_iter().any(|folder| folder.join(program).is_file())
}

fn line(command: &Command) -> String {
    let words = [command.get_program()].into_iter().chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn not_started(command: &Command, error: &io::Error) -> Problem {
    Problem(format!("`{}` does not start: {error}", line(command)))
}

fn failed(command: &Command, complaint: &str) -> Problem {
    Problem(format!("`{}` failed {}", line(command), complaint.trim()).trim_end().to_owned())
}
