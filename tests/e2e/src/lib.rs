//! Scenarios over the assembled server with real clients.
