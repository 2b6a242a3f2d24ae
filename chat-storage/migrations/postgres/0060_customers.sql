-- What is known of a customer: attributes and blocks as JSON, nothing where there are none.
ALTER TABLE customers
    ADD COLUMN email text,
    ADD COLUMN phone text,
    ADD COLUMN language text,
    ADD COLUMN attributes text,
    ADD COLUMN blocks text,
    ADD COLUMN held_back_count bigint NOT NULL DEFAULT 0,
    ADD COLUMN merged_into uuid;

-- An identity that was taken away finds nobody: only among the others it is unique.
ALTER TABLE customer_identities
    ADD COLUMN removed_at bigint,
    ADD COLUMN revision bigint NOT NULL DEFAULT 1,
    DROP CONSTRAINT customer_identities_value_kind_client_id_key;
ALTER TABLE customer_identities ALTER COLUMN revision DROP DEFAULT;
CREATE UNIQUE INDEX customer_identities_live ON customer_identities (value, kind, client_id) WHERE removed_at IS NULL;

-- What is kept about a customer beside its conversations.
CREATE TABLE customer_dossiers (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    kind text NOT NULL,
    name text,
    body text NOT NULL,
    created_at bigint NOT NULL,
    removed_at bigint,
    revision bigint NOT NULL,
    FOREIGN KEY (client_id, customer_id) REFERENCES customers (client_id, id)
);
CREATE UNIQUE INDEX customer_dossiers_named ON customer_dossiers (name, client_id) WHERE name IS NOT NULL;
CREATE INDEX customer_dossiers_of ON customer_dossiers (customer_id, kind, created_at, id) WHERE removed_at IS NULL;
CREATE INDEX customer_dossiers_by_age ON customer_dossiers (client_id, kind, created_at, id) WHERE removed_at IS NULL;
