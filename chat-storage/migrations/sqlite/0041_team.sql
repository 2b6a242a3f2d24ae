-- A role of the client's own is a definition. Whoever has left the team keeps its row, since what it did refers to it.
ALTER TABLE agents ADD COLUMN custom_role BLOB;
ALTER TABLE agents ADD COLUMN availability TEXT NOT NULL DEFAULT 'online';
ALTER TABLE agents ADD COLUMN availability_reason TEXT;
ALTER TABLE agents ADD COLUMN relieve_at INTEGER;
ALTER TABLE agents ADD COLUMN deactivated_at INTEGER;
CREATE INDEX agents_to_relieve ON agents (relieve_at, id) WHERE relieve_at IS NOT NULL;

CREATE TABLE invitations (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients (id),
    email TEXT NOT NULL,
    role TEXT NOT NULL,
    custom_role BLOB,
    token_hash BLOB NOT NULL UNIQUE,
    invited_by BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    revision INTEGER NOT NULL,
    UNIQUE (client_id, id)
) STRICT;
CREATE UNIQUE INDEX invitations_waiting ON invitations (email, client_id) WHERE ended_at IS NULL;
CREATE INDEX invitations_by_age ON invitations (client_id, created_at, id) WHERE ended_at IS NULL;
