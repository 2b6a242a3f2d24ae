//! A Redis server on this machine.

use std::{
    env,
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    process::Command,
};

use super::wait_for;
use crate::shell::{Problem, Result, run, say};

const ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 6379);

/// Finds the server at the usual port, or starts one that keeps nothing; returns its URL.
pub(super) fn find() -> Result<String> {
    if !is_running() {
        if super::accepts(ADDRESS) {
            return Err(Problem::new(format!("what listens on {ADDRESS} is no open Redis")));
        }
        say("starting Redis");
        let mut redis = Command::new("redis-server");
        redis.args(["--daemonize", "yes", "--bind", "127.0.0.1", "--port", "6379"]);
        run(redis.args(["--save", "", "--appendonly", "no", "--dir"]).arg(env::temp_dir()))?;
        wait_for("Redis", is_running)?;
    }
    Ok(format!("redis://{ADDRESS}"))
}

pub(super) fn is_running() -> bool {
    let ping = || {
        let mut stream = TcpStream::connect(ADDRESS)?;
        stream.set_read_timeout(Some(std::time::Duration::from_secs(2)))?;
        stream.write_all(b"PING\r\n")?;
        let mut answer = [0; 5];
        stream.read_exact(&mut answer)?;
        std::io::Result::Ok(answer)
    };
    ping().is_ok_and(|answer| &answer == b"+PONG")
}
