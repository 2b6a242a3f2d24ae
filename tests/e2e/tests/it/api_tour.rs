//! What `docs/API.md` shows is what the server answers.

use e2e::{Launch, Server};
use std::{env, ffi::OsString, fs, process::Stdio};
use tokio::{process::Command, time::timeout};

/// Parts the outputs of commands: no answer has it.
const BREAK: char = '\u{1e}';

/// A command of the page, and what is shown below it.
#[derive(Debug, Default)]
struct Step {
    command: String,
    shown: String,
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

#[tokio::test]
async fn the_tour_of_the_api_shows_what_the_server_answers() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/API.md");
    let page = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let steps = steps(&page);
    assert!(steps.len() > 60, "{}", steps.len());
    // However slow the machine is, no try at a password comes back while the others are made.
    let launch = Launch::chat_server().env("CHAT_LIMIT_EMAIL_IP", "login=1/h:10");
    let server = Server::start(launch.env("CHAT_CORS_ORIGINS", "https://tools.shop.example")).await;
    let commands: String = steps.iter().map(|step| format!("{}\nprintf '\\036'\n", step.command)).collect();
    let folder = tempfile::tempdir().expect("a temporary directory can be made");
    let script = folder.path().join("tour.sh");
    fs::write(&script, format!("exec 2>&1\n{}", commands.replace("http://localhost:3000", &server.url()))).unwrap();
    let path = env::var_os("PATH").unwrap_or_default();
    let programs = [Launch::folder()].into_iter().chain(env::split_paths(&path));
    let mut bash = Command::new("bash");
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CHAT_")) {
        bash.env_remove(name);
    }
    bash.arg(&script).current_dir(folder.path()).stdin(Stdio::null()).kill_on_drop(true);
    bash.env("PATH", env::join_paths(programs).expect("folders without colons"));
    bash.env("CHAT_DATA_DIR", server.data_dir()).env("HOME", folder.path()).env("no_proxy", OsString::from("*"));
    let ended = timeout(e2e::GUARD * 4, bash.output()).await.expect("the tour comes to its end");
    let output = String::from_utf8(ended.expect("bash starts").stdout).expect("UTF-8");
    let told: Vec<&str> = output.split(BREAK).collect();
    assert_eq!(told.len(), steps.len() + 1, "{output}");
    for (step, told) in steps.iter().zip(told) {
        assert!(is_shown(told, &step.shown), "$ {}\n{told}\nis shown as\n{}", step.command, step.shown);
    }
}
