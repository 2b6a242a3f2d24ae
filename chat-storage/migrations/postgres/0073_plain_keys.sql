-- Behind the wall PostgreSQL enters an index by those conditions alone that cannot tell of a row by failing. A sum can (it may be too
-- large), and so, for all that PostgreSQL knows, can coalesce(). A choice cannot: created_at is never below 0, so that each of these keys
-- is the moment of the latest message, and still another for each index.
DROP INDEX conversations_by_activity, conversations_open, conversations_unassigned, conversations_assigned, conversations_of_team,
    conversations_unread;
CREATE INDEX conversations_by_activity ON conversations
    (client_id, (CASE WHEN last_message_at IS NULL THEN created_at ELSE last_message_at END), id) WHERE created_at >= 0;
CREATE INDEX conversations_open ON conversations
    (client_id, (CASE WHEN created_at = -1 THEN 0 WHEN last_message_at IS NULL THEN created_at ELSE last_message_at END), id)
    WHERE status = 'active';
CREATE INDEX conversations_unassigned ON conversations
    (client_id, (CASE WHEN created_at = -2 THEN 0 WHEN last_message_at IS NULL THEN created_at ELSE last_message_at END), id)
    WHERE status = 'active' AND assignee_id IS NULL;
CREATE INDEX conversations_assigned ON conversations
    (assignee_id, (CASE WHEN created_at = -3 THEN 0 WHEN last_message_at IS NULL THEN created_at ELSE last_message_at END), id)
    WHERE status = 'active' AND assignee_id IS NOT NULL;
CREATE INDEX conversations_of_team ON conversations
    (team_id, (CASE WHEN created_at = -4 THEN 0 WHEN last_message_at IS NULL THEN created_at ELSE last_message_at END), id)
    WHERE status = 'active' AND team_id IS NOT NULL;
CREATE INDEX conversations_unread ON conversations
    (client_id, (CASE WHEN created_at = -5 THEN 0 WHEN last_message_at IS NULL THEN created_at ELSE last_message_at END), id)
    WHERE status = 'active' AND unread_count > 0;
ANALYZE conversations;
