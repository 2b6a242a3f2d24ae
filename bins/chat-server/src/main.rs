//! The reference server: reads the configuration, assembles the module, serves it.

fn main() {}
