-- Without a number of its own, a row of more than 1,002 bytes, which is a text of eighty characters, took a page of 4 KiB besides for what
-- did not fit: four times what it writes now.
CREATE TABLE journal_rows (
    client_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    previous_seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    conversation_id BLOB,
    customer_id BLOB,
    source TEXT,
    customer_number TEXT,
    event TEXT NOT NULL,
    account_id BLOB,
    widget_id BLOB,
    PRIMARY KEY (client_id, seq)
) STRICT;
INSERT INTO journal_rows (client_id, seq, previous_seq, at, conversation_id, customer_id, source, customer_number, event, account_id, widget_id)
    SELECT client_id, seq, previous_seq, at, conversation_id, customer_id, source, customer_number, event, account_id, widget_id FROM journal;
DROP TABLE journal;
ALTER TABLE journal_rows RENAME TO journal;
