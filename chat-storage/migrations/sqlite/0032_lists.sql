-- The lists that an inbox shows all day hold what is active, which is little beside what is closed.
CREATE INDEX conversations_open ON conversations (client_id, coalesce(last_message_at, created_at))
    WHERE status = 'active';
CREATE INDEX conversations_unassigned ON conversations (client_id, coalesce(last_message_at, created_at))
    WHERE status = 'active' AND assignee_id IS NULL;
CREATE INDEX conversations_assigned ON conversations (assignee_id, coalesce(last_message_at, created_at))
    WHERE status = 'active' AND assignee_id IS NOT NULL;
CREATE INDEX conversations_of_team ON conversations (team_id, coalesce(last_message_at, created_at))
    WHERE status = 'active' AND team_id IS NOT NULL;
CREATE INDEX conversations_unread ON conversations (client_id, coalesce(last_message_at, created_at))
    WHERE status = 'active' AND unread_count > 0;
CREATE INDEX conversations_waiting ON conversations (client_id, waiting_since, id) WHERE waiting_since IS NOT NULL;
