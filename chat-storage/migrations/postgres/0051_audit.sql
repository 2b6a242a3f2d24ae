-- What agents and API keys did: written with what they did, and linked to the entry before soon afterwards.
CREATE TABLE audit_log (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients (id),
    at bigint NOT NULL,
    agent_id uuid NOT NULL,
    credential text,
    deed text NOT NULL,
    subjects text NOT NULL,
    address text,
    request text,
    seq bigint,
    previous_hash bytea,
    hash bytea,
    revision bigint NOT NULL
);
CREATE INDEX audit_log_of ON audit_log (client_id, at, id);
CREATE UNIQUE INDEX audit_log_chain ON audit_log (client_id, seq) WHERE seq IS NOT NULL;
CREATE INDEX audit_log_loose ON audit_log (id) WHERE seq IS NULL;
