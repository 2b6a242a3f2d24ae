//! The reference server at rest: how fast it starts, what it holds in memory, how large it is.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use clap::Parser;

use crate::child::binary;
use crate::stats::{Series, Table};
use crate::{Result, process, server};

/// Measure the reference server: cold start, memory at rest, size.
#[derive(Clone, Debug, Parser)]
pub struct Options {
    /// How often it is started; the table shows the median, the least and the most.
    #[arg(long, default_value_t = 10)]
    rounds: usize,
    /// The profiles it was built with.
    #[arg(long, value_delimiter = ',', default_value = "release,dist")]
    profiles: Vec<String>,
}

impl Options {
    /// How long a server is left in peace before its memory is read.
    const REST: Duration = Duration::from_secs(2);

    /// Measures and returns the table.
    ///
    /// # Errors
    /// When the server does not start.
    pub fn run(&self, core: usize) -> Result<Table> {
        let mut table = Table::new(&[
            "profile",
            "start on nothing, ms",
            "start on existing data, ms",
            "resident at rest, MiB",
            "binary, MiB",
        ]);
        for profile in &self.profiles {
            let path = binary(profile)?;
            let (mut fresh, mut existing, mut resident) = (Series::default(), Series::default(), Series::default());
            for _ in 0..self.rounds {
                let folder = tempfile::tempdir()?;
                fresh.add(start(&path, core, folder.path(), |_| Ok(()))?);
                existing.add(start(&path, core, folder.path(), |pid| {
                    sleep(Self::REST);
                    resident.add(process::resident_kib(pid)? as f64 / 1024.0);
                    Ok(())
                })?);
            }
            let size = fs::metadata(&path)?.len() as f64 / (1024.0 * 1024.0);
            table.row(&[profile, &fresh.spread(0), &existing.spread(0), &resident.spread(1), &format!("{size:.1}")]);
        }
        Ok(table)
    }
}

/// Milliseconds from the start of the process to its first 200.
fn start(path: &PathBuf, core: usize, folder: &Path, look: impl FnOnce(u32) -> Result) -> Result<f64> {
    let start = Instant::now();
    let (process, address) = server::serve(path, core, folder)?;
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(format!("GET /healthz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").as_bytes())?;
    let mut head = [0; 12];
    stream.read_exact(&mut head)?;
    let took = start.elapsed().as_secs_f64() * 1e3;
    if &head != b"HTTP/1.1 200" {
        return Err(format!("/healthz was answered with {}", String::from_utf8_lossy(&head)).into());
    }
    look(process.pid())?;
    Ok(took)
}
