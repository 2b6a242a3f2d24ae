-- Whether customers are told that the team has read what they wrote.
ALTER TABLE whatsapp_accounts ADD COLUMN sends_read_receipts INTEGER NOT NULL DEFAULT 1;

-- When a message was edited to have other files than it came with.
ALTER TABLE messages ADD COLUMN files_as_of INTEGER;
