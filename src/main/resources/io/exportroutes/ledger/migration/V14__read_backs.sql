-- What each look at a copy found: rows are added, and never changed.
create table read_backs (
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

create index read_backs_by_age on read_backs (ended_at);
create index read_backs_by_place on read_backs (destination, ended_at);

-- What is known of each copy that was looked at: which look counts, and when it was last seen to be good.
create table copy_reads (
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

create index copy_reads_not_ok on copy_reads (destination) where result <> 'OK';

-- Which node reads back what a destination stores, one at a time.
create table read_claims (
  destination text not null primary key,
  holder text not null,
  claimed_until text not null
);

-- Copies that were written anew under another key; what lies under the former one is evidence.
create table repairs (
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

create unique index repairs_open on repairs (export_id, destination) where ended_at is null;
create index repairs_by_place on repairs (destination);
create index repairs_by_age on repairs (ended_at);
