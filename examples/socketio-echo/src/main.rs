//! The Socket.IO engine alone, echoing what it receives.

fn main() {}
