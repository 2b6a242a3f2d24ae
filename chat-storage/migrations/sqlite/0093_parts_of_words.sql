-- Customers are found by parts of their words from now on: their words are made anew, each where it is.
INSERT INTO search_backlog (kind, before_id) VALUES ('customer', x'ffffffffffffffffffffffffffffffff')
    ON CONFLICT (kind) DO UPDATE SET before_id = excluded.before_id;
