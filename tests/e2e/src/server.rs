use std::{
    ffi::OsString,
    io,
    net::SocketAddr,
    path::Path,
    process::{ExitStatus, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    process::{Child, Command},
    sync::watch,
    time::{sleep, timeout},
};

use crate::{GUARD, Launch, free_address};

/// How many times another port is tried when somebody took the free one first.
const PORTS_MAX: u32 = 5;

/// A running binary of the workspace, on a loopback port and a data directory of its own.
///
/// It is killed when dropped, and its data directory removed.
///
/// ```no_run
/// # async fn example() {
/// let mut server = e2e::Server::start(e2e::Launch::chat_server()).await;
/// println!("{} serves {}", server.url(), server.data_dir().display());
/// server.kill().await;
/// server.restart().await;
/// assert!(server.terminate().await.success());
/// # }
/// ```
#[derive(Debug)]
pub struct Server {
    launch: Launch,
    address: SocketAddr,
    data_dir: TempDir,
    child: Child,
    output: Output,
}

impl Server {
    /// Starts the binary and waits until it is ready.
    ///
    /// # Panics
    ///
    /// If it is not built, ends, or is not ready within [`GUARD`]; with all it printed.
    pub async fn start(launch: Launch) -> Self {
        let data_dir = tempfile::tempdir().expect("a temporary directory can be made");
        let output = Output::default();
        for _ in 1..PORTS_MAX {
            let address = match launch.address() {
                Some(address) => address,
                None => free_address(),
            };
            let mut child = spawn(&launch, address, data_dir.path(), &output);
            match ready(&launch, address, &mut child).await {
                Ok(()) => {
                    return Self { launch, address, data_dir, child, output };
                }
                Err(_) if output.text().contains("in use") => output.clear(),
                Err(problem) => panic!("{} {problem}; it printed:\n{}", launch.name(), output.text()),
            }
        }
        panic!("{} found {PORTS_MAX} free ports taken", launch.name());
    }

    /// Where it listens, as `http://127.0.0.1:…`, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its data directory, which outlives a restart.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        self.data_dir.path()
    }

    /// Leaves the data directory where it is when the server is dropped, and tells where.
    pub fn keep_data(&mut self) -> &Path {
        self.data_dir.disable_cleanup(true);
        self.data_dir.path()
    }

    /// The id of its process, while it runs.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// All it has printed so far, on both streams, over all its runs.
    #[must_use]
    pub fn output(&self) -> String {
        self.output.text()
    }

    /// Waits until `look` finds what it wants in a line it printed.
    ///
    /// # Panics
    ///
    /// If no such line comes within [`GUARD`].
    pub async fn line<T>(&self, what: &str, look: impl Fn(&str) -> Option<T>) -> T {
        self.printed(what, |text| text.lines().find_map(&look)).await
    }

    /// Waits until `look` finds what it wants in all it has printed.
    ///
    /// # Panics
    ///
    /// If it does not within [`GUARD`].
    pub async fn printed<T>(&self, what: &str, look: impl Fn(&str) -> Option<T>) -> T {
        let mut changes = self.output.changed.subscribe();
        let found = timeout(GUARD, async {
            loop {
                if let Some(found) = look(&self.output.text()) {
                    return found;
                }
                changes.changed().await.expect("the output owns the sender");
            }
        });
        match found.await {
            Ok(found) => found,
            Err(_) => panic!("waited {GUARD:?} for {what}; printed:\n{}", self.output()),
        }
    }

    /// Kills it with SIGKILL: what it had not made durable is lost.
    pub async fn kill(&mut self) {
        self.child.kill().await.expect("a child can be killed");
    }

    /// Asks it to stop with SIGTERM and waits until it has.
    ///
    /// # Panics
    ///
    /// If it does not stop within [`GUARD`].
    pub async fn terminate(&mut self) -> ExitStatus {
        if let Some(pid) = self.child.id() {
            let kill = Command::new("sh").arg("-c").arg(format!("kill -TERM {pid}")).status().await;
            assert!(kill.expect("a shell runs").success(), "SIGTERM could not be sent to {pid}");
        }
        match timeout(GUARD, self.child.wait()).await {
            Ok(status) => status.expect("a child can be waited for"),
            Err(_) => panic!("it did not stop on SIGTERM; printed:\n{}", self.output()),
        }
    }

    /// Starts it again on the same port and data, killing it first if it runs.
    ///
    /// # Panics
    ///
    /// If it is not ready within [`GUARD`].
    pub async fn restart(&mut self) {
        self.respawn().await;
        self.ready().await;
    }

    /// Starts it again on the same port and data, killing it first if it runs, and does not wait.
    pub async fn respawn(&mut self) {
        self.kill().await;
        self.child = spawn(&self.launch, self.address, self.data_dir.path(), &self.output);
    }

    /// Waits until it is ready.
    ///
    /// # Panics
    ///
    /// If it ends, or is not ready within [`GUARD`]; with all it printed.
    pub async fn ready(&mut self) {
        if let Err(problem) = ready(&self.launch, self.address, &mut self.child).await {
            panic!("{} {problem}; it printed:\n{}", self.launch.name(), self.output.text());
        }
    }

    /// Runs the same binary with other arguments on the same data, such as `admin …`, and returns
    /// what it printed on stdout.
    ///
    /// # Panics
    ///
    /// If it fails.
    pub async fn run<T: Into<OsString>>(&self, args: impl IntoIterator<Item = T>) -> String {
        let ended = self.attempt(args).await;
        let complaint = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success(), "{} failed: {complaint}", self.launch.name());
        String::from_utf8(ended.stdout).expect("the command prints UTF-8")
    }

    /// Runs the same binary with other arguments on the same data, and returns how it ended.
    ///
    /// # Panics
    ///
    /// If it does not end within [`GUARD`].
    pub async fn attempt<T: Into<OsString>>(&self, args: impl IntoIterator<Item = T>) -> std::process::Output {
        let mut command = self.launch.command(self.data_dir.path());
        command.args(args.into_iter().map(Into::into)).stdin(Stdio::null());
        let output = timeout(GUARD, command.output()).await.expect("the command ends");
        output.expect("the command starts")
    }
}

