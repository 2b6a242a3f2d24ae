-- The files of a message as JSON, in order; nothing when it has none.
ALTER TABLE messages ADD COLUMN attachments text;

-- Bytes of files, which are kept elsewhere: equal bytes of a client are kept once, for as long as they are live.
CREATE TABLE blobs (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients (id),
    hash bytea NOT NULL,
    size bigint NOT NULL,
    thumbnail_type text,
    thumbnail_size bigint,
    state text NOT NULL,
    uses bigint NOT NULL,
    due_at bigint,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    revision bigint NOT NULL,
    UNIQUE (client_id, id)
);
CREATE UNIQUE INDEX blobs_live ON blobs (hash, client_id) WHERE state IN ('keeping', 'kept');
CREATE INDEX blobs_due ON blobs (due_at, id) WHERE due_at IS NOT NULL;

CREATE TABLE attachments (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL,
    uploader_type text NOT NULL,
    uploader_id uuid NOT NULL,
    blob_id uuid NOT NULL,
    hash bytea NOT NULL,
    name text NOT NULL,
    media_type text NOT NULL,
    size bigint NOT NULL,
    width bigint,
    height bigint,
    thumbnail_type text,
    thumbnail_size bigint,
    state text NOT NULL,
    conversation_id uuid,
    message_id uuid,
    due_at bigint,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    revision bigint NOT NULL,
    FOREIGN KEY (client_id, blob_id) REFERENCES blobs (client_id, id),
    FOREIGN KEY (client_id, conversation_id) REFERENCES conversations (client_id, id),
    FOREIGN KEY (client_id, message_id) REFERENCES messages (client_id, id)
);
CREATE INDEX attachments_due ON attachments (due_at, id) WHERE due_at IS NOT NULL;
