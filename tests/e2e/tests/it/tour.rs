//! Pages of the manual whose commands are typed, and whose answers are compared.

use e2e::Launch;
use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};
use tokio::{process::Command, time::timeout};

/// Parts the outputs of commands: no answer has it.
const BREAK: char = '\u{1e}';

/// A command of a page, and what is shown below it.
#[derive(Debug, Default)]
struct Step {
    command: String,
    shown: String,
}

/// The commands of a page, and where they are typed.
pub(crate) struct Tour {
    steps: Vec<Step>,
    folder: tempfile::TempDir,
    envs: Vec<(&'static str, PathBuf)>,
}

impl Tour {
    /// Reads a page of the folder `docs`.
    pub(crate) fn of(page: &str) -> Self {
        let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs")).join(page);
        let page = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let folder = tempfile::tempdir().expect("a temporary directory can be made");
        Self { steps: steps(&page), folder, envs: Vec::new() }
    }

    /// How many commands there are.
    pub(crate) fn len(&self) -> usize {
        self.steps.len()
    }

    /// Sets an environment variable.
    pub(crate) fn env(mut self, name: &'static str, value: &Path) -> Self {
        self.envs.push((name, value.to_owned()));
        self
    }

    /// Writes something else in the place of a text, in the commands and in what is shown.
    pub(crate) fn with(mut self, text: &str, other: &str) -> Self {
        for step in &mut self.steps {
            step.command = step.command.replace(text, other);
            step.shown = step.shown.replace(text, other);
        }
        self
    }

    /// Types everything in one `bash` and compares.
    pub(crate) async fn walk(self) {
        let typed = self.steps.iter().map(|step| format!("{}\nprintf '\\036'\n", step.command));
        let script = self.folder.path().join("tour.sh");
        fs::write(&script, format!("exec 2>&1\n{}", typed.collect::<String>())).expect("the script can be written");
        let path = env::var_os("PATH").unwrap_or_default();
        let programs = [Launch::folder()].into_iter().chain(env::split_paths(&path));
        let mut bash = Command::new("bash");
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CHAT_")) {
            bash.env_remove(name);
        }
        bash.arg(&script).current_dir(self.folder.path()).stdin(Stdio::null()).kill_on_drop(true).envs(self.envs);
        bash.env("PATH", env::join_paths(programs).expect("folders without colons"));
        bash.env("HOME", self.folder.path()).env("no_proxy", OsString::from("*"));
        let ended = timeout(e2e::GUARD * 4, bash.output()).await.expect("the tour comes to its end");
        let output = String::from_utf8(ended.expect("bash starts").stdout).expect("UTF-8");
        let told: Vec<&str> = output.split(BREAK).collect();
        assert_eq!(told.len(), self.steps.len() + 1, "{output}");
        for (step, told) in self.steps.iter().zip(told) {
            assert!(is_shown(told, &step.shown), "$ {}\n{told}\nis shown as\n{}", step.command, step.shown);
        }
    }
}

/// Everything that stands in blocks of the kind `console`.
fn steps(page: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut is_console = false;
    for line in page.lines() {
        if line.starts_with("```") {
            is_console = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| is_console) {
            steps.push(Step { command: command.to_owned(), shown: String::new() });
        } else if is_console {
            let step = steps.last_mut().expect("a block begins with a command");
            let (text, line) = match line.strip_prefix('>') {
                Some(more) => (&mut step.command, more.strip_prefix(' ').unwrap_or(more)),
                None => (&mut step.shown, line),
            };
            text.push('\n');
            text.push_str(line);
        }
    }
    steps
}

/// A text without spaces and line breaks.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Whether `told` is what is `shown`, in which `…` stands for anything.
fn is_shown(told: &str, shown: &str) -> bool {
    let (told, shown) = (squeezed(told), squeezed(shown));
    let mut parts = shown.split('…');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = told.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[test]
fn an_answer_is_compared_with_what_is_shown_of_it() {
    for (told, shown) in [
        (r#"{"id":"1","name":"Ann"}"#, r#"{ "id": "…", "name": "Ann" }"#),
        (r#"{"id":"1","role":"owner","name":"Ann"}"#, r#"{"id": "1", …, "name": "Ann"}"#),
        ("", ""),
        ("HTTP/1.1 200 OK\r\ndate: now\r\n\r\n{}", "HTTP/1.1 200 OK\n…\n{}"),
    ] {
        assert!(is_shown(told, shown), "{told} is shown as {shown}");
    }
    for (told, shown) in [
        (r#"{"id":"1","name":"Bob"}"#, r#"{"id": "…", "name": "Ann"}"#),
        (r#"{"id":"1","name":"Ann"}"#, ""),
        (r#"{"id":"1","name":"Ann"}"#, r#"{"id": "1"…"role"…}"#),
        ("ab", "abc"),
        ("ab", "a"),
    ] {
        assert!(!is_shown(told, shown), "{told} is not shown as {shown}");
    }
}
