-- What changed from one schema export of a job to the next, so that each is compared once and the same loss is told once.
create table drifts (
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

create index drifts_losses on drifts (job, compared_at) where losses > 0;
create index exports_schemas on exports (verified_at) where manifest_kind = 'schema_export' and state = 'VERIFIED';
