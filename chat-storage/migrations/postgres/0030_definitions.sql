-- What a client defines for its own work. What is unique among those that are not deleted stands in unique_key.
CREATE TABLE definitions (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients (id),
    kind text NOT NULL,
    name text NOT NULL,
    audience text NOT NULL,
    unique_key text,
    body text NOT NULL,
    deleted_at bigint,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    revision bigint NOT NULL,
    UNIQUE (client_id, id)
);
CREATE UNIQUE INDEX definitions_by_key ON definitions (unique_key, client_id) WHERE unique_key IS NOT NULL;
CREATE INDEX definitions_live ON definitions (client_id, kind, created_at, id) WHERE deleted_at IS NULL;
