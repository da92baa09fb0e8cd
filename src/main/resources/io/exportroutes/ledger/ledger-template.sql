-- Made from the migrations by SqliteTemplateTest; do not edit.
CREATE TABLE "flyway_schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
CREATE INDEX "flyway_schema_history_s_idx" ON "flyway_schema_history" ("success");
CREATE TABLE runs (
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
, fence bigint default 0 not null, owner text, listed_at text, replayed_at text, replayed_from text, as_job text, note text);
CREATE TABLE scheduled_tasks (
  task_name text not null,
  task_instance text not null,
  task_data blob,
  execution_time integer not null,
  picked integer not null,
  picked_by text,
  last_success integer,
  last_failure integer,
  consecutive_failures integer,
  last_heartbeat integer,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);
CREATE TABLE schedules (
  job text not null primary key,
  seen_until text not null,
  paused_since text
);
CREATE TABLE "exports" (
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
  manifest_json text not null, first_job text,
  -- Verified means that what was verified is known.
  check (state <> 'VERIFIED' or (size is not null and sha256 is not null and verified_at is not null)),
  -- Released means that somebody answers for it.
  check (released_at is null or (released_by is not null and release_reason is not null))
);
CREATE TABLE "deliveries" (
  export_id text not null references "exports" (id),
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
  hint text, recipients text references recipient_sets (fingerprint),
  primary key (export_id, destination),
  -- Delivered means that the far end said where it keeps the object.
  check (state <> 'DELIVERED' or (location is not null and delivered_at is not null))
);
CREATE INDEX exports_by_run on exports (run_id);
CREATE INDEX exports_dead on exports (run_id) where state in ('FAILED', 'REFUSED');
CREATE INDEX deliveries_by_run on deliveries (run_id);
CREATE INDEX deliveries_dead on deliveries (export_id) where state = 'DEAD';
CREATE UNIQUE INDEX deliveries_by_key on deliveries (destination, held_key) where state <> 'DISCARDED';
CREATE TABLE nodes (
  name text not null primary key,
  seen_at text not null
);
CREATE TABLE base_directories (
  destination text not null,
  place text not null,
  noted_at text not null,
  marker_id text,
  marker_seen_at text,
  file_system text,
  primary key (destination, place),
  -- Seen means that its id is known.
  check (marker_seen_at is null or marker_id is not null)
);
CREATE INDEX runs_unfinished on runs (job, scheduled_for) where state in ('QUEUED', 'EXPORTING', 'TRANSFERRING');
CREATE INDEX runs_by_age on runs (created_at, scheduled_for, id);
CREATE INDEX runs_by_job on runs (job, created_at, scheduled_for, id);
CREATE INDEX runs_failed on runs (created_at, scheduled_for, id) where state = 'FAILED';
CREATE INDEX scheduled_tasks_next on scheduled_tasks (picked, priority desc, execution_time);
CREATE TABLE pauses (
  job text not null,
  paused_at text not null,
  resumed_at text,
  primary key (job, paused_at)
);
CREATE TABLE expectations (
  job text not null,
  destination text not null,
  schedule text not null,
  since text not null,
  primary key (job, destination)
);
CREATE TABLE alarms (
  id text not null primary key,
  kind text not null,
  job text not null,
  destination text not null,
  began_at text not null,
  ended_at text,
  error_code text,
  error text,
  hint text
);
CREATE UNIQUE INDEX alarms_open on alarms (kind, job, destination) where ended_at is null;
CREATE INDEX alarms_by_age on alarms (began_at);
CREATE TABLE notifications (
  channel text not null,
  alarm_id text not null references alarms (id),
  event text not null,
  created_at text not null,
  due_at text not null,
  claimed_by text,
  attempts integer not null,
  done_at text,
  outcome text check (outcome in ('SENT', 'NEEDLESS', 'GIVEN_UP')),
  error_code text,
  error text,
  hint text,
  primary key (channel, alarm_id, event),
  check ((done_at is null) = (outcome is null))
);
CREATE INDEX notifications_due on notifications (due_at) where done_at is null;
CREATE TABLE heartbeats (
  run_id text not null primary key,
  started integer not null,
  attempts integer not null,
  due_at text not null
);
CREATE INDEX heartbeats_due on heartbeats (due_at);
CREATE TABLE audit (
  id text not null primary key,
  at text not null,
  name text not null,
  role text not null,
  via text not null,
  address text not null,
  action text not null,
  target text not null,
  result text not null
);
CREATE INDEX audit_by_age on audit (at, id);
CREATE TABLE reloads (
  request text not null,
  node text not null,
  requested_at text not null,
  ended_at text,
  outcome text check (outcome in ('RELOADED', 'REFUSED')),
  changes text,
  error_code text,
  error text,
  hint text,
  primary key (request, node),
  check ((ended_at is null) = (outcome is null))
);
CREATE INDEX reloads_open on reloads (node) where ended_at is null;
CREATE TABLE copies (
  export_id text not null,
  destination text not null,
  -- It is being removed from then on: nothing counts on it any more, whether or not it is still there.
  expiring_at text,
  expiry_reason text,
  expired_at text, lost_by text,
  primary key (export_id, destination),
  foreign key (export_id, destination) references deliveries (export_id, destination),
  check ((expiring_at is null) = (expiry_reason is null)),
  check (expired_at is null or expiring_at is not null)
);
CREATE INDEX copies_expiring on copies (expiring_at) where expiring_at is not null and expired_at is null;
CREATE TABLE holds (
  id text not null primary key,
  export_id text not null references exports (id),
  reason text not null,
  placed_by text not null,
  placed_at text not null,
  lifted_by text,
  lifted_at text,
  check ((lifted_by is null) = (lifted_at is null))
);
CREATE INDEX holds_open on holds (export_id) where lifted_at is null;
CREATE TABLE retention_marks (
  job text not null,
  destination text not null,
  delivered_at text not null,
  error_code text,
  error text,
  hint text,
  primary key (job, destination)
);
CREATE TABLE chains (
  chain text not null primary key,
  -- 0: nothing was written yet, and no destination had any of it.
  seq bigint not null,
  sha256 text not null,
  signing_key text not null
);
CREATE TABLE chain_entries (
  chain text not null references chains (chain),
  seq bigint not null,
  sha256 text not null,
  event text not null,
  export_id text,
  -- The SHA-256 of the artifact, of an entry that is its sidecar.
  artifact text,
  written_at text not null,
  entry blob not null,
  signature blob not null,
  primary key (chain, seq)
);
CREATE INDEX chain_entries_of_export on chain_entries (export_id) where export_id is not null;
CREATE TABLE chain_places (
  chain text not null references chains (chain),
  destination text not null,
  seq bigint not null,
  sha256 text not null,
  error_code text,
  error text,
  hint text,
  primary key (chain, destination)
);
CREATE INDEX chain_places_of_destination on chain_places (destination);
CREATE TABLE custody_keys (
  public_key text not null primary key,
  signer text not null,
  since text not null,
  until text
);
CREATE TABLE custody_files (
  destination text not null primary key,
  sha256 text not null
);
CREATE TABLE recipient_sets (
  fingerprint text not null primary key,
  recipients text not null
);
CREATE TABLE encrypted_artifacts (
  export_id text not null references exports (id),
  recipients text not null references recipient_sets (fingerprint),
  size bigint not null,
  sha256 text not null,
  -- What is inside: encrypted bytes of other plain ones are never used again.
  plain_sha256 text not null,
  encrypted_at text not null,
  spooled_on text not null,
  primary key (export_id, recipients)
);
CREATE TABLE read_backs (
  id text not null primary key,
  export_id text not null,
  destination text not null,
  object_key text not null,
  level text not null check (level in ('EXISTS', 'CHECKSUM', 'CONTENT', 'OPENS', 'RESTORES')),
  result text not null check (result in ('OK', 'MISSING', 'DIFFERENT', 'TRUNCATED', 'UNREADABLE', 'COLD', 'UNDECRYPTABLE', 'NO_SIDECAR')),
  started_at text not null,
  ended_at text not null,
  bytes bigint not null,
  sha256 text,
  detail text,
  program text not null,
  host text not null,
  foreign key (export_id, destination) references deliveries (export_id, destination)
);
CREATE INDEX read_backs_by_age on read_backs (ended_at);
CREATE INDEX read_backs_by_place on read_backs (destination, ended_at);
CREATE TABLE copy_reads (
  export_id text not null,
  destination text not null,
  read_back_id text not null references read_backs (id),
  result text not null,
  depth integer not null,
  looked_at text not null,
  seen_at text,
  read_at text,
  unreadable integer not null,
  primary key (export_id, destination),
  foreign key (export_id, destination) references deliveries (export_id, destination)
);
CREATE INDEX copy_reads_not_ok on copy_reads (destination) where result <> 'OK';
CREATE TABLE read_claims (
  destination text not null primary key,
  holder text not null,
  claimed_until text not null
);
CREATE TABLE repairs (
  id text not null primary key,
  export_id text not null,
  destination text not null,
  old_key text not null,
  new_key text not null,
  done_by text not null,
  begun_at text not null,
  ended_at text,
  foreign key (export_id, destination) references deliveries (export_id, destination)
);
CREATE UNIQUE INDEX repairs_open on repairs (export_id, destination) where ended_at is null;
CREATE INDEX repairs_by_place on repairs (destination);
CREATE INDEX repairs_by_age on repairs (ended_at);
CREATE TABLE drifts (
  export_id text not null primary key references exports (id),
  base_export_id text references exports (id),
  job text not null,
  -- It is looked at again until done: when, and when it was compared first.
  looked_at text not null,
  compared_at text,
  losses integer not null,
  changes integer not null,
  additions integer not null,
  -- The worst changes, or why it could not be compared; and a digest of all losses.
  summary text,
  losses_sha256 text,
  done_at text
);
CREATE INDEX drifts_losses on drifts (job, compared_at) where losses > 0;
CREATE INDEX exports_schemas on exports (verified_at) where manifest_kind = 'schema_export' and state = 'VERIFIED';
CREATE TABLE read_back_marks (
  job text not null,
  destination text not null,
  day text not null,
  primary key (job, destination)
);
insert into "flyway_schema_history" (installed_rank, version, description, type, script, checksum, installed_by, success, execution_time) values (1, '1', 'ledger', 'SQL', 'V1__ledger.sql', -2065590113, '', 1, 0);
insert into "flyway_schema_history" (installed_rank, version, description, type, script, checksum, installed_by, success, execution_time) values (2, '2', 'schedules', 'SQL', 'V2__schedules.sql', -786232243, '', 1, 0);
insert into "flyway_schema_history" (installed_rank, version, description, type, script, checksum, installed_by, success, execution_time) values (3, '3', 'fence', 'SQL', 'V3__fence.sql', -741612218, '', 1, 0);
insert into "flyway_schema_history" (installed_rank, version, description, type, script, checksum, installed_by, success, execution_time) values (4, '4', 'failed runs', 'SQL', 'V4__failed_runs.sql', -830777857, '', 1, 0);
insert into "flyway_schema_history" (installed_rank, version, description, type, script, checksum, installed_by, success, execution_time) values (5, '5', 'truthful states', 'SQL', 'V5__truthful_states.sql', 1487839111, '', 1, 0);
insert into "flyway_schema_history" (installed_rank, version, description, type, script, checksum, installed_by, success, execution_time) values (6, '6', 'what older versions left', 'SQL', 'V6__what_older_versions_left.sql', 325631766, '', 1, 0);
insert into "flyway_schema_history" (installed_rank, version, description, type, script, checksum, installed_by, success, execution_time) values (7, '7', 'base directories', 'SQL', 'V7__base_directories.sql', -2060332525, '', 1, 0);
insert into "flyway_schema_history" (installed_rank, version, description, type, script, checksum, installed_by, success, execution_time) values (8, '8', 'thousands at once', 'SQL', 'V8__thousands_at_once.sql', 1545520547, '', 1, 0);
insert into "flyway_schema_history" (installed_rank, version, description, type, script, checksum, installed_by, success, execution_time) values (9, '9', 'alarms', 'SQL', 'V9__alarms.sql', -482558664, '', 1, 0);
insert into "flyway_schema_history" (installed_rank, version, description, type, script, checksum, installed_by, success, execution_time) values (10, '10', 'reload', 'SQL', 'V10__reload.sql', -1278925143, '', 1, 0);
insert into "flyway_schema_history" (installed_rank, version, description, type, script, checksum, installed_by, success, execution_time) values (11, '11', 'copies', 'SQL', 'V11__copies.sql', -129079365, '', 1, 0);
insert into "flyway_schema_history" (installed_rank, version, description, type, script, checksum, installed_by, success, execution_time) values (12, '12', 'chains', 'SQL', 'V12__chains.sql', 687829389, '', 1, 0);
insert into "flyway_schema_history" (installed_rank, version, description, type, script, checksum, installed_by, success, execution_time) values (13, '13', 'encryption', 'SQL', 'V13__encryption.sql', -1538618585, '', 1, 0);
insert into "flyway_schema_history" (installed_rank, version, description, type, script, checksum, installed_by, success, execution_time) values (14, '14', 'read backs', 'SQL', 'V14__read_backs.sql', -1419078719, '', 1, 0);
insert into "flyway_schema_history" (installed_rank, version, description, type, script, checksum, installed_by, success, execution_time) values (15, '15', 'lost copies', 'SQL', 'V15__lost_copies.sql', 348816747, '', 1, 0);
insert into "flyway_schema_history" (installed_rank, version, description, type, script, checksum, installed_by, success, execution_time) values (16, '16', 'drifts', 'SQL', 'V16__drifts.sql', 135671726, '', 1, 0);
insert into "flyway_schema_history" (installed_rank, version, description, type, script, checksum, installed_by, success, execution_time) values (17, '17', 'read backs in chains', 'SQL', 'V17__read_backs_in_chains.sql', 1896309735, '', 1, 0);
