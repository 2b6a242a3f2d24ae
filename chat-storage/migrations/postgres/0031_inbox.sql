-- What an inbox is sorted and searched by. Lists of ids are JSON lists of hexadecimal digits.
ALTER TABLE conversations ADD COLUMN priority text NOT NULL DEFAULT 'none';
ALTER TABLE conversations ADD COLUMN labels text NOT NULL DEFAULT '[]';
ALTER TABLE conversations ADD COLUMN attributes text NOT NULL DEFAULT '{}';
ALTER TABLE conversations ADD COLUMN participants text NOT NULL DEFAULT '[]';
ALTER TABLE conversations ADD COLUMN language text;
ALTER TABLE conversations ADD COLUMN customer_position bigint NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN first_replied_at bigint;
ALTER TABLE conversations ADD COLUMN closed_at bigint;
UPDATE conversations SET language = context::json #>> '{page,language}' WHERE context IS NOT NULL;
UPDATE conversations SET closed_at = updated_at WHERE status <> 'active';
UPDATE conversations SET customer_position = written.position
    FROM (SELECT conversation_id, max(position) AS position FROM messages WHERE sender_type = 'customer' GROUP BY conversation_id) AS written
    WHERE conversations.id = written.conversation_id;
UPDATE conversations SET first_replied_at = written.at
    FROM (SELECT conversation_id, min(created_at) AS at FROM messages WHERE sender_type = 'agent' AND kind = 'reply'
        GROUP BY conversation_id) AS written
    WHERE conversations.id = written.conversation_id;
CREATE INDEX conversations_to_wake ON conversations (snoozed_until, id) WHERE snoozed_until IS NOT NULL;

CREATE TABLE bookmarks (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    read_position bigint NOT NULL,
    unsent text,
    updated_at bigint NOT NULL,
    revision bigint NOT NULL,
    UNIQUE (conversation_id, agent_id),
    FOREIGN KEY (client_id, conversation_id) REFERENCES conversations (client_id, id)
);
CREATE INDEX bookmarks_unsent ON bookmarks (agent_id, updated_at, id) WHERE unsent IS NOT NULL;
