-- What the team knows of a website visitor, as JSON, and what whoever answered was called.
ALTER TABLE conversations ADD COLUMN context text;
ALTER TABLE messages ADD COLUMN sender_name text;
