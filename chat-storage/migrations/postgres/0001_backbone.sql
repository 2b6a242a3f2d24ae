-- Times are milliseconds since 1970, words are those of the records.
-- Every tenant-owned table can be referred to by (client_id, id), so that no row can point into another client.
--
-- Few indexes begin with the client: while a table is small, one client's rows look like few to the database, and it would choose
-- any index that begins so, keep that plan, and go through all of the client's rows when there are many.

CREATE TABLE clients (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    created_at bigint NOT NULL,
    revision bigint NOT NULL
);

CREATE TABLE agents (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients (id),
    name text NOT NULL,
    email text NOT NULL UNIQUE,
    role text NOT NULL,
    password_hash text,
    created_at bigint NOT NULL,
    revision bigint NOT NULL,
    UNIQUE (client_id, id)
);
CREATE INDEX agents_by_age ON agents (client_id, created_at);

-- A host may keep its own agents: only what signs in as one of ours refers to the table above.
CREATE TABLE sessions (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    revoked_at bigint,
    revision bigint NOT NULL,
    FOREIGN KEY (client_id, agent_id) REFERENCES agents (client_id, id)
);

CREATE TABLE api_keys (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    name text NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    created_at bigint NOT NULL,
    revoked_at bigint,
    revision bigint NOT NULL,
    FOREIGN KEY (client_id, agent_id) REFERENCES agents (client_id, id)
);

-- The four secrets are sealed by the program.
CREATE TABLE whatsapp_accounts (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients (id),
    source text NOT NULL,
    phone_number_id text NOT NULL,
    business_account_id text NOT NULL,
    display_phone_number text,
    access_token bytea NOT NULL,
    app_secret bytea NOT NULL,
    previous_app_secret bytea,
    verify_token bytea NOT NULL,
    status text NOT NULL,
    pause_reason text,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    revision bigint NOT NULL,
    UNIQUE (client_id, id)
);
CREATE UNIQUE INDEX whatsapp_accounts_at ON whatsapp_accounts (source, phone_number_id) WHERE status <> 'disconnected';
CREATE INDEX whatsapp_accounts_of_business ON whatsapp_accounts (source, business_account_id);
CREATE INDEX whatsapp_accounts_by_change ON whatsapp_accounts (source, updated_at DESC, id DESC);

CREATE TABLE chat_widgets (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients (id),
    public_key text NOT NULL UNIQUE,
    name text NOT NULL,
    type text NOT NULL,
    settings text NOT NULL,
    status text NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    revision bigint NOT NULL,
    UNIQUE (client_id, id)
);

CREATE TABLE authorized_domains (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL,
    widget_id uuid NOT NULL,
    domain text NOT NULL,
    verified boolean NOT NULL,
    method text,
    token text NOT NULL,
    checked_at bigint,
    failures bigint NOT NULL,
    verified_at bigint,
    created_at bigint NOT NULL,
    revision bigint NOT NULL,
    UNIQUE (client_id, widget_id, domain),
    FOREIGN KEY (client_id, widget_id) REFERENCES chat_widgets (client_id, id)
);

CREATE TABLE customers (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients (id),
    name text,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    revision bigint NOT NULL,
    UNIQUE (client_id, id)
);
CREATE INDEX customers_by_age ON customers (client_id, created_at) WHERE created_at >= 0;

CREATE TABLE customer_identities (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    kind text NOT NULL,
    value text NOT NULL,
    created_at bigint NOT NULL,
    UNIQUE (value, kind, client_id),
    FOREIGN KEY (client_id, customer_id) REFERENCES customers (client_id, id)
);
CREATE INDEX customer_identities_of ON customer_identities (customer_id);

CREATE TABLE conversations (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients (id),
    customer_id uuid,
    source text NOT NULL,
    account_id uuid,
    widget_id uuid,
    status text NOT NULL,
    customer_number text,
    assignee_id uuid,
    team_id uuid,
    subject text,
    unread_count bigint NOT NULL,
    message_count bigint NOT NULL,
    last_message_at bigint,
    waiting_since bigint,
    snoozed_until bigint,
    last_seq bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    revision bigint NOT NULL,
    UNIQUE (client_id, id),
    FOREIGN KEY (client_id, customer_id) REFERENCES customers (client_id, id),
    FOREIGN KEY (client_id, account_id) REFERENCES whatsapp_accounts (client_id, id)
);
CREATE UNIQUE INDEX conversations_live ON conversations (customer_id, account_id)
    WHERE status <> 'archived' AND customer_id IS NOT NULL AND account_id IS NOT NULL;
