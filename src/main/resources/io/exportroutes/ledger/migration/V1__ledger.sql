-- Instants of our own tables are ISO-8601 text in UTC with milliseconds: they sort, and sqlite3 shows them readably.

create table runs (
  id text not null primary key,
  job text not null,
  project text not null,
  triggered_by text not null,
  scheduled_for text not null,
  state text not null
    check (state in ('QUEUED', 'EXPORTING', 'TRANSFERRING', 'SUCCEEDED', 'PARTIAL', 'FAILED', 'SKIPPED')),
  created_at text not null,
  started_at text,
  requested_at text,
  finished_at text,
  file_name text,
  renewals integer not null,
  request_id text,
  operation_run_id text,
  operation_grouping_status text,
  error_code text,
  error text,
  hint text
);

create index runs_by_job on runs (job, scheduled_for);
create index runs_by_age on runs (created_at);
create index runs_unfinished on runs (scheduled_for) where state in ('QUEUED', 'EXPORTING', 'TRANSFERRING');

create table exports (
  id text not null primary key,
  project text not null,
  run_id text not null references runs (id),
  state text not null check (state in ('TAKEN', 'VERIFIED', 'LOST', 'FAILED')),
  size bigint,
  sha256 text,
  verified_at text,
  error_code text,
  error text,
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
  check (state <> 'VERIFIED' or (size is not null and sha256 is not null and verified_at is not null))
);

create index exports_by_run on exports (run_id);

create table deliveries (
  export_id text not null references exports (id),
  destination text not null,
  run_id text not null references runs (id),
  state text not null check (state in ('PENDING', 'SENDING', 'DELIVERED', 'DEAD', 'DISCARDED')),
  object_key text not null,
  attempts integer not null,
  location text,
  delivered_at text,
  error_code text,
  error text,
  hint text,
  primary key (export_id, destination),
  -- Delivered means that the far end said where it keeps the object.
  check (state <> 'DELIVERED' or (location is not null and delivered_at is not null))
);

create index deliveries_by_run on deliveries (run_id);
create index deliveries_dead on deliveries (export_id) where state = 'DEAD';

-- The run queue: the table of db-scheduler, in the types that its driver for each database expects.
create table scheduled_tasks (
  task_name text not null,
  task_instance text not null,
  task_data ${bytes},
  execution_time ${instant} not null,
  picked ${flag} not null,
  picked_by text,
  last_success ${instant},
  last_failure ${instant},
  consecutive_failures integer,
  last_heartbeat ${instant},
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);

create index scheduled_tasks_due on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);
