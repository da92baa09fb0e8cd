-- When each job was paused: a firing within a pause leaves no copy missing.
create table pauses (
  job text not null,
  paused_at text not null,
  resumed_at text,
  primary key (job, paused_at)
);

insert into pauses (job, paused_at) select job, paused_since from schedules where paused_since is not null;

-- Since when a job's copies are expected at a destination by its present schedule: nothing is missing before that.
create table expectations (
  job text not null,
  destination text not null,
  schedule text not null,
  since text not null,
  primary key (job, destination)
);

-- What is wrong, or was: one open row for each kind, job and destination ('' where it concerns the job, or everything).
create table alarms (
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

create unique index alarms_open on alarms (kind, job, destination) where ended_at is null;
create index alarms_by_age on alarms (began_at);

-- What a channel is to be told, or was: written with the alarm, sent by whichever node takes it first, once for each event.
create table notifications (
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

create index notifications_due on notifications (due_at) where done_at is null;

-- Runs that began and of whose end the heartbeat's address has not heard. A run that begins again stands here again.
create table heartbeats (
  run_id text not null primary key,
  started integer not null,
  attempts integer not null,
  due_at text not null
);

create index heartbeats_due on heartbeats (due_at);

-- Who changed what by hand: a row for each change that the API made or refused; none is ever removed.
create table audit (
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

create index audit_by_age on audit (at, id);
