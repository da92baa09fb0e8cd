-- What a guard refused is REFUSED, what was given up by hand DISCARDED, and LOST is only what the API said of an export.
-- A table's check cannot be changed in SQLite: both tables are made anew, and the statements serve PostgreSQL as well.

create table new_exports (
  id text not null primary key,
  project text not null,
  run_id text not null references runs (id),
  state text not null check (state in ('TAKEN', 'VERIFIED', 'REFUSED', 'LOST', 'FAILED', 'DISCARDED')),
  size bigint,
  sha256 text,
  verified_at text,
  error_code text,
  error text,
  hint text,
  -- The node whose spool has the verified bytes; the run whose plan of deliveries stands.
  spooled_on text,
  planned_for text,
  -- Who let out what a guard had refused.
  released_by text,
  released_at text,
  release_reason text,
  manifest_kind text not null,
  manifest_project text,
  manifest_table text,
  manifest_format text,
  manifest_download_name text,
  manifest_content_type text,
  manifest_row_count bigint,
  manifest_table_count bigint,
  manifest_size_bytes bigint,
  manifest_status text not null,
  manifest_status_reason text,
  manifest_missing_at text,
  manifest_created_at text,
  manifest_expires_at text,
  manifest_json text not null,
  -- Verified means that what was verified is known.
  check (state <> 'VERIFIED' or (size is not null and sha256 is not null and verified_at is not null)),
  -- Released means that somebody answers for it.
  check (released_at is null or (released_by is not null and release_reason is not null))
);

insert into new_exports (id, project, run_id, state, size, sha256, verified_at, error_code, error,
  manifest_kind, manifest_project, manifest_table, manifest_format, manifest_download_name, manifest_content_type,
  manifest_row_count, manifest_table_count, manifest_size_bytes, manifest_status, manifest_status_reason,
  manifest_missing_at, manifest_created_at, manifest_expires_at, manifest_json)
select id, project, run_id, state, size, sha256, verified_at, error_code, error,
  manifest_kind, manifest_project, manifest_table, manifest_format, manifest_download_name, manifest_content_type,
  manifest_row_count, manifest_table_count, manifest_size_bytes, manifest_status, manifest_status_reason,
  manifest_missing_at, manifest_created_at, manifest_expires_at, manifest_json
from exports;

create table new_deliveries (
  export_id text not null references new_exports (id),
  destination text not null,
  run_id text not null references runs (id),
  state text not null check (state in ('PENDING', 'SENDING', 'DELIVERED', 'DEAD', 'DISCARDED')),
  object_key text not null,
  -- The key while it is nobody else's; null where another delivery has it, and for what an older version planned.
  held_key text,
  attempts integer not null,
  location text,
  delivered_at text,
  -- How the far end confirmed what it stores.
  confirmation text check (confirmation in ('CHECKSUM', 'DIGEST', 'SIZE')),
  error_code text,
  error text,
  hint text,
  primary key (export_id, destination),
  -- Delivered means that the far end said where it keeps the object.
  check (state <> 'DELIVERED' or (location is not null and delivered_at is not null))
);

insert into new_deliveries (export_id, destination, run_id, state, object_key, attempts, location, delivered_at,
  error_code, error, hint)
select export_id, destination, run_id, state, object_key, attempts, location, delivered_at, error_code, error, hint
from deliveries;

drop table deliveries;
drop table exports;
alter table new_exports rename to exports;
alter table new_deliveries rename to deliveries;

create index exports_by_run on exports (run_id);
create index exports_dead on exports (run_id) where state in ('FAILED', 'REFUSED');
create index deliveries_by_run on deliveries (run_id);
create index deliveries_dead on deliveries (export_id) where state = 'DEAD';
create unique index deliveries_by_key on deliveries (destination, held_key) where state <> 'DISCARDED';

-- A sweep that has its listing need not ask again; a replay that cannot begin puts back what was, with a note why.
alter table runs add column listed_at text;
alter table runs add column replayed_at text;
alter table runs add column replayed_from text;
alter table runs add column as_job text;
alter table runs add column note text;

-- Which nodes of a shared ledger are alive: their spools outrank the API.
create table nodes (
  name text not null primary key,
  seen_at text not null
);
