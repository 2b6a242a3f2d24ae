//! What the figures were measured on.

use std::fs;

/// A line about the machine: processor, cores, memory, kernel, and how busy it was.
#[must_use]
pub fn facts() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_once(':')).map_or_else(String::new, |(_, value)| value.trim().to_owned())
    };
    let cpus = read("/proc/cpuinfo");
    let cores = cpus.lines().filter(|line| line.starts_with("processor")).count();
    let memory_kib: u64 = field(&read("/proc/meminfo"), "MemTotal").trim_end_matches(" kB").parse().unwrap_or_default();
    format!(
        "{}, {cores} cores, {} GiB, Linux {}, load {}",
        field(&cpus, "model name"),
        memory_kib.div_ceil(1024 * 1024),
        read("/proc/sys/kernel/osrelease").trim(),
        read("/proc/loadavg").split_whitespace().take(3).collect::<Vec<_>>().join(" "),
    )
}
