-- What is known of a customer: attributes and blocks as JSON, nothing where there are none.
ALTER TABLE customers ADD COLUMN email TEXT;
ALTER TABLE customers ADD COLUMN phone TEXT;
ALTER TABLE customers ADD COLUMN language TEXT;
ALTER TABLE customers ADD COLUMN attributes TEXT;
ALTER TABLE customers ADD COLUMN blocks TEXT;
ALTER TABLE customers ADD COLUMN held_back_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customers ADD COLUMN merged_into BLOB;

-- An identity that was taken away finds nobody: only among the others it is unique. SQLite gives a constraint up with its table.
CREATE TABLE customer_identities_next (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL,
    customer_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    removed_at INTEGER,
    revision INTEGER NOT NULL,
    FOREIGN KEY (client_id, customer_id) REFERENCES customers (client_id, id)
) STRICT;
INSERT INTO customer_identities_next (id, client_id, customer_id, kind, value, created_at, revision)
    SELECT id, client_id, customer_id, kind, value, created_at, 1 FROM customer_identities;
DROP TABLE customer_identities;
ALTER TABLE customer_identities_next RENAME TO customer_identities;
CREATE UNIQUE INDEX customer_identities_live ON customer_identities (value, kind, client_id) WHERE removed_at IS NULL;
CREATE INDEX customer_identities_of ON customer_identities (customer_id);

-- What is kept about a customer beside its conversations.
CREATE TABLE customer_dossiers (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL,
    customer_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    name TEXT,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    removed_at INTEGER,
    revision INTEGER NOT NULL,
    FOREIGN KEY (client_id, customer_id) REFERENCES customers (client_id, id)
) STRICT;
CREATE UNIQUE INDEX customer_dossiers_named ON customer_dossiers (name, client_id) WHERE name IS NOT NULL;
CREATE INDEX customer_dossiers_of ON customer_dossiers (customer_id, kind, created_at, id) WHERE removed_at IS NULL;
CREATE INDEX customer_dossiers_by_age ON customer_dossiers (client_id, kind, created_at, id) WHERE removed_at IS NULL;
