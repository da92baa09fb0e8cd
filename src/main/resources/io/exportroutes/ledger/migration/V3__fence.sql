-- Who may write about a run: the fence grows each time a worker begins the run, and whoever began it before may write no more.
alter table runs add column fence bigint default 0 not null;
alter table runs add column owner text;

-- What an earlier version of the program began counts as begun once.
update runs set fence = 1 where started_at is not null;
