-- What the team knows of a website visitor, as JSON, and what whoever answered was called.
ALTER TABLE conversations ADD COLUMN context TEXT;
ALTER TABLE messages ADD COLUMN sender_name TEXT;
