-- One change to many conversations, made in the background.
CREATE TABLE jobs (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients (id),
    actor text NOT NULL,
    patch text NOT NULL,
    left_ids text NOT NULL,
    total bigint NOT NULL,
    done bigint NOT NULL,
    failed bigint NOT NULL,
    failures text NOT NULL,
    state text NOT NULL,
    turn bigint NOT NULL,
    next_at bigint,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    revision bigint NOT NULL,
    UNIQUE (client_id, id)
);
CREATE INDEX jobs_due ON jobs (next_at, id) WHERE next_at IS NOT NULL;
CREATE INDEX jobs_by_age ON jobs (client_id, created_at, id);
