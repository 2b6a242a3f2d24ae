-- What requests were answered that carry a key of the caller's, so that each is carried out once. They are kept for a day.
CREATE TABLE kept_answers (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients (id),
    caller text NOT NULL,
    name text NOT NULL,
    request bytea NOT NULL,
    state text NOT NULL,
    answer bytea,
    held_until bigint NOT NULL,
    turn bigint NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    revision bigint NOT NULL,
    UNIQUE (client_id, caller, name)
);
CREATE INDEX kept_answers_by_end ON kept_answers (expires_at, id);
