use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

use crate::node;

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
        let chromium = ("CHROMIUM".into(), chromium().into());
        let envs = self.envs.into_iter().chain([chromium]);
        node::run(&format!("scenarios/{}.mjs", self.scenario), envs).await
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
