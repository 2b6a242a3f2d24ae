//! What a process has used, as the kernel counts it.

use std::fs;
use std::time::Duration;

use crate::Result;

/// How many ticks of `/proc/…/stat` are a second, on every Linux.
const TICKS: u32 = 100;

/// The processor time of all threads of a process so far, in user mode and in the kernel, in steps of 10 ms.
///
/// # Errors
/// When there is no such process.
pub fn cpu(pid: u32) -> Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let ticks = ticks(&stat).ok_or("the kernel's line about a process has another shape")?;
    Ok(Duration::from_secs(1) / TICKS * ticks)
}

/// The memory of a process that is in RAM, in KiB.
///
/// # Errors
/// When there is no such process.
pub fn resident_kib(pid: u32) -> Result<u64> {
    memory_kib(pid, "VmRSS:")
}

/// The most memory of a process that was ever in RAM, in KiB.
///
/// # Errors
/// When there is no such process.
pub fn most_resident_kib(pid: u32) -> Result<u64> {
    memory_kib(pid, "VmHWM:")
}

fn memory_kib(pid: u32, name: &str) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")).ok_or("the process has no memory of its own")?;
    Ok(kib.trim().parse()?)
}

/// Fields 14 and 15; the name before them may hold spaces and parentheses.
fn ticks(stat: &str) -> Option<u32> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    Some(fields.next()?.parse::<u32>().ok()? + fields.next()?.parse::<u32>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_times_are_found_behind_any_name() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194304 100 200 0 0 31 11 5 6 20 0 1 0 100 1000 10";

        assert_eq!(ticks(stat), Some(42));
    }
}
