-- The failed runs are few among all that ever were, and the dead letters ask for them.
create index runs_failed on runs (created_at) where state = 'FAILED';
