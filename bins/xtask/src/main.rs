//! Developer commands: test, bench and what they need.

fn main() {}
