//! Embeds the chat module in a host with its own login.

fn main() {}
