-- Widgets with the keys of their visitors' identities (sealed by the program), the domains they may appear on, and their figures.

ALTER TABLE chat_widgets ADD COLUMN visitor_keys bytea;
ALTER TABLE chat_widgets ADD COLUMN ignored_origins text NOT NULL DEFAULT '[]';

-- `verified` says whether the widget may appear there now; `state` where the domain stands in its life.
ALTER TABLE authorized_domains ADD COLUMN host text NOT NULL DEFAULT '';
ALTER TABLE authorized_domains ADD COLUMN scope text NOT NULL DEFAULT 'host';
ALTER TABLE authorized_domains ADD COLUMN state text NOT NULL DEFAULT 'pending';
ALTER TABLE authorized_domains ADD COLUMN token_expires_at bigint NOT NULL DEFAULT 0;
ALTER TABLE authorized_domains ADD COLUMN first_failure_at bigint;
ALTER TABLE authorized_domains ADD COLUMN stale_at bigint;
ALTER TABLE authorized_domains ADD COLUMN last_fault text;
ALTER TABLE authorized_domains ADD COLUMN next_check_at bigint;
ALTER TABLE authorized_domains ADD COLUMN updated_at bigint NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX authorized_domains_own ON authorized_domains (client_id, id);
CREATE INDEX authorized_domains_of_host ON authorized_domains (host);
CREATE INDEX authorized_domains_due ON authorized_domains (next_check_at, id) WHERE next_check_at IS NOT NULL;

CREATE TABLE domain_history (
    id uuid NOT NULL PRIMARY KEY,
    client_id uuid NOT NULL,
    domain_id uuid NOT NULL,
    step text NOT NULL,
    state text NOT NULL,
    agent_id uuid,
    detail text,
    at bigint NOT NULL,
    FOREIGN KEY (client_id, domain_id) REFERENCES authorized_domains (client_id, id)
);
CREATE INDEX domain_history_of ON domain_history (domain_id, at, id);

-- Days are counted from the first of January 1970. What is not told apart by website has no origin.
CREATE TABLE widget_counters (
    client_id uuid NOT NULL,
    widget_id uuid NOT NULL,
    day bigint NOT NULL,
    counter text NOT NULL,
    origin text NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (widget_id, day, counter, origin),
    FOREIGN KEY (client_id, widget_id) REFERENCES chat_widgets (client_id, id)
);
