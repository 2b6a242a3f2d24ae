-- Widgets with the keys of their visitors' identities (sealed by the program), the domains they may appear on, and their figures.

ALTER TABLE chat_widgets ADD COLUMN visitor_keys BLOB;
ALTER TABLE chat_widgets ADD COLUMN ignored_origins TEXT NOT NULL DEFAULT '[]';

-- `verified` says whether the widget may appear there now; `state` where the domain stands in its life.
ALTER TABLE authorized_domains ADD COLUMN host TEXT NOT NULL DEFAULT '';
ALTER TABLE authorized_domains ADD COLUMN scope TEXT NOT NULL DEFAULT 'host';
ALTER TABLE authorized_domains ADD COLUMN state TEXT NOT NULL DEFAULT 'pending';
ALTER TABLE authorized_domains ADD COLUMN token_expires_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE authorized_domains ADD COLUMN first_failure_at INTEGER;
ALTER TABLE authorized_domains ADD COLUMN stale_at INTEGER;
ALTER TABLE authorized_domains ADD COLUMN last_fault TEXT;
ALTER TABLE authorized_domains ADD COLUMN next_check_at INTEGER;
ALTER TABLE authorized_domains ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX authorized_domains_own ON authorized_domains (client_id, id);
CREATE INDEX authorized_domains_of_host ON authorized_domains (host);
CREATE INDEX authorized_domains_due ON authorized_domains (next_check_at, id) WHERE next_check_at IS NOT NULL;

CREATE TABLE domain_history (
    id BLOB NOT NULL PRIMARY KEY,
    client_id BLOB NOT NULL,
    domain_id BLOB NOT NULL,
    step TEXT NOT NULL,
    state TEXT NOT NULL,
    agent_id BLOB,
    detail TEXT,
    at INTEGER NOT NULL,
    FOREIGN KEY (client_id, domain_id) REFERENCES authorized_domains (client_id, id)
) STRICT;
CREATE INDEX domain_history_of ON domain_history (domain_id, at, id);

-- Days are counted from the first of January 1970. What is not told apart by website has no origin.
CREATE TABLE widget_counters (
    client_id BLOB NOT NULL,
    widget_id BLOB NOT NULL,
    day INTEGER NOT NULL,
    counter TEXT NOT NULL,
    origin TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (widget_id, day, counter, origin),
    FOREIGN KEY (client_id, widget_id) REFERENCES chat_widgets (client_id, id)
) STRICT, WITHOUT ROWID;
