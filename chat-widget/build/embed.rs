//! Takes a built browser side into a crate, compressed. The build scripts of the crates that serve one share it.
//!
//! It takes what a variable of the environment names, else what was just built from these very sources (`dist`), else what is
//! committed (`assets`). It builds nothing itself and needs no Node.js.

use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    env,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

/// What goes with the files: where they are from.
const MANIFEST: &str = "MANIFEST.json";

/// A browser side and where its parts are, as seen from the crate that serves it.
pub(crate) struct Ui {
    /// Its folder, which has `dist` once it was built.
    pub(crate) folder: &'static str,
    /// The folders of its sources, by what the manifest's script calls them.
    pub(crate) sources: &'static [(&'static str, &'static str)],
    /// What it is built with, in its folder.
    pub(crate) tools: &'static [&'static str],
    /// A file that cannot be missing.
    pub(crate) main: &'static str,
    /// The variable that names a folder with built files.
    pub(crate) variable: &'static str,
    /// What the variables that the crate reads begin with.
    pub(crate) prefix: &'static str,
}

impl Ui {
    /// Writes `assets.rs`, and says by `…_SOURCES` and `…_VERSION` what it is of.
    pub(crate) fn embed(&self) {
        let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the package is"));
        let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where to write"));
        println!("cargo::rerun-if-env-changed={}", self.variable);
        let sources = self.sources.iter().map(|(_, folder)| *folder);
        let built = format!("{}/dist", self.folder);
        let tools = self.tools.iter().map(|tool| format!("{}/{tool}", self.folder));
        let others = ["build.rs", "assets", &built, "../package-lock.json"];
        for name in sources.map(str::to_owned).chain(tools).chain(others.map(str::to_owned)) {
            if here.join(&name).exists() {
                println!("cargo::rerun-if-changed={name}");
            }
        }
        let sources = self.hash_of_sources(&here);
        println!("cargo::rustc-env={}_SOURCES={}", self.prefix, sources.as_deref().unwrap_or("unknown"));
        let folder = self.built(&here, sources.as_deref());
        let files = files_of(&folder);
        assert!(
            files.iter().any(|name| name == self.main),
            "{} holds no built browser side; run: cargo xtask ui --snapshot",
            folder.display()
        );
        let version = embed(&folder, &files, &out);
        println!("cargo::rustc-env={}_VERSION={version}", self.prefix);
    }

    /// Where the built files are.
    fn built(&self, here: &Path, sources: Option<&str>) -> PathBuf {
        if let Some(folder) = env::var_os(self.variable) {
            return folder.into();
        }
        let built = here.join(self.folder).join("dist");
        let is_of_these = sources.is_some() && manifest_hash(&built).as_deref() == sources;
        if is_of_these { built } else { here.join("assets") }
    }

    /// Counts as its `scripts/manifest.mjs` does; nothing where the sources are not.
    fn hash_of_sources(&self, here: &Path) -> Option<String> {
        let mut lines = String::new();
        let mut note = |name: &str, path: &Path| {
            let bytes = fs::read(path).ok()?;
            writeln!(lines, "{name} {}", hex(&Sha256::digest(bytes))).ok()
        };
        for (called, folder) in self.sources {
            for name in files_of(&here.join(folder)) {
                note(&format!("{called}/{name}"), &here.join(folder).join(&name))?;
            }
        }
        for name in self.tools {
            note(name, &here.join(self.folder).join(name))?;
        }
        note("package-lock.json", &here.join("../package-lock.json"))?;
        Some(hex(&Sha256::digest(lines)))
    }
}

/// What the files in `folder` were built from, by their manifest.
fn manifest_hash(folder: &Path) -> Option<String> {
    let text = fs::read_to_string(folder.join(MANIFEST)).ok()?;
    let (_, rest) = text.split_once("\"sourceHash\": \"")?;
    rest.split('"').next().map(str::to_owned)
}

/// The files below a folder, by their paths in it with `/`, in order; none when there is no such folder.
fn files_of(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(folder.join(&inner)).into_iter().flatten().flatten() {
            let name = format!("{inner}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() { folders.push(format!("{name}/")) } else { found.push(name) }
        }
    }
    found.sort();
    found
}

/// Writes the table of all files, each as it is and compressed; tells what distinguishes them from those of another build.
fn embed(folder: &Path, files: &[String], out: &Path) -> String {
    let mut table = String::from("&[\n");
    let mut hashes = BTreeMap::new();
    for (number, name) in files.iter().filter(|name| *name != MANIFEST).enumerate() {
        let path = folder.join(name);
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let hash = hex(&Sha256::digest(&bytes))[..16].to_owned();
        for (ending, bytes) in [("raw", &bytes), ("gz", &gzip(&bytes)), ("br", &brotli(&bytes))] {
            let target = out.join(format!("{number}.{ending}"));
            fs::write(&target, bytes).unwrap_or_else(|error| panic!("{}: {error}", target.display()));
        }
        let part = |ending| format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{number}.{ending}\"))");
        let (raw, gz, br) = (part("raw"), part("gz"), part("br"));
        writeln!(table, "    Asset {{ name: {name:?}, hash: {hash:?}, raw: {raw}, gzip: {gz}, brotli: {br} }},")
            .expect("a string takes all text");
        hashes.insert(name, hash);
    }
    table.push_str("]\n");
    fs::write(out.join("assets.rs"), table).expect("OUT_DIR can be written");
    hex(&Sha256::digest(format!("{hashes:?}")))[..16].to_owned()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("memory takes all bytes");
    encoder.finish().expect("memory takes all bytes")
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut compressed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &params).expect("memory takes all bytes");
    compressed
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
