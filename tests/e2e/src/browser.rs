use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use tokio::{process::Command, time::timeout};

use crate::node;

/// How long a scenario may take: a guard, far above what it needs.
const GUARD: Duration = Duration::from_secs(240);

/// A scenario in a real Chromium, written with playwright-core in `node/scenarios/`.
///
/// The scenario finds its settings in its environment. It passes when it ends with success.
///
/// ```no_run
/// # async fn example(url: String, token: String) {
/// e2e::Browser::scenario("test-page").env("URL", url).env("TOKEN", token).run().await;
/// # }
/// ```
#[derive(Debug)]
pub struct Browser {
    scenario: &'static str,
    envs: Vec<(OsString, OsString)>,
}

impl Browser {
    /// The scenario in the file of this name, without `.mjs`.
    #[must_use]
    pub fn scenario(name: &'static str) -> Self {
        Self { scenario: name, envs: Vec::new() }
    }

    /// Hands something to the scenario.
    #[must_use]
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.envs.push((name.into(), value.into()));
        self
    }

    /// Runs the scenario and returns what it printed.
    ///
    /// # Panics
    ///
    /// If it fails or does not end; with all it printed. If no Chromium is installed.
    pub async fn run(self) -> String {
        let name = self.scenario;
        let mut command: Command = node::command(&format!("scenarios/{name}.mjs"));
        command.env("CHROMIUM", chromium()).envs(self.envs).stdin(Stdio::null());
        let Ok(output) = timeout(GUARD, command.output()).await else {
            panic!("the scenario {name} did not end within {GUARD:?}");
        };
        let output = output.unwrap_or_else(|error| {
            panic!("node does not start ({error}); run: cargo xtask test");
        });
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "the scenario {name} failed\n{printed}{complaints}");
        printed
    }
}

fn chromium() -> PathBuf {
    if let Some(path) = env::var_os("CHROMIUM") {
        return path.into();
    }
    let places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let found = places.iter().map(Path::new).find(|path| path.exists());
    found.expect("Chromium is installed; if not, run: cargo xtask test").to_owned()
}
