-- What an agent proves who it is by besides its password, sealed by the program; nothing when the password alone does.
ALTER TABLE agents ADD COLUMN second_factor bytea;

-- Sessions of before are taken to have been used when they began.
ALTER TABLE sessions ADD COLUMN device text;
ALTER TABLE sessions ADD COLUMN address text;
ALTER TABLE sessions ADD COLUMN used_at bigint NOT NULL DEFAULT 0;
UPDATE sessions SET used_at = created_at;
CREATE INDEX sessions_of_agent ON sessions (agent_id, created_at, id) WHERE revoked_at IS NULL;

-- The scopes are a JSON list of words; nothing when the key may do whatever its agent may.
ALTER TABLE api_keys ADD COLUMN scopes text;
ALTER TABLE api_keys ADD COLUMN used_at bigint;
ALTER TABLE api_keys ADD COLUMN expires_at bigint;
CREATE INDEX api_keys_by_age ON api_keys (client_id, created_at, id) WHERE revoked_at IS NULL;
