//! Tries the targets of the fuzzers out without a fuzzer: on their seeds, and on seeds that were changed at random.
//!
//! A fuzzer looks for what nobody thought of, for hours and on a nightly compiler. This is its shadow for every day: a few
//! thousand cases in a second or two, the same ones each time, so that a target and its seeds cannot rot.
//!
//! ```
//! let seeds = [b"key=value".to_vec(), b"key=value&other=%20".to_vec()];
//! chat_mutations::try_out(&seeds, 1_000, |bytes| {
//!     let _ = String::from_utf8_lossy(bytes).split('&').count();
//! });
//! ```

mod mutant;
mod random;

use mutant::mutant;
use random::Random;
use std::{
    fs, io,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::Path,
};

/// The fewest seeds that a target may have.
const SEEDS_MIN: usize = 4;

/// The files of a folder, in the order of their names.
///
/// # Panics
///
/// If the folder cannot be read or holds hardly anything.
pub fn seeds(folder: impl AsRef<Path>) -> Vec<Vec<u8>> {
    let folder = folder.as_ref();
    match read_all(folder) {
        Ok(seeds) if seeds.len() >= SEEDS_MIN => seeds,
        Ok(seeds) => panic!("{} holds {} seeds only", folder.display(), seeds.len()),
        Err(error) => panic!("{}: {error}", folder.display()),
    }
}

fn read_all(folder: &Path) -> io::Result<Vec<Vec<u8>>> {
    let mut files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    files.sort();
    files.iter().map(fs::read).collect()
}

/// Gives `target` every seed as it is, then `cases` of them that were changed: the same ones each time.
///
/// # Panics
///
/// As `target` does, after the input that made it panic was printed.
pub fn try_out(seeds: &[Vec<u8>], cases: u64, target: impl Fn(&[u8])) {
    for seed in seeds {
        show_to(&target, seed);
    }
    for case in 0..cases {
        show_to(&target, &mutant(seeds, &mut Random::new(case)));
    }
}

#[expect(clippy::print_stderr, reason = "the fault is in what is printed, and the test runner shows it")]
fn show_to(target: &impl Fn(&[u8]), input: &[u8]) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| target(input))) {
        eprintln!("the input was: {}", input.escape_ascii());
        resume_unwind(panic);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{cell::RefCell, collections::BTreeSet};

    #[test]
    fn the_seeds_come_first_and_the_cases_are_the_same_each_time() {
        let seeds = [b"one".to_vec(), b"two".to_vec()];
        let shown = || {
            let shown = RefCell::new(Vec::new());
            try_out(&seeds, 100, |bytes| shown.borrow_mut().push(bytes.to_vec()));
            shown.into_inner()
        };

        let first = shown();

        assert_eq!(first[..2], seeds);
        assert_eq!(first.len(), 102);
        assert_eq!(first, shown());
        let different: BTreeSet<_> = first.iter().collect();
        assert!(different.len() > 80, "only {} of 102 inputs differ", different.len());
    }

    #[test]
    #[should_panic(expected = "it holds an exclamation mark")]
    fn what_the_target_finds_is_told() {
        try_out(&[b"hm".to_vec()], 10_000, |bytes| {
            assert!(!bytes.contains(&b'!'), "it holds an exclamation mark");
        });
    }

    #[test]
    fn even_nothing_can_be_changed() {
        try_out(&[Vec::new()], 1_000, |_| {});
    }
}
