-- What customers answer messages with, and whether a provider asks for money for them.
ALTER TABLE messages ADD COLUMN reactions text;
ALTER TABLE messages ADD COLUMN billable boolean;

-- Until when a customer may be answered freely: on WhatsApp for a day after it has written.
ALTER TABLE conversations ADD COLUMN reply_until bigint;
UPDATE conversations SET reply_until = (
    SELECT messages.created_at + 86400000 FROM messages
    WHERE messages.conversation_id = conversations.id AND messages.position = conversations.customer_position
) WHERE source = 'whatsapp';

-- Whether it holds what was said before its account was connected.
ALTER TABLE conversations ADD COLUMN is_past boolean NOT NULL DEFAULT false;

ALTER TABLE customers ADD COLUMN is_named_by_team boolean NOT NULL DEFAULT false;
ALTER TABLE customers ADD COLUMN username text;
ALTER TABLE customers ADD COLUMN no_marketing_since bigint;

-- What the provider has told of an account.
ALTER TABLE whatsapp_accounts ADD COLUMN facts text;

-- Messages whose files are still to be fetched.
CREATE INDEX received_calls_fetching ON received_calls (next_attempt_at, id) WHERE state = 'fetching';
