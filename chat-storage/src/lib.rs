//! Keeps the chat module's records in SQLite or PostgreSQL.
