//! Takes the built browser side into the crate, compressed: `CHAT_UI_DIR` when that is set, else what was just built from these
//! very sources (`ui/dist`), else what is committed (`assets`). It builds nothing itself and needs no Node.js.

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

/// What the browser side is built with, besides `src`.
const TOOLS: [&str; 5] =
    ["package.json", "tsconfig.json", "vite.frame.config.ts", "vite.loader.config.ts", "vite.panel.config.ts"];

fn main() {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the package is"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where to write"));
    println!("cargo::rerun-if-env-changed=CHAT_UI_DIR");
    for name in ["build.rs", "ui", "assets", "../package-lock.json"] {
        if here.join(name).exists() {
            println!("cargo::rerun-if-changed={name}");
        }
    }
    let sources = hash_of_sources(&here);
    println!("cargo::rustc-env=CHAT_UI_SOURCES={}", sources.as_deref().unwrap_or("unknown"));
    let folder = folder(&here, sources.as_deref());
    let files = files_of(&folder);
    assert!(
        files.iter().any(|name| name == "w.js"),
        "{} holds no built browser side; run: cargo xtask ui --snapshot",
        folder.display()
    );
    embed(&folder, &files, &out);
}

/// Where the built files are.
fn folder(here: &Path, sources: Option<&str>) -> PathBuf {
    if let Some(folder) = env::var_os("CHAT_UI_DIR") {
        return folder.into();
    }
    let built = here.join("ui/dist");
    let is_of_these = sources.is_some() && manifest_hash(&built).as_deref() == sources;
    if is_of_these { built } else { here.join("assets") }
}

/// What the files in `folder` were built from, by their manifest.
fn manifest_hash(folder: &Path) -> Option<String> {
    let text = fs::read_to_string(folder.join(MANIFEST)).ok()?;
    let (_, rest) = text.split_once("\"sourceHash\": \"")?;
    rest.split('"').next().map(str::to_owned)
}

/// Counts as `ui/scripts/manifest.mjs` does; nothing where the sources are not.
fn hash_of_sources(here: &Path) -> Option<String> {
    let ui = here.join("ui");
    let inner = files_of(&ui.join("src")).into_iter().map(|name| format!("src/{name}"));
    let mut lines = String::new();
    let mut note = |name: &str, path: &Path| {
        let bytes = fs::read(path).ok()?;
        writeln!(lines, "{name} {}", hex(&Sha256::digest(bytes))).ok()
    };
    for name in inner.chain(TOOLS.map(str::to_owned)) {
        note(&name, &ui.join(&name))?;
    }
    note("package-lock.json", &here.join("../package-lock.json"))?;
    Some(hex(&Sha256::digest(lines)))
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

/// Writes the table of all files, each as it is and compressed.
fn embed(folder: &Path, files: &[String], out: &Path) {
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
    let version = hex(&Sha256::digest(format!("{hashes:?}")))[..16].to_owned();
    println!("cargo::rustc-env=CHAT_UI_VERSION={version}");
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
