-- The notes that are meant for somebody, by conversation: few of all messages.
CREATE INDEX messages_meant ON messages (conversation_id) WHERE mentions IS NOT NULL;
