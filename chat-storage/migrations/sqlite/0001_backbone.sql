-- Identifiers are 16 bytes, times are milliseconds since 1970, words are those of the records.
-- Every tenant-owned table can be referred to by (client_id, id), so that no row can point into another client.
--
-- Few indexes begin with the client: while a table is small, one client's rows look like few to the database, and it would choose
-- any index that begins so, keep that plan, and go through all of the client's rows when there are many.

CREATE TABLE clients (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE agents (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    password_hash TEXT,
    created_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (client_id, id)
) STRICT;
CREATE INDEX agents_by_age ON agents (client_id, created_at, id);

-- A host may keep its own agents: only what signs in as one of ours refers to the table above.
CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL,
    agent_id BLOB NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    revision INTEGER NOT NULL,
    FOREIGN KEY (client_id, agent_id) REFERENCES agents (client_id, id)
) STRICT;

CREATE TABLE api_keys (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL,
    agent_id BLOB NOT NULL,
    name TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    revision INTEGER NOT NULL,
    FOREIGN KEY (client_id, agent_id) REFERENCES agents (client_id, id)
) STRICT;

-- The four secrets are sealed by the program.
CREATE TABLE whatsapp_accounts (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients (id),
    source TEXT NOT NULL,
    phone_number_id TEXT NOT NULL,
    business_account_id TEXT NOT NULL,
    display_phone_number TEXT,
    access_token BLOB NOT NULL,
    app_secret BLOB NOT NULL,
    previous_app_secret BLOB,
    verify_token BLOB NOT NULL,
    status TEXT NOT NULL,
    pause_reason TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (client_id, id)
) STRICT;
CREATE UNIQUE INDEX whatsapp_accounts_at ON whatsapp_accounts (source, phone_number_id) WHERE status <> 'disconnected';
CREATE INDEX whatsapp_accounts_of_business ON whatsapp_accounts (source, business_account_id);
CREATE INDEX whatsapp_accounts_by_change ON whatsapp_accounts (source, updated_at DESC, id DESC);

CREATE TABLE chat_widgets (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients (id),
    public_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    settings TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (client_id, id)
) STRICT;

CREATE TABLE authorized_domains (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL,
    widget_id BLOB NOT NULL,
    domain TEXT NOT NULL,
    verified INTEGER NOT NULL,
    method TEXT,
    token TEXT NOT NULL,
    checked_at INTEGER,
    failures INTEGER NOT NULL,
    verified_at INTEGER,
    created_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (client_id, widget_id, domain),
    FOREIGN KEY (client_id, widget_id) REFERENCES chat_widgets (client_id, id)
) STRICT;

CREATE TABLE customers (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients (id),
    name TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (client_id, id)
) STRICT;
CREATE INDEX customers_by_age ON customers (client_id, created_at, id);

CREATE TABLE customer_identities (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL,
    customer_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (value, kind, client_id),
    FOREIGN KEY (client_id, customer_id) REFERENCES customers (client_id, id)
) STRICT;
CREATE INDEX customer_identities_of ON customer_identities (customer_id);

CREATE TABLE conversations (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients (id),
    customer_id BLOB,
    source TEXT NOT NULL,
    account_id BLOB,
    widget_id BLOB,
    status TEXT NOT NULL,
    customer_number TEXT,
    assignee_id BLOB,
    team_id BLOB,
    subject TEXT,
    unread_count INTEGER NOT NULL,
    message_count INTEGER NOT NULL,
    last_message_at INTEGER,
    waiting_since INTEGER,
    snoozed_until INTEGER,
    last_seq INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (client_id, id),
    FOREIGN KEY (client_id, customer_id) REFERENCES customers (client_id, id),
    FOREIGN KEY (client_id, account_id) REFERENCES whatsapp_accounts (client_id, id)
) STRICT;
CREATE UNIQUE INDEX conversations_live ON conversations (customer_id, account_id)
    WHERE status <> 'archived' AND customer_id IS NOT NULL AND account_id IS NOT NULL;
CREATE INDEX conversations_of_customer ON conversations (customer_id);
CREATE INDEX conversations_by_activity ON conversations (client_id, coalesce(last_message_at, created_at), id);

CREATE TABLE messages (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL,
    conversation_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    sender_id BLOB,
    sender_type TEXT NOT NULL,
    kind TEXT NOT NULL,
    content_type TEXT NOT NULL,
    content TEXT NOT NULL,
    attachment_url TEXT,
    attachment_type TEXT,
    payload TEXT,
    reply_to BLOB,
    template_name TEXT,
    external_source TEXT,
    external_id TEXT,
    client_message_id TEXT,
    status TEXT NOT NULL,
    error_code TEXT,
    error_message TEXT,
    created_at INTEGER NOT NULL,
    sent_at INTEGER,
    delivered_at INTEGER,
    read_at INTEGER,
    failed_at INTEGER,
    revision INTEGER NOT NULL,
    UNIQUE (client_id, id),
    UNIQUE (conversation_id, position),
    FOREIGN KEY (client_id, conversation_id) REFERENCES conversations (client_id, id),
    FOREIGN KEY (client_id, reply_to) REFERENCES messages (client_id, id)
) STRICT;
CREATE UNIQUE INDEX messages_by_external ON messages (external_id, external_source, client_id)
    WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX messages_by_client_id ON messages (client_message_id, sender_id, client_id)
    WHERE client_message_id IS NOT NULL;

CREATE TABLE deliveries (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL,
    conversation_id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    action TEXT NOT NULL,
    message_id BLOB,
    external_id TEXT,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    last_error_code TEXT,
    last_error_message TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    FOREIGN KEY (client_id, conversation_id) REFERENCES conversations (client_id, id),
    FOREIGN KEY (client_id, account_id) REFERENCES whatsapp_accounts (client_id, id),
    FOREIGN KEY (client_id, message_id) REFERENCES messages (client_id, id)
) STRICT;
CREATE INDEX deliveries_pending ON deliveries (conversation_id, id) WHERE state = 'pending';
CREATE INDEX deliveries_of_message ON deliveries (message_id) WHERE message_id IS NOT NULL;

-- One row per conversation that ever had a delivery: due_at and account_id are those of its first pending delivery.
-- The row stays when there is none, so that its token never starts again.
CREATE TABLE outbox_lanes (
    client_id BLOB NOT NULL,
    conversation_id BLOB NOT NULL,
    account_id BLOB,
    due_at INTEGER,
    lease_until INTEGER,
    token INTEGER NOT NULL,
    was_held INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (client_id, conversation_id),
    FOREIGN KEY (client_id, conversation_id) REFERENCES conversations (client_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_lanes_due ON outbox_lanes (due_at, conversation_id) WHERE due_at IS NOT NULL;

CREATE TABLE journal_heads (
    client_id BLOB NOT NULL PRIMARY KEY REFERENCES clients (id),
    head INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
    client_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    previous_seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    conversation_id BLOB,
    customer_id BLOB,
    source TEXT,
    customer_number TEXT,
    event TEXT NOT NULL,
    PRIMARY KEY (client_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE received_calls (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL REFERENCES clients (id),
    account_id BLOB,
    source TEXT NOT NULL,
    body TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    FOREIGN KEY (client_id, account_id) REFERENCES whatsapp_accounts (client_id, id)
) STRICT;
CREATE INDEX received_calls_due ON received_calls (next_attempt_at, id) WHERE state = 'waiting';
