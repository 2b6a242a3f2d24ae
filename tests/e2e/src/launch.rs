use std::{
    env,
    ffi::OsString,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use tokio::process::Command;

/// Which binary of the workspace to run and how.
#[derive(Debug, Clone)]
pub struct Launch {
    binary: &'static str,
    health: Option<&'static str>,
    address: Option<SocketAddr>,
    args: Vec<OsString>,
    envs: Vec<(OsString, OsString)>,
}

impl Launch {
    /// The reference server, ready when `/healthz` answers.
    #[must_use]
    pub fn chat_server() -> Self {
        Self::new("chat-server", Some("/healthz"))
    }

    /// The engine alone, ready when it accepts connections.
    #[must_use]
    pub fn socketio_echo() -> Self {
        Self::new("socketio-echo", None)
    }

    /// The WhatsApp emulator, ready when it accepts connections.
    #[must_use]
    pub fn whatsapp_emulator() -> Self {
        Self::new("chat-whatsapp-emulator", None)
    }

    fn new(binary: &'static str, health: Option<&'static str>) -> Self {
        Self { binary, health, address: None, args: Vec::new(), envs: Vec::new() }
    }

    /// Listens there. Otherwise a free port is found.
    #[must_use]
    pub fn at(mut self, address: SocketAddr) -> Self {
        self.address = Some(address);
        self
    }

    /// Adds arguments, after `--listen` with the address.
    #[must_use]
    pub fn args<T: Into<OsString>>(mut self, args: impl IntoIterator<Item = T>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Sets an environment variable. The server sees none of the test's own `CHAT_…` variables.
    #[must_use]
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.envs.push((name.into(), value.into()));
        self
    }

    pub(crate) fn name(&self) -> &'static str {
        self.binary
    }

    pub(crate) fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    pub(crate) fn health(&self) -> Option<&'static str> {
        self.health
    }

    pub(crate) fn arguments(&self) -> &[OsString] {
        &self.args
    }

    /// The binary with the environment of the server in `data_dir`, and no arguments yet.
    pub(crate) fn command(&self, data_dir: &Path) -> Command {
        let mut command = Command::new(self.executable());
        for (name, _) in env::vars_os() {
            if name.to_string_lossy().starts_with("CHAT_") {
                command.env_remove(name);
            }
        }
        command
            .env("CHAT_DATA_DIR", data_dir)
            .envs(self.envs.iter().map(|(name, value)| (name, value)))
            .current_dir(data_dir)
            .kill_on_drop(true);
        command
    }

    /// The folder that the workspace's binaries are built into: that of the running one, or that above the folder of the running test
    /// (`target/debug/deps/it-…` → `target/debug`).
    ///
    /// # Panics
    ///
    /// If the running program is in no folder.
    #[must_use]
    pub fn folder() -> PathBuf {
        let running = env::current_exe().expect("a running program has an executable");
        let folder = running.parent().expect("an executable is in a folder");
        match folder.parent() {
            Some(profile) if folder.ends_with("deps") => profile.to_owned(),
            _ => folder.to_owned(),
        }
    }

    fn executable(&self) -> PathBuf {
        let executable = Self::folder().join(self.binary);
        let name = self.binary;
        assert!(
            executable.is_file(),
            "{name} is not built; run: cargo build -p {name}  (cargo xtask test builds everything)"
        );
        executable
    }
}
