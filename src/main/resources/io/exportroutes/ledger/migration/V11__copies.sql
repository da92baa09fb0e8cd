-- What became of a copy after its delivery; a row only where something did.
create table copies (
  export_id text not null,
  destination text not null,
  -- It is being removed from then on: nothing counts on it any more, whether or not it is still there.
  expiring_at text,
  expiry_reason text,
  expired_at text,
  primary key (export_id, destination),
  foreign key (export_id, destination) references deliveries (export_id, destination),
  check ((expiring_at is null) = (expiry_reason is null)),
  check (expired_at is null or expiring_at is not null)
);

create index copies_expiring on copies (expiring_at) where expiring_at is not null and expired_at is null;

-- Exports whose copies stay whatever the policy says, until somebody lifts it.
create table holds (
  id text not null primary key,
  export_id text not null references exports (id),
  reason text not null,
  placed_by text not null,
  placed_at text not null,
  lifted_by text,
  lifted_at text,
  check ((lifted_by is null) = (lifted_at is null))
);

create index holds_open on holds (export_id) where lifted_at is null;

-- Up to which delivery the retention of a job at a destination was applied, and what blocked it then.
create table retention_marks (
  job text not null,
  destination text not null,
  delivered_at text not null,
  error_code text,
  error text,
  hint text,
  primary key (job, destination)
);
