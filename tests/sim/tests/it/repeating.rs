use chat_sim::run;
use std::{env, process::Command};

#[test]
fn a_seed_gives_the_same_run_again_event_by_event() {
    for seed in 0..20 {
        let (one, other) = (run(seed, true), run(seed, true));
        let first = one.lines.iter().zip(&other.lines).find(|(one, other)| one != other);
        assert_eq!(first, None, "seed {seed}");
        assert_eq!((one.hash, one.events), (other.hash, other.events), "seed {seed}");
    }
}

#[test]
fn a_seed_gives_the_same_run_in_another_process() {
    // Addresses, and the seeds of hash maps, are others there.
    const TOLD: &str = "CHAT_SIM_HASHES";
    let hashes = || (0..20).map(|seed| format!("{:016x}", run(seed, false).hash)).collect::<Vec<_>>().join(" ");
    if let Ok(told) = env::var(TOLD) {
        assert_eq!(told, hashes());
        return;
    }
    let test = "repeating::a_seed_gives_the_same_run_in_another_process";
    let mut again = Command::new(env::current_exe().unwrap());
    let output = again.args([test, "--exact", "--nocapture"]).env(TOLD, hashes()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"), "the other process ran this test");
}

#[test]
fn seeds_differ() {
    assert_ne!(run(1, false).hash, run(2, false).hash);
}
