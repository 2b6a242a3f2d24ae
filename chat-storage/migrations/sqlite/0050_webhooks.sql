-- Addresses of clients that are told what happens; how far each has come is a place in the journal.
CREATE TABLE webhooks (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients (id),
    url TEXT NOT NULL,
    description TEXT NOT NULL,
    events TEXT NOT NULL,
    secret BLOB NOT NULL,
    previous_secret BLOB,
    previous_until INTEGER,
    status TEXT NOT NULL,
    reason TEXT,
    journal_seq INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    failing_since INTEGER,
    next_at INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (client_id, id)
) STRICT;
CREATE INDEX webhooks_due ON webhooks (next_at, id) WHERE status = 'active';

-- Their calls, which are kept for some time only.
CREATE TABLE webhook_calls (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL,
    webhook_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    seq INTEGER,
    event TEXT,
    number INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    status INTEGER,
    error TEXT,
    revision INTEGER NOT NULL,
    FOREIGN KEY (client_id, webhook_id) REFERENCES webhooks (client_id, id)
) STRICT;
CREATE INDEX webhook_calls_of ON webhook_calls (client_id, webhook_id, started_at, id);
CREATE INDEX webhook_calls_old ON webhook_calls (started_at, id);
