-- Which conversation goes on in which; those that one has taken in as a JSON list, nothing when there are none.
ALTER TABLE conversations ADD COLUMN merged_into BLOB;
ALTER TABLE conversations ADD COLUMN merged TEXT;

-- Whom a note is meant for, and what a message said before, as JSON; nothing for nearly all of them.
ALTER TABLE messages ADD COLUMN mentions TEXT;
ALTER TABLE messages ADD COLUMN edited_at INTEGER;
ALTER TABLE messages ADD COLUMN deleted_at INTEGER;
ALTER TABLE messages ADD COLUMN versions TEXT;
