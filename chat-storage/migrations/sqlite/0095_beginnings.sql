-- The words that there are, read from the index of words: it keeps nothing of its own.
CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_words, 'instance');

-- What is active is looked through for a label or a priority without reading each conversation.
DROP INDEX conversations_open;
CREATE INDEX conversations_open ON conversations (client_id, (coalesce(last_message_at, created_at) + 1), id, labels, priority)
    WHERE status = 'active';
