use std::path::PathBuf;

use crate::Launch;

/// A program of the Python environment that `cargo xtask test` has installed beside the binaries.
///
/// # Panics
///
/// If it is not installed.
#[must_use]
pub fn python(program: &str) -> PathBuf {
    let folder = Launch::folder();
    let target = folder.parent().expect("binaries are built into a folder of the target directory");
    let program = target.join("python/bin").join(program);
    assert!(program.is_file(), "{} is missing; cargo xtask test installs it", program.display());
    program
}
