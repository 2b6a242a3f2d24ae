//! That what is embedded is what was built, and of the sources beside it.

use super::*;
use sha2::{Digest, Sha256};
use std::{fs, io::Read, path::Path};

#[test]
fn the_committed_files_are_what_the_sources_give() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let read = |name: &str| fs::read(folder.join(name)).unwrap_or_else(|error| panic!("assets/{name}: {error}"));
    let manifest: serde_json::Value = serde_json::from_slice(&read("MANIFEST.json")).unwrap();
    assert_eq!(manifest["sourceHash"], env!("CHAT_UI_SOURCES"), "stale; run: cargo xtask ui --snapshot");
    for (name, hash) in manifest["files"].as_object().unwrap() {
        let digest = Sha256::digest(read(name)).iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        assert_eq!(*hash, digest, "assets/{name} was changed by hand; run: cargo xtask ui --snapshot");
    }
}

#[test]
fn every_file_is_the_same_however_it_is_packed() {
    for asset in ALL {
        let mut unzipped = Vec::new();
        flate2::read::GzDecoder::new(asset.gzip).read_to_end(&mut unzipped).unwrap();
        assert_eq!(unzipped, asset.raw, "{}", asset.name);
        let mut unbrotlied = Vec::new();
        brotli::BrotliDecompress(&mut &asset.brotli[..], &mut unbrotlied).unwrap();
        assert_eq!(unbrotlied, asset.raw, "{}", asset.name);
    }
}

/// The budget of what a visitor's browser loads, held here as well so that no build without Node.js is over it.
#[test]
fn what_a_visitor_loads_is_small() {
    const KB: usize = 1024;
    let limits = [("w.js", 5 * KB / 2), ("panel.js", 4 * KB), ("frame/app.js", 28 * KB), ("frame/app.css", 3 * KB)];
    for (name, _) in limits {
        assert!(Asset::find(name).is_some(), "{name}");
    }
    for asset in ALL.iter().filter(|asset| asset.name != WORDS) {
        let limit = limits.iter().find(|(name, _)| *name == asset.name).map_or(12 * KB, |(_, limit)| *limit);
        assert!(asset.gzip.len() <= limit, "{} has {} of {limit} bytes", asset.name, asset.gzip.len());
    }
}
