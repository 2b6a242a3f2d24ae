-- One change to many conversations, made in the background.
CREATE TABLE jobs (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients (id),
    actor TEXT NOT NULL,
    patch TEXT NOT NULL,
    left_ids TEXT NOT NULL,
    total INTEGER NOT NULL,
    done INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    failures TEXT NOT NULL,
    state TEXT NOT NULL,
    turn INTEGER NOT NULL,
    next_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (client_id, id)
) STRICT;
CREATE INDEX jobs_due ON jobs (next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX jobs_by_age ON jobs (client_id, created_at, id);