CREATE INDEX conversations_of_customer ON conversations (customer_id);
-- For lists, which say the condition too. Without it the check of every reference could choose this index.
CREATE INDEX conversations_by_activity ON conversations (client_id, coalesce(last_message_at, created_at))
    WHERE created_at >= 0;

CREATE TABLE messages (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    position bigint NOT NULL,
    sender_id uuid,
    sender_type text NOT NULL,
    kind text NOT NULL,
    content_type text NOT NULL,
    content text NOT NULL,
    attachment_url text,
    attachment_type text,
    payload text,
    reply_to uuid,
    template_name text,
    external_source text,
    external_id text,
    client_message_id text,
    status text NOT NULL,
    error_code text,
    error_message text,
    created_at bigint NOT NULL,
    sent_at bigint,
    delivered_at bigint,
    read_at bigint,
    failed_at bigint,
    revision bigint NOT NULL,
    UNIQUE (client_id, id),
    UNIQUE (conversation_id, position),
    FOREIGN KEY (client_id, conversation_id) REFERENCES conversations (client_id, id),
    FOREIGN KEY (client_id, reply_to) REFERENCES messages (client_id, id)
);
CREATE UNIQUE INDEX messages_by_external ON messages (external_id, external_source, client_id)
    WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX messages_by_client_id ON messages (client_message_id, sender_id, client_id)
    WHERE client_message_id IS NOT NULL;

CREATE TABLE deliveries (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    account_id uuid NOT NULL,
    action text NOT NULL,
    message_id uuid,
    external_id text,
    state text NOT NULL,
    attempts bigint NOT NULL,
    next_attempt_at bigint NOT NULL,
    last_error_code text,
    last_error_message text,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    revision bigint NOT NULL,
    FOREIGN KEY (client_id, conversation_id) REFERENCES conversations (client_id, id),
    FOREIGN KEY (client_id, account_id) REFERENCES whatsapp_accounts (client_id, id),
    FOREIGN KEY (client_id, message_id) REFERENCES messages (client_id, id)
);
CREATE INDEX deliveries_pending ON deliveries (conversation_id, id) WHERE state = 'pending';
CREATE INDEX deliveries_of_message ON deliveries (message_id) WHERE message_id IS NOT NULL;

-- One row per conversation that ever had a delivery: due_at and account_id are those of its first pending delivery.
-- The row stays when there is none, so that its token never starts again.
CREATE TABLE outbox_lanes (
    client_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    account_id uuid,
    due_at bigint,
    lease_until bigint,
    token bigint NOT NULL,
    was_held boolean NOT NULL DEFAULT false,
    PRIMARY KEY (client_id, conversation_id),
    FOREIGN KEY (client_id, conversation_id) REFERENCES conversations (client_id, id)
);
CREATE INDEX outbox_lanes_due ON outbox_lanes (due_at, conversation_id) WHERE due_at IS NOT NULL;

CREATE TABLE journal_heads (
    client_id uuid NOT NULL PRIMARY KEY REFERENCES clients (id),
    head bigint NOT NULL
);

CREATE TABLE journal (
    client_id uuid NOT NULL,
    seq bigint NOT NULL,
    previous_seq bigint NOT NULL,
    at bigint NOT NULL,
    conversation_id uuid,
    customer_id uuid,
    source text,
    customer_number text,
    event text NOT NULL,
    PRIMARY KEY (client_id, seq)
);

CREATE TABLE received_calls (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES clients (id),
    account_id uuid,
    source text NOT NULL,
    body text NOT NULL,
    reason text NOT NULL,
    state text NOT NULL,
    attempts bigint NOT NULL,
    next_attempt_at bigint NOT NULL,
    received_at bigint NOT NULL,
    revision bigint NOT NULL,
    FOREIGN KEY (client_id, account_id) REFERENCES whatsapp_accounts (client_id, id)
);
CREATE INDEX received_calls_due ON received_calls (next_attempt_at, id) WHERE state = 'waiting';
