-- Addresses of clients that are told what happens; how far each has come is a place in the journal.
CREATE TABLE webhooks (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients (id),
    url text NOT NULL,
    description text NOT NULL,
    events text NOT NULL,
    secret bytea NOT NULL,
    previous_secret bytea,
    previous_until bigint,
    status text NOT NULL,
    reason text,
    journal_seq bigint NOT NULL,
    failures bigint NOT NULL,
    failing_since bigint,
    next_at bigint NOT NULL,
    turn bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    revision bigint NOT NULL,
    UNIQUE (client_id, id)
);
CREATE INDEX webhooks_due ON webhooks (next_at, id) WHERE status = 'active';

-- Their calls, which are kept for some time only.
CREATE TABLE webhook_calls (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    kind text NOT NULL,
    seq bigint,
    event text,
    number bigint NOT NULL,
    started_at bigint NOT NULL,
    duration_ms bigint NOT NULL,
    status bigint,
    error text,
    revision bigint NOT NULL,
    FOREIGN KEY (client_id, webhook_id) REFERENCES webhooks (client_id, id)
);
CREATE INDEX webhook_calls_of ON webhook_calls (client_id, webhook_id, started_at, id);
CREATE INDEX webhook_calls_old ON webhook_calls (started_at, id);
