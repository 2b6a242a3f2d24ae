//! The domain of the chat module: records, commands, ports and the in-memory adapters. No I/O.
