-- What a client defines for its own work. What is unique among those that are not deleted stands in unique_key.
CREATE TABLE definitions (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    audience TEXT NOT NULL,
    unique_key TEXT,
    body TEXT NOT NULL,
    deleted_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (client_id, id)
) STRICT;
CREATE UNIQUE INDEX definitions_by_key ON definitions (unique_key, client_id) WHERE unique_key IS NOT NULL;
CREATE INDEX definitions_live ON definitions (client_id, kind, created_at, id) WHERE deleted_at IS NULL;
