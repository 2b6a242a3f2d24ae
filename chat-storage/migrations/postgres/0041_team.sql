-- A role of the client's own is a definition. Whoever has left the team keeps its row, since what it did refers to it.
ALTER TABLE agents ADD COLUMN custom_role uuid;
ALTER TABLE agents ADD COLUMN availability text NOT NULL DEFAULT 'online';
ALTER TABLE agents ADD COLUMN availability_reason text;
ALTER TABLE agents ADD COLUMN relieve_at bigint;
ALTER TABLE agents ADD COLUMN deactivated_at bigint;
CREATE INDEX agents_to_relieve ON agents (relieve_at, id) WHERE relieve_at IS NOT NULL;

CREATE TABLE invitations (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients (id),
    email text NOT NULL,
    role text NOT NULL,
    custom_role uuid,
    token_hash bytea NOT NULL UNIQUE,
    invited_by uuid NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    ended_at bigint,
    revision bigint NOT NULL,
    UNIQUE (client_id, id)
);
CREATE UNIQUE INDEX invitations_waiting ON invitations (email, client_id) WHERE ended_at IS NULL;
CREATE INDEX invitations_by_age ON invitations (client_id, created_at, id) WHERE ended_at IS NULL;
