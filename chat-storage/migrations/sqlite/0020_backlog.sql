-- What is still to be made or settled is counted all the while.
CREATE INDEX deliveries_open ON deliveries (state, next_attempt_at, created_at) WHERE state IN ('pending', 'unsettled');
