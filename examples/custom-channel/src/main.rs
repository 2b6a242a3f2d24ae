//! A channel of a host's own.

fn main() {}
