-- What an event's conversation goes over, for those who hear a part of the inbox.
ALTER TABLE journal ADD COLUMN account_id BLOB;
ALTER TABLE journal ADD COLUMN widget_id BLOB;
