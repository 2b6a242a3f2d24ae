-- The order of a lane is counted by its conversation, so that it does not depend on the clocks that made the ids.
ALTER TABLE conversations ADD COLUMN delivery_count bigint NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN position bigint NOT NULL DEFAULT 0;
UPDATE deliveries SET position = counted.position
    FROM (SELECT id, row_number() OVER (PARTITION BY conversation_id ORDER BY id) AS position FROM deliveries) AS counted
    WHERE deliveries.id = counted.id;
UPDATE conversations SET delivery_count = counted.deliveries
    FROM (SELECT conversation_id, count(*) AS deliveries FROM deliveries GROUP BY conversation_id) AS counted
    WHERE conversations.id = counted.conversation_id;
DROP INDEX deliveries_pending;
CREATE INDEX deliveries_pending ON deliveries (conversation_id, position, id) WHERE state = 'pending';

-- Failures use up the tries of a delivery, waits do not. Until now there were no waits.
ALTER TABLE deliveries ADD COLUMN failures bigint NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN waits bigint NOT NULL DEFAULT 0;
UPDATE deliveries SET failures = attempts WHERE state = 'pending';
ALTER TABLE deliveries ADD COLUMN correlation_id text;

-- Whoever is unsettled before this step has waited for long enough.
ALTER TABLE messages ADD COLUMN unsettled text;
ALTER TABLE deliveries ADD COLUMN ask_at bigint;
UPDATE deliveries SET ask_at = updated_at WHERE state = 'unsettled' AND message_id IS NOT NULL;
UPDATE messages SET unsettled = 'waiting' WHERE status = 'queued'
    AND EXISTS (SELECT 1 FROM deliveries WHERE deliveries.message_id = messages.id AND deliveries.state = 'unsettled');
CREATE INDEX deliveries_to_ask ON deliveries (ask_at, id) WHERE state = 'unsettled' AND ask_at IS NOT NULL;

-- A lane sends nothing before it is free.
ALTER TABLE outbox_lanes ADD COLUMN free_at bigint NOT NULL DEFAULT 0;

-- What the owner has paused gives no reason and is not checked.
ALTER TABLE whatsapp_accounts ADD COLUMN next_check_at bigint;
ALTER TABLE whatsapp_accounts ADD COLUMN checks bigint NOT NULL DEFAULT 0;
ALTER TABLE whatsapp_accounts ADD COLUMN throughput bigint;
ALTER TABLE whatsapp_accounts ADD COLUMN throughput_cap bigint;
ALTER TABLE whatsapp_accounts ADD COLUMN throttled_until bigint;
ALTER TABLE whatsapp_accounts ADD COLUMN throttle_ms bigint NOT NULL DEFAULT 0;
UPDATE whatsapp_accounts SET next_check_at = updated_at WHERE status = 'paused' AND pause_reason IS NOT NULL;
CREATE INDEX whatsapp_accounts_to_check ON whatsapp_accounts (next_check_at, id) WHERE status = 'paused';

CREATE TABLE delivery_attempts (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL,
    message_id uuid NOT NULL,
    delivery_id uuid NOT NULL,
    number bigint NOT NULL,
    started_at bigint NOT NULL,
    ended_at bigint NOT NULL,
    outcome text NOT NULL,
    error_code text,
    error_message text,
    next_attempt_at bigint,
    revision bigint NOT NULL,
    FOREIGN KEY (client_id, message_id) REFERENCES messages (client_id, id)
);
CREATE INDEX delivery_attempts_of_message ON delivery_attempts (message_id);
