use std::{ffi::OsString, fs, path::Path, time::SystemTime};

use crate::node;

/// A program with our own TypeScript client, in Node.js: a scenario in `node/client/`.
///
/// It finds its settings in its environment, and passes when it ends with success.
///
/// ```no_run
/// # async fn example(url: String, token: String) {
/// e2e::Program::of("outage").env("URL", url).env("TOKEN", token).run().await;
/// # }
/// ```
#[derive(Debug)]
pub struct Program {
    name: &'static str,
    envs: Vec<(OsString, OsString)>,
}

impl Program {
    /// The scenario in the file of this name, without `.mjs`.
    ///
    /// # Panics
    ///
    /// If the client is not built from its sources as they are.
    #[must_use]
    pub fn of(name: &'static str) -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let client = here.ancestors().nth(2).expect("two folders below the root").join("chat-transport-ws/client");
        let built = fs::metadata(client.join("dist/index.js")).and_then(|file| file.modified()).ok();
        let written = latest(&client.join("src"));
        assert!(
            built.is_some() && built >= written,
            "the TypeScript client is not built as it is; run: cargo xtask ui"
        );
        Self { name, envs: Vec::new() }
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
    /// If it fails or does not end; with all it printed.
    pub async fn run(self) -> String {
        node::run(&format!("client/{}.mjs", self.name), self.envs).await
    }
}

/// When anything in a folder was written last.
fn latest(folder: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let times = entries.map(|entry| {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() { latest(&path) } else { fs::metadata(&path).and_then(|file| file.modified()).ok() }
    });
    times.max().flatten()
}