fn spawn(launch: &Launch, address: SocketAddr, data_dir: &Path, output: &Output) -> Child {
    let mut command = launch.command(data_dir);
    command.arg("--listen").arg(address.to_string()).args(launch.arguments());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| {
        panic!("{} does not start: {error}", launch.name());
    });
    tokio::spawn(output.clone().read(child.stdout.take().expect("stdout is piped")));
    tokio::spawn(output.clone().read(child.stderr.take().expect("stderr is piped")));
    child
}

/// Waits until the server accepts connections and, where it has a health page, that is 200.
async fn ready(launch: &Launch, address: SocketAddr, child: &mut Child) -> Result<(), String> {
    let is_ready = async {
        while !answers(address, launch.health()).await {
            // Nothing tells when a port opens: ask again.
            sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::select! {
        asked = timeout(GUARD, is_ready) => asked.map_err(|_| format!("is not ready after {GUARD:?}")),
        status = child.wait() => Err(format!("ended with {status:?}")),
    }
}

async fn answers(address: SocketAddr, health: Option<&str>) -> bool {
    match health {
        Some(path) => status_of(address, path).await.is_ok_and(|status| status == "200"),
        None => TcpStream::connect(address).await.is_ok(),
    }
}

pub(crate) async fn status_of(address: SocketAddr, path: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    // "HTTP/1.1 200"
    let mut head = [0; 12];
    stream.read_exact(&mut head).await?;
    Ok(String::from_utf8_lossy(&head[9..]).into_owned())
}

/// What a process printed, line by line.
#[derive(Debug, Clone)]
struct Output {
    text: Arc<Mutex<String>>,
    changed: Arc<watch::Sender<()>>,
}

impl Default for Output {
    fn default() -> Self {
        Self { text: Arc::default(), changed: Arc::new(watch::Sender::new(())) }
    }
}

impl Output {
    async fn read(self, stream: impl AsyncRead + Unpin) {
        let mut lines = BufReader::new(stream).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            self.add(&line);
        }
    }

    fn add(&self, line: &str) {
        let mut text = self.text.lock().expect("no holder of the lock panics");
        text.push_str(line);
        text.push('\n');
        drop(text);
        self.changed.send_replace(());
    }

    fn text(&self) -> String {
        self.text.lock().expect("no holder of the lock panics").clone()
    }

    fn clear(&self) {
        self.text.lock().expect("no holder of the lock panics").clear();
    }
}
