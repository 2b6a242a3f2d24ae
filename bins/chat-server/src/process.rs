//! What the operating system says of this process, under the names that Prometheus has for it.

/// Tells the recorder what the figures mean. Nothing is told where there is no `/proc`.
#[cfg(target_os = "linux")]
pub(crate) fn describe() {
    use metrics::{describe_counter, describe_gauge};
    describe_counter!("process_cpu_seconds_total", "Time on the processors, in whole seconds");
    describe_gauge!("process_resident_memory_bytes", "Memory in use");
    describe_gauge!("process_open_fds", "Open files and connections");
    describe_gauge!("process_max_fds", "The most files and connections that may be open");
    describe_gauge!("process_threads", "Threads");
    describe_gauge!("process_start_time_seconds", "When the process began, in seconds since 1970");
}

/// Reads the figures anew. One that cannot be read keeps what it was.
#[cfg(target_os = "linux")]
pub(crate) fn read() {
    use metrics::{counter, gauge};
    use procfs::process::{LimitValue, Process};
    let Ok(process) = Process::myself() else { return };
    if let Ok(stat) = process.stat() {
        let ticks = procfs::ticks_per_second().max(1);
        counter!("process_cpu_seconds_total").absolute((stat.utime + stat.stime) / ticks);
        gauge!("process_resident_memory_bytes").set((stat.rss * procfs::page_size()) as f64);
        gauge!("process_threads").set(stat.num_threads as f64);
        if let Ok(boot) = procfs::boot_time_secs() {
            gauge!("process_start_time_seconds").set((boot + stat.starttime / ticks) as f64);
        }
    }
    if let Ok(count) = process.fd_count() {
        gauge!("process_open_fds").set(count as f64);
    }
    if let Ok(limits) = process.limits()
        && let LimitValue::Value(limit) = limits.max_open_files.soft_limit
    {
        gauge!("process_max_fds").set(limit as f64);
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn describe() {}

#[cfg(not(target_os = "linux"))]
pub(crate) fn read() {}
