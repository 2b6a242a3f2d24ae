-- The first event that is kept; in a journal that keeps none, the one after the head.
ALTER TABLE journal_heads ADD COLUMN tail bigint NOT NULL DEFAULT 1;

-- What the provider calls the message that a kept item tells of, so that it is found as soon as that is known.
ALTER TABLE received_calls ADD COLUMN about text;
CREATE INDEX received_calls_about ON received_calls (about) WHERE state = 'waiting' AND about IS NOT NULL;
