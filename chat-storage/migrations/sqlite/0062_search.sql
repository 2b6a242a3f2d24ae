-- What can be found, in the order in which it was kept; what was kept before this table is numbered downwards from 0.
CREATE TABLE search_records (
    n INTEGER NOT NULL PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    client_id BLOB NOT NULL REFERENCES clients (id),
    kind TEXT NOT NULL,
    conversation_id BLOB
) STRICT;

-- The words of each, under its number. The program has made them, each begins with a word for its client, so that nobody's search
-- goes through what others have, and nothing but spaces parts them.
CREATE VIRTUAL TABLE search_words USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii');

-- What is still to be made findable: records of a kind with a smaller id.
CREATE TABLE search_backlog (
    kind TEXT NOT NULL PRIMARY KEY,
    before_id BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO search_backlog (kind, before_id) VALUES
    ('message', x'ffffffffffffffffffffffffffffffff'),
    ('customer', x'ffffffffffffffffffffffffffffffff');
