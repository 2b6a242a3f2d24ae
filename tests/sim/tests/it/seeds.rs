//! Two thousand seeds, in parts that run side by side.

use chat_sim::{Trouble, sweep};
use std::ops::Range;

fn every_promise_is_kept(seeds: Range<u64>) {
    let count = seeds.end - seeds.start;
    let sweep = sweep(seeds, 1, 3);
    let told: Vec<_> = sweep
        .broken
        .iter()
        .flat_map(|run| run.violations.iter().map(move |violation| format!("seed {} {violation}", run.seed)))
        .collect();
    assert!(told.is_empty(), "{}\nSee it again with: cargo xtask sim --seed <seed>", told.join("\n"));
    assert_eq!(sweep.seeds, count);
    let missing: Vec<_> = Trouble::ALL.iter().filter(|trouble| sweep.tally.of(**trouble) == 0).collect();
    assert!(missing.is_empty(), "these troubles never came: {missing:?}");
}

#[test]
fn every_promise_is_kept_in_the_first_500_seeds() {
    every_promise_is_kept(0..500);
}

#[test]
fn every_promise_is_kept_in_the_second_500_seeds() {
    every_promise_is_kept(500..1_000);
}

#[test]
fn every_promise_is_kept_in_the_third_500_seeds() {
    every_promise_is_kept(1_000..1_500);
}

#[test]
fn every_promise_is_kept_in_the_fourth_500_seeds() {
    every_promise_is_kept(1_500..2_000);
}
