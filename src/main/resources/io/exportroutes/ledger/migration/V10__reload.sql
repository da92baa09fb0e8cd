-- Which nodes are asked to read exports.yaml anew, by one command each; one after another, by their names.
create table reloads (
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

create index reloads_open on reloads (node) where ended_at is null;
