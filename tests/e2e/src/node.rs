use std::{
    collections::HashMap,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Stdio,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command},
    time::timeout,
};

use crate::{Seen, record::Record};

/// The folder of the node programs.
///
/// # Panics
///
/// If their packages are not installed.
pub(crate) fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("node");
    assert!(
        folder.join("node_modules/.package-lock.json").is_file(),
        "the npm packages of the end-to-end tests are not installed; run: cargo xtask test"
    );
    folder
}

/// How long a program may take that ends by itself: a guard, far above what it needs.
const PROGRAM_GUARD: Duration = Duration::from_secs(600);

/// Runs a node program of that folder and returns what it printed.
///
/// # Panics
///
/// If it fails or does not end; with all it printed.
pub(crate) async fn run(program: &str, envs: impl IntoIterator<Item = (OsString, OsString)>) -> String {
    let mut command = command(program);
    command.envs(envs).stdin(Stdio::null());
    let Ok(output) = timeout(PROGRAM_GUARD, command.output()).await else {
        panic!("{program} did not end within {PROGRAM_GUARD:?}");
    };
    let output = output.unwrap_or_else(|error| panic!("node does not start ({error}); run: cargo xtask test"));
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} failed\n{printed}{complaints}");
    printed
}

/// A command that runs a node program of that folder and ends with its owner.
pub(crate) fn command(program: &str) -> Command {
    let folder = folder();
    let mut command = Command::new("node");
    command.arg(folder.join(program)).current_dir(folder).kill_on_drop(true);
    command
}

/// A node process that holds any number of sockets.
#[derive(Debug)]
pub(crate) struct Puppet {
    stdin: tokio::sync::Mutex<ChildStdin>,
    records: Mutex<HashMap<String, Arc<Record>>>,
    next: AtomicU64,
    // Held so that the process ends with the last client of it.
    child: Child,
}

impl Puppet {
    pub(crate) fn start() -> Arc<Self> {
        let mut command = command("puppet.mjs");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| {
            panic!("node does not start ({error}); run: cargo xtask test");
        });
        let stdin = child.stdin.take().expect("stdin is piped");
        let stdout = BufReader::new(child.stdout.take().expect("stdout is piped")).lines();
        let stderr = BufReader::new(child.stderr.take().expect("stderr is piped")).lines();
        let puppet = Arc::new(Self {
            stdin: tokio::sync::Mutex::new(stdin),
            records: Mutex::default(),
            next: AtomicU64::new(1),
            child,
        });
        tokio::spawn(read(Arc::downgrade(&puppet), stdout, stderr));
        puppet
    }

    /// A number that no socket and no emit of this process has had.
    pub(crate) fn number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn record(&self, id: &str) -> Arc<Record> {
        let record = Arc::new(Record::new());
        self.lock().insert(id.to_owned(), Arc::clone(&record));
        record
    }

    pub(crate) async fn order(&self, order: &Value) {
        let line = format!("{order}\n");
        let mut stdin = self.stdin.lock().await;
        stdin.write_all(line.as_bytes()).await.expect("the node process reads its orders");
        stdin.flush().await.expect("the node process reads its orders");
    }

    /// Sends the process a signal: `STOP`, `CONT`.
    pub(crate) async fn signal(&self, name: &str) {
        let pid = self.child.id().expect("the node process runs");
        let sent = Command::new("sh").arg("-c").arg(format!("kill -{name} {pid}")).status().await;
        assert!(sent.expect("a shell runs").success(), "SIG{name} could not be sent to {pid}");
    }

    fn hear(&self, line: &str) {
        let value: Value = serde_json::from_str(line).unwrap_or_default();
        let seen = serde_json::from_value(value.clone())
            .unwrap_or_else(|error| Seen::Problem { message: format!("{error}: {line}") });
        let records = self.lock();
        match value["id"].as_str().and_then(|id| records.get(id)) {
            Some(record) => record.push(seen),
            None => records.values().for_each(|record| record.push(seen.clone())),
        }
    }

    fn fail(&self, message: &str) {
        let problem = Seen::Problem { message: message.to_owned() };
        self.lock().values().for_each(|record| record.push(problem.clone()));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Record>>> {
        self.records.lock().expect("no holder of the lock panics")
    }
}

/// Reads what the process says until it ends or nobody holds it any more.
async fn read(
    puppet: std::sync::Weak<Puppet>,
    mut stdout: Lines<BufReader<ChildStdout>>,
    mut stderr: Lines<BufReader<ChildStderr>>,
) {
    loop {
        let (line, is_complaint) = tokio::select! {
            line = stdout.next_line() => (line, false),
            line = stderr.next_line() => (line, true),
        };
        let Some(puppet) = puppet.upgrade() else {
            return;
        };
        match line {
            Ok(Some(line)) if is_complaint => puppet.fail(&line),
            Ok(Some(line)) => puppet.hear(&line),
            Ok(None) | Err(_) => return puppet.fail("the node process ended"),
        }
    }
}
