-- The files of a message as JSON, in order; nothing when it has none.
ALTER TABLE messages ADD COLUMN attachments TEXT;

-- Bytes of files, which are kept elsewhere: equal bytes of a client are kept once, for as long as they are live.
CREATE TABLE blobs (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients (id),
    hash BLOB NOT NULL,
    size INTEGER NOT NULL,
    thumbnail_type TEXT,
    thumbnail_size INTEGER,
    state TEXT NOT NULL,
    uses INTEGER NOT NULL,
    due_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (client_id, id)
) STRICT;
CREATE UNIQUE INDEX blobs_live ON blobs (hash, client_id) WHERE state IN ('keeping', 'kept');
CREATE INDEX blobs_due ON blobs (due_at, id) WHERE due_at IS NOT NULL;

CREATE TABLE attachments (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL,
    uploader_type TEXT NOT NULL,
    uploader_id BLOB NOT NULL,
    blob_id BLOB NOT NULL,
    hash BLOB NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    width INTEGER,
    height INTEGER,
    thumbnail_type TEXT,
    thumbnail_size INTEGER,
    state TEXT NOT NULL,
    conversation_id BLOB,
    message_id BLOB,
    due_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    FOREIGN KEY (client_id, blob_id) REFERENCES blobs (client_id, id),
    FOREIGN KEY (client_id, conversation_id) REFERENCES conversations (client_id, id),
    FOREIGN KEY (client_id, message_id) REFERENCES messages (client_id, id)
) STRICT;
CREATE INDEX attachments_due ON attachments (due_at, id) WHERE due_at IS NOT NULL;
