-- Customers are found by parts of their words from now on: their words are made anew, each where it is.
INSERT INTO search_backlog (kind, before_id) VALUES ('customer', 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    ON CONFLICT (kind) DO UPDATE SET before_id = excluded.before_id;
