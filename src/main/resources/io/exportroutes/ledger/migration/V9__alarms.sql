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
