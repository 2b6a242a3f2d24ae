-- What agents and API keys did: written with what they did, and linked to the entry before soon afterwards.
CREATE TABLE audit_log (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients (id),
    at INTEGER NOT NULL,
    agent_id BLOB NOT NULL,
    credential TEXT,
    deed TEXT NOT NULL,
    subjects TEXT NOT NULL,
    address TEXT,
    request TEXT,
    seq INTEGER,
    previous_hash BLOB,
    hash BLOB,
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_log_of ON audit_log (client_id, at, id);
CREATE UNIQUE INDEX audit_log_chain ON audit_log (client_id, seq) WHERE seq IS NOT NULL;
CREATE INDEX audit_log_loose ON audit_log (id) WHERE seq IS NULL;
