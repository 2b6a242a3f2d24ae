-- What requests were answered that carry a key of the caller's, so that each is carried out once. They are kept for a day.
CREATE TABLE kept_answers (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients (id),
    caller TEXT NOT NULL,
    name TEXT NOT NULL,
    request BLOB NOT NULL,
    state TEXT NOT NULL,
    answer BLOB,
    held_until INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (client_id, caller, name)
) STRICT;
CREATE INDEX kept_answers_by_end ON kept_answers (expires_at, id);
