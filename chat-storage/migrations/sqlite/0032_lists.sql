-- The lists that an inbox shows all day hold what is active, which is little beside what is closed. Each of these indexes has a key of its
-- own, by a number that is added to it: whoever asks for that key gets this index, and not the one of all conversations, which the
-- databases would rather take.
CREATE INDEX conversations_open ON conversations (client_id, (coalesce(last_message_at, created_at) + 1), id)
    WHERE status = 'active';
CREATE INDEX conversations_unassigned ON conversations (client_id, (coalesce(last_message_at, created_at) + 2), id)
    WHERE status = 'active' AND assignee_id IS NULL;
CREATE INDEX conversations_assigned ON conversations (assignee_id, (coalesce(last_message_at, created_at) + 3), id)
    WHERE status = 'active' AND assignee_id IS NOT NULL;
CREATE INDEX conversations_of_team ON conversations (team_id, (coalesce(last_message_at, created_at) + 4), id)
    WHERE status = 'active' AND team_id IS NOT NULL;
CREATE INDEX conversations_unread ON conversations (client_id, (coalesce(last_message_at, created_at) + 5), id)
    WHERE status = 'active' AND unread_count > 0;
CREATE INDEX conversations_waiting ON conversations (client_id, waiting_since, id) WHERE waiting_since IS NOT NULL;
